package org.roam6.sim.check;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.SimulatedHost;

/** RFC 6275 11.8: no more than MAX_UPDATE_RATE Binding Updates in any second. */
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
  public void sent(Link link, Port from, Frame frame, Time now) {
    Optional<SimulatedHost> to =
        ledger.updateSent(from, frame).flatMap(update -> ledger.homeAgentAt(update.destination()));
    if (to.isPresent() && sent.isExceededBy(between(from.host(), to.get().name()), now)) {
      violated(now, from.host() + " sends " + (most + 1) + " Binding Updates within a second");
    }
  }
}
