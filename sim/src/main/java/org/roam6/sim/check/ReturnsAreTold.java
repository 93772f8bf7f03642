package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * A mobile node takes itself for at home only when its home agent has no binding for it any more: it has told it so, or
 * the binding has ended (RFC 6275 11.5.5). One that was started anew cannot know what there was before. A home agent
 * that it has left for another one may be down, and is told later: {@link OneHomeAgentAtATime}.
 */
final class ReturnsAreTold extends Checker {

  /** By how much later than the mobile node a home agent can reckon the end: as long as an update can be under way. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(15);

  private final Ledger ledger;
  // Which home agent mobile nodes have asked for a binding last, or told anything, since they were started.
  private final Map<String, Ipv6Address> homeAgents = new HashMap<>();
  // A home agent whose clock was set meanwhile takes up what has ended, and is told that the node is at home.
  private Time restarted = new Time(Long.MIN_VALUE / 2);

  ReturnsAreTold(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "returns-are-told";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started && ledger.isHomeAgent(host)) {
      restarted = now;
    } else if (disturbance instanceof Disturbance.Started) {
      homeAgents.remove(host.name());
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    ledger
        .updateSent(from, frame)
        .ifPresent(
            seen -> {
              boolean asks = seen.message() instanceof BindingUpdate update && update.lifetimeUnits() > 0;
              homeAgents.merge(
                  from.host(), seen.destination(), (before, present) -> asks ? present : before);
            });
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger
        .mobileNode(host)
        .filter(mobileNode -> mobileNode.believesToBeHome() && homeAgents.containsKey(host.name()))
        .filter(mobileNode -> !mobileNode.isContested() && restarted.plus(UNDER_WAY).isDue(now))
        .ifPresent(mobileNode -> judge(mobileNode, now));
  }

  private void judge(MobileNodeRecord mobileNode, Time now) {
    Ipv6Address homeAgent = homeAgents.get(mobileNode.host().name());
    mobileNode.holders().values().stream()
        .filter(tunnel -> tunnel.localEnd().equals(homeAgent))
        .filter(tunnel -> now.plus(UNDER_WAY).isBefore(tunnel.expiry()))
        .findFirst()
        .ifPresent(
            tunnel ->
                violated(
                    now,
                    mobileNode.host() + " is at home, and its home agent still sends to " + tunnel.remoteEnd()));
  }
}
