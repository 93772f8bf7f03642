package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * The care-of address to be bound instead of the source address of the packet (RFC 6275 6.2.5).
 *
 * @param address the care-of address
 */
public record AlternateCareOfAddress(Ipv6Address address) implements MobilityOption {

  @Override
  public int type() {
    return MobilityOptionType.ALTERNATE_CARE_OF_ADDRESS;
  }

  @Override
  public int length() {
    return 2 + Ipv6Address.LENGTH;
  }

  // RFC 6275 6.2.5: "has an alignment requirement of 8n + 6"
  @Override
  public Alignment alignment() {
    return new Alignment(8, 6);
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2));
    address.writeTo(buffer);
  }
}
