package org.roam6.sim.check;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.iana.Icmpv6Type;

/** However often a cable flaps, routers are solicited no more often than configured (RFC 4861 6.3.7). */
final class SolicitationsAreLimited extends Checker {

  private final Ledger ledger;
  private final int most;
  private final Duration period;
  private final RateWindows sent;

  SolicitationsAreLimited(Ledger ledger) {
    this.ledger = ledger;
    this.most = ledger.network().settings().limits().solicitationBurst();
    this.period = ledger.network().settings().timers().rtrSolicitationInterval();
    this.sent = new RateWindows(most, period);
  }

  @Override
  public String name() {
    return "solicitations-are-limited";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      ledger
          .mobileNode(host)
          .ifPresent(mobileNode -> mobileNode.interfaces().forEach(on -> sent.forget(host.name() + " " + on)));
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (PacketFields.icmpv6Type(frame.packet()) != Icmpv6Type.ROUTER_SOLICITATION
        || ledger.mobileNode(from.host()).isEmpty()) {
      return;
    }
    if (sent.isExceededBy(from.host() + " " + from.name(), now)) {
      violated(now, from.host() + " solicits routers " + (most + 1) + " times within " + period.toSeconds() + " s");
    }
  }
}
