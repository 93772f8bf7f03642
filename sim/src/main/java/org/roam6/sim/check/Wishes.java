package org.roam6.sim.check;

import java.util.Optional;
import org.roam6.protocol.Desired.TunnelKey;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.forwarding.BindingKey;

/** Reads wishes. */
final class Wishes {

  private Wishes() {}

  /** The binding whose tunnel an effect is about. */
  static Optional<BindingKey> bindingOf(Effect effect) {
    return switch (effect) {
      case Effect.Want(WantedTunnel(var tunnel)) -> Optional.of(tunnel.key());
      case Effect.Unwant(TunnelKey(var key)) -> Optional.of(key);
      case Effect.Want _,
          Effect.Unwant _,
          Effect.SendOnLink _,
          Effect.SendRouted _,
          Effect.FlushNeighbors _,
          Effect.Remember _,
          Effect.Notify _ ->
          Optional.empty();
    };
  }
}
