package org.roam6.protocol;

import java.util.Optional;

/**
 * Carries out effects on a host, at once: a real one, or one that is simulated. What fails is told and counted, and
 * never stops the roles.
 */
public interface Hands {

  /** Sends a packet to a neighbour. */
  void send(Effect.SendOnLink packet);

  /** Sends a packet along the host's routes. */
  void send(Effect.SendRouted packet);

  /** Wants an item from now on: why the host does not have it, where it does not. */
  Optional<String> want(Desired item, Time now);

  /** The item with this key is no longer wanted; it need not have been. */
  void unwant(Desired.Key key);

  /** Forgets what was learned of the neighbours on a link. */
  void flushNeighbors(InterfaceName on);

  /** Keeps an item over a restart, in place of one with an equal key. */
  void remember(Memory item);

  /** Takes a fact that was told at {@code now}. */
  void tell(Notice notice, Time now);
}
