package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * Authenticates a Binding Update or Binding Acknowledgement (RFC 4285 5).
 *
 * @param subtype 8 bits; see {@link org.roam6.wire.iana.MessageAuthenticationSubtype}
 * @param securityParameterIndex the mobility SPI, 32 bits
 * @param authenticationData at most 250 octets; 12 between mobile node and home agent
 */
public record MessageAuthentication(int subtype, long securityParameterIndex, Octets authenticationData)
    implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public MessageAuthentication {
    Checks.unsigned8("subtype", subtype);
    Checks.unsigned32("securityParameterIndex", securityParameterIndex);
    Checks.unsigned8("length", 5 + authenticationData.length());
  }

  @Override
  public int type() {
    return MobilityOptionType.MESSAGE_AUTHENTICATION;
  }

  @Override
  public int length() {
    return 7 + authenticationData.length();
  }

  // RFC 4285 5: "The alignment requirement for this option is 4n + 1", and 5.1: it "MUST be the last option": of the
  // places that both allow, the one where no padding has to follow.
  @Override
  public Alignment alignment() {
    return length() % 4 == 3 ? new Alignment(8, Math.floorMod(-length(), 8)) : new Alignment(4, 1);
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2)).put((byte) subtype).putInt((int) securityParameterIndex);
    authenticationData.writeTo(buffer);
  }
}
