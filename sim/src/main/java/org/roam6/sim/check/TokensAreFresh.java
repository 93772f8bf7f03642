package org.roam6.sim.check;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.NonceIndices;

/**
 * A mobile node uses a keygen token for MAX_TOKEN_LIFETIME at most (RFC 6275 5.2.7). One that it never got, as an
 * attacker made it, is of no use to anybody.
 */
final class TokensAreFresh extends Checker {

  private final PathLedger ledger;

  TokensAreFresh(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "tokens-are-fresh";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (host.config().mobileNode().isPresent()) {
      for (Effect effect : effects) {
        MobilityMessages.sentBy(effect)
            .filter(seen -> seen.message() instanceof BindingUpdate update && !update.home())
            .ifPresent(seen -> judge(host, seen, now));
      }
    }
  }

  private void judge(SimulatedHost host, Sighting seen, Time now) {
    Optional<NonceIndices> nonces = seen.message().option(NonceIndices.class);
    boolean deletes = ((BindingUpdate) seen.message()).lifetimeUnits() == 0;
    if (nonces.isPresent()) {
      judge(host, true, seen.homeAddress(), seen.destination(), nonces.get().home(), now);
      if (!deletes) {
        judge(host, false, seen.source(), seen.destination(), nonces.get().careOf(), now);
      }
    }
  }

  private void judge(
      SimulatedHost host, boolean home, Ipv6Address address, Ipv6Address peer, int index, Time now) {
    ledger
        .delivered(home, address, peer, index)
        .filter(at -> at.plus(ProtocolConstants.MAX_TOKEN_LIFETIME).isBefore(now))
        .ifPresent(
            at ->
                violated(
                    now, host + " uses a token for " + address + " of nonce " + index + " that it got at "
                        + at.nanos() / 1e9 + " s"));
  }
}
