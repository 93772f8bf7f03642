package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * A message of a type that is not of RFC 6275. A node that does not know it answers a Binding Error with Status 2
 * (RFC 6275 9.2).
 *
 * @param type the MH Type, 8 to 255
 * @param data the octets behind the checksum: 2 and a multiple of 8, at most 2,042
 */
public record UnknownMobilityMessage(int type, Octets data) implements MobilityMessage {

  /** Refuses the types of RFC 6275 and lengths that no Mobility Header can have. */
  public UnknownMobilityMessage {
    Checks.unsigned8("type", type);
    if (type <= MobilityHeaderType.BINDING_ERROR) {
      throw new IllegalArgumentException("not an unknown type: " + type);
    }
    if (data.length() % 8 != 2) {
      throw new IllegalArgumentException("no Mobility Header holds " + data.length() + " octets of data");
    }
  }

  /** None: whether there are options, and where, is not known. */
  @Override
  public List<MobilityOption> options() {
    return List.of();
  }

  @Override
  public UnknownMobilityMessage withOptions(List<MobilityOption> others) {
    if (!others.isEmpty()) {
      throw new IllegalArgumentException("a message of the unknown type " + type + " takes no options");
    }
    return this;
  }

  @Override
  public int fixedLength() {
    return data.length();
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    data.writeTo(buffer);
  }
}
