package org.roam6.sim.check;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * RFC 6275 11.8: no more than MAX_UPDATE_RATE Binding Updates in any second, as the mobile node hands them to its kernel:
 * one that waits there for a link-layer address meets the next ones on the link.
 */
final class UpdateRateIsKept extends Checker {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final int most;
  private final RateWindows sent;

  UpdateRateIsKept(Ledger ledger) {
    this.ledger = ledger;
    this.most = ledger.network().settings().limits().maxUpdateRate();
    this.sent = new RateWindows(most, SECOND);
  }

  @Override
  public String name() {
    return "update-rate-is-kept";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      ledger.network().hosts(Kind.HOME_AGENT).forEach(peer -> sent.forget(between(host.name(), peer.name())));
    }
  }

  // RFC 6275 11.8: the rate is that of messages "to a particular correspondent node"
  private static String between(String mobileNode, String homeAgent) {
    return mobileNode + " " + homeAgent;
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (ledger.mobileNode(host).isPresent()) {
      for (Effect effect : effects) {
        MobilityMessages.sentBy(effect)
            .filter(seen -> seen.message() instanceof BindingUpdate update && update.home())
            .flatMap(update -> ledger.homeAgentAt(update.destination()))
            .ifPresent(homeAgent -> count(host, homeAgent, now));
      }
    }
  }

  private void count(SimulatedHost host, SimulatedHost homeAgent, Time now) {
    if (sent.isExceededBy(between(host.name(), homeAgent.name()), now)) {
      violated(now, host + " sends " + (most + 1) + " Binding Updates within a second");
    }
  }
}
