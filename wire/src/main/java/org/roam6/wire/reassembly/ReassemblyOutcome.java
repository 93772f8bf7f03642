package org.roam6.wire.reassembly;

import java.util.Optional;
import org.roam6.wire.Octets;

/** What became of a fragment. */
public sealed interface ReassemblyOutcome {

  /** Why a fragment, and mostly its datagram, is gone. */
  enum Cause {
    /** No octets in it. */
    EMPTY,
    /** Not the last one, and yet no multiple of 8 octets. */
    BAD_LENGTH,
    /** The datagram would have more than 65535 octets. */
    TOO_LONG,
    /** The first fragment does not hold all headers (RFC 7112). */
    INCOMPLETE_HEADER_CHAIN,
    /** It overlaps with another one, or came after one that did (RFC 5722). */
    OVERLAP,
    /** More fragments than a datagram may have. */
    TOO_MANY
  }

  /**
   * The datagram is complete.
   *
   * @param packet its octets, without Fragment header, to be decoded like a packet that came whole
   */
  record Complete(Octets packet) implements ReassemblyOutcome {}

  /** Other fragments are missing. */
  record Waiting() implements ReassemblyOutcome {}

  /**
   * The fragment is discarded.
   *
   * @param cause why
   * @param answer what is owed to the sender
   */
  record Discarded(Cause cause, Optional<ReassemblyAnswer> answer) implements ReassemblyOutcome {}
}
