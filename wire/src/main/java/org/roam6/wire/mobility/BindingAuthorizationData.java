package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * Proof that a message comes from the right authority (RFC 6275 6.2.7).
 *
 * @param authenticator at most 255 octets; 12 in the return routability procedure
 */
public record BindingAuthorizationData(Octets authenticator) implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public BindingAuthorizationData {
    Checks.unsigned8("length", authenticator.length());
  }

  @Override
  public int type() {
    return MobilityOptionType.BINDING_AUTHORIZATION_DATA;
  }

  @Override
  public int length() {
    return 2 + authenticator.length();
  }

  // RFC 6275 6.2.7: "since this option must be the last mobility option, an implicit alignment requirement is 8n + 2",
  // which is so for an authenticator of 12 octets; for others it ends where the header can end
  @Override
  public Alignment alignment() {
    return new Alignment(8, Math.floorMod(-length(), 8));
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2));
    authenticator.writeTo(buffer);
  }
}
