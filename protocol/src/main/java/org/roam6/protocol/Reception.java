package org.roam6.protocol;

/** What became of a received packet. */
sealed interface Reception {

  /** It holds a message that the roles should see. */
  record Message(Event event) implements Reception {}

  /** It is none of the signalling of this host. */
  record Elsewhere() implements Reception {}

  /** It is dropped, and the sender is told. */
  record Refused(DropCause cause, Effect answer) implements Reception {}

  /** It is dropped in silence. */
  record Dropped(DropCause cause) implements Reception {}
}
