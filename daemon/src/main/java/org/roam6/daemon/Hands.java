package org.roam6.daemon;

import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;

/**
 * Carries out effects on the host, at once. What fails is told and counted, and never stops the
 * roles.
 */
interface Hands {

  void send(Effect.SendOnLink packet);

  void send(Effect.SendRouted packet);

  /** Wants an item from now on: why the host does not have it, where it does not. */
  Optional<String> want(Desired item, Time now);

  void unwant(Desired.Key key);

  void flushNeighbors(InterfaceName on);

  void tell(Notice notice, Time now);
}
