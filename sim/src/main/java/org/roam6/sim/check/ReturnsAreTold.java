package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;

/**
 * A mobile node takes itself for at home only when its home agent has no binding for it any more: it has told it so, or
 * the binding has ended (RFC 6275 11.5.5). One that was started anew cannot know what there was before.
 */
final class ReturnsAreTold extends Checker {

  /** By how much later than the mobile node a home agent can reckon the end: as long as an update can be under way. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(15);

  private final Ledger ledger;
  // Mobile nodes that have sent a Binding Update since they were started.
  private final Set<String> knowing = new HashSet<>();

  ReturnsAreTold(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "returns-are-told";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      knowing.remove(host.name());
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (ledger.updateSent(from, frame).isPresent()) {
      knowing.add(from.host());
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger
        .mobileNode(host)
        .filter(mobileNode -> mobileNode.believesToBeHome() && knowing.contains(host.name()))
        .filter(mobileNode -> !mobileNode.isContested())
        .ifPresent(mobileNode -> judge(mobileNode, now));
  }

  private void judge(MobileNodeRecord mobileNode, Time now) {
    mobileNode
        .held()
        .filter(tunnel -> now.plus(UNDER_WAY).isBefore(tunnel.expiry()))
        .ifPresent(
            tunnel ->
                violated(
                    now,
                    mobileNode.host() + " is at home, and its home agent still sends to " + tunnel.remoteEnd()));
  }
}
