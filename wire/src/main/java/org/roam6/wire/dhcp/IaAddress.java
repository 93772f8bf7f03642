package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * An address of an {@link IdentityAssociation} (RFC 8415 21.6).
 *
 * @param address the address
 * @param preferredSeconds the preferred lifetime, 32 bits, {@link #INFINITY} for ever
 * @param validSeconds the valid lifetime, 32 bits, {@link #INFINITY} for ever
 * @param options of the address: {@link StatusCode}
 */
public record IaAddress(Ipv6Address address, long preferredSeconds, long validSeconds, List<DhcpOption> options)
    implements DhcpOption {

  /** RFC 8415 7.7: "The value 0xffffffff is taken to mean "infinity" when used as a lifetime". */
  public static final long INFINITY = 0xffff_ffffL;

  static final int FIXED_LENGTH = 24;

  /** Refuses what has no encoding that decodes again. */
  public IaAddress {
    Checks.unsigned32("preferredSeconds", preferredSeconds);
    Checks.unsigned32("validSeconds", validSeconds);
    options = DhcpOptions.checked(options, DhcpOptions.Place.ADDRESS);
    Checks.unsigned16("length", FIXED_LENGTH + DhcpOptions.length(options));
  }

  @Override
  public int code() {
    return DhcpOptionCode.IA_ADDRESS;
  }

  @Override
  public int dataLength() {
    return FIXED_LENGTH + DhcpOptions.length(options);
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    address.writeTo(buffer);
    buffer.putInt((int) preferredSeconds).putInt((int) validSeconds);
    DhcpOptions.write(options, buffer);
  }
}
