package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Ipv6OptionType;

/**
 * The Home Address option, by which a mobile node away from home says who it is (RFC 6275 6.3). Whether the address is
 * one that a packet may have is for the receiver to check (9.3.1).
 *
 * @param homeAddress of the sender
 */
public record HomeAddressOption(Ipv6Address homeAddress) implements Ipv6Option {

  // RFC 6275 6.3: "This field MUST be set to 16."
  static final int DATA_LENGTH = Ipv6Address.LENGTH;

  @Override
  public int length() {
    return 2 + DATA_LENGTH;
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) Ipv6OptionType.HOME_ADDRESS).put((byte) DATA_LENGTH);
    homeAddress.writeTo(buffer);
  }
}
