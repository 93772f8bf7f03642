package org.roam6.wire.mobility;

import java.nio.ByteBuffer;

/** A mobility option (RFC 6275 6.2). */
public sealed interface MobilityOption
    permits Pad1,
        PadN,
        BindingRefreshAdvice,
        AlternateCareOfAddress,
        NonceIndices,
        BindingAuthorizationData,
        MobileNodeIdentifier,
        MessageAuthentication,
        MessageReplayProtection,
        UnknownMobilityOption {

  /** The Option Type, 0 to 255. */
  int type();

  /** Octets of the whole option, 1 to 257. */
  int length();

  /** Where the option may begin in a Mobility Header. */
  default Alignment alignment() {
    return Alignment.NONE;
  }

  /** Appends the whole option to {@code buffer}. */
  void writeTo(ByteBuffer buffer);

  /**
   * An alignment requirement, {@code modulus * n + offset} octets from the start of the Mobility Header.
   *
   * @param modulus a power of two
   * @param offset 0 to {@code modulus - 1}
   */
  record Alignment(int modulus, int offset) {

    /** Any place. */
    public static final Alignment NONE = new Alignment(1, 0);

    /** The octets of padding that an option which would begin at {@code position} needs in front of it. */
    public int paddingAt(int position) {
      return Math.floorMod(offset - position, modulus);
    }
  }
}
