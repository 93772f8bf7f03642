package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * An Identity Association for Non-temporary Addresses, IA_NA (RFC 8415 21.4).
 *
 * @param identifier the IAID, 32 bits
 * @param t1Seconds T1, 32 bits: when to ask the same server again; 0 leaves it to the client, and
 *     {@link IaAddress#INFINITY} means never
 * @param t2Seconds T2, 32 bits: when to ask any server
 * @param options of the association: {@link IaAddress}, {@link StatusCode}
 */
public record IdentityAssociation(long identifier, long t1Seconds, long t2Seconds, List<DhcpOption> options)
    implements DhcpOption {

  static final int FIXED_LENGTH = 12;

  /** Refuses what has no encoding that decodes again. */
  public IdentityAssociation {
    Checks.unsigned32("identifier", identifier);
    Checks.unsigned32("t1Seconds", t1Seconds);
    Checks.unsigned32("t2Seconds", t2Seconds);
    options = DhcpOptions.checked(options, DhcpOptions.Place.IDENTITY_ASSOCIATION);
    Checks.unsigned16("length", FIXED_LENGTH + DhcpOptions.length(options));
  }

  @Override
  public int code() {
    return DhcpOptionCode.IA_NA;
  }

  @Override
  public int dataLength() {
    return FIXED_LENGTH + DhcpOptions.length(options);
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    buffer.putInt((int) identifier).putInt((int) t1Seconds).putInt((int) t2Seconds);
    DhcpOptions.write(options, buffer);
  }
}
