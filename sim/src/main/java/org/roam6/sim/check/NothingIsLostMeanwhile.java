package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.mobilenode.MobileNodeNotice.BindingAcknowledged;
import org.roam6.protocol.mobilenode.MobileNodeNotice.InterfaceChosen;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.network.Network;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.TrafficListener;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;

/**
 * A mobile node that leaves an interface which works for a better one loses nothing, in either direction: neither while
 * it registers the other care-of address nor from what is under way then (RFC 6275 11.5.4). Coming home is another
 * matter: what is in the tunnel then has nobody to take it out. It counts where the home
 * agent answers within a second, which is as long as it takes packets from the former care-of address at least, and
 * nothing else is done to anybody, or to a frame, from a second before until all must have arrived; and what it sends
 * to those that do not move, or they to it, once its home agent had the former care-of address.
 */
final class NothingIsLostMeanwhile extends TimedChecker implements TrafficListener {

  private static final Duration AROUND = Duration.ofSeconds(1);

  /** How long a datagram may be under way. */
  private static final Duration LONGEST_WAY = Duration.ofSeconds(3);

  private final Ledger ledger;
  // The datagrams of the last seconds that have not arrived, in the order in which they were sent.
  private final Deque<Missing> missing = new ArrayDeque<>();
  private final Map<String, Begun> changing = new HashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private Time disturbed = Time.ZERO;

  NothingIsLostMeanwhile(Ledger ledger) {
    this.ledger = ledger;
  }

  private record Missing(Flow flow, long number, Time sent) {}

  /** A change at {@code at}, before which the home agent had the node where it was from {@code registered} on. */
  private record Begun(Time registered, Time at) {
    Time from() {
      return Time.later(registered, at.plus(AROUND.negated()));
    }
  }

  /** Around a mobile node's change from one interface to another: datagrams that are sent then count. */
  private record Change(String host, Time from, Time to) {
    boolean concerns(Missing datagram) {
      return (datagram.flow().from().equals(host) || datagram.flow().to().equals(host))
          && !datagram.sent().isBefore(from)
          && !to.isBefore(datagram.sent());
    }

    Time due() {
      return to.plus(LONGEST_WAY);
    }
  }

  @Override
  public String name() {
    return "nothing-is-lost-meanwhile";
  }

  @Override
  public void sent(Flow flow, long number, Time now) {
    if (isRoaming(flow.from()) && isFixed(flow.to()) || isFixed(flow.from()) && isRoaming(flow.to())) {
      missing.add(new Missing(flow, number, now));
    }
    while (!missing.isEmpty()
        && missing.peek().sent().plus(AROUND.multipliedBy(3)).plus(LONGEST_WAY).isBefore(now)) {
      missing.remove();
    }
  }

  private boolean isRoaming(String host) {
    return ledger.mobileNode(host).filter(mobileNode -> mobileNode.interfaces().size() > 1).isPresent();
  }

  private boolean isAsleep(Flow flow) {
    World world = ledger.network().world();
    return world.host(flow.from()).isAsleep() || world.host(flow.to()).isAsleep();
  }

  private boolean isFixed(String host) {
    return ledger.mobileNode(host).isEmpty();
  }

  @Override
  public void arrived(Flow flow, long number, Time now) {
    missing.removeIf(each -> each.number() == number && each.flow().equals(flow));
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    disturbed = now;
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    disturbed = now;
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(InterfaceChosen(_, InterfaceName before))) {
        changing.remove(host.name());
        ledger
            .mobileNode(host)
            .filter(mobileNode -> !mobileNode.isContested() && worksYet(mobileNode, before))
            .flatMap(mobileNode -> mobileNode.registered().flatMap(mobileNode::accepted))
            .ifPresent(registered -> changing.put(host.name(), new Begun(registered, now)));
      } else if (effect instanceof Effect.Notify(BindingAcknowledged(_, _, Lifetime lifetime, _))) {
        Begun begun = changing.remove(host.name());
        if (begun != null && !lifetime.isZero() && !begun.at().plus(AROUND).isBefore(now)) {
          changes.add(new Change(host.name(), begun.from(), now.plus(AROUND)));
        }
      }
    }
  }

  /** Whether the node was registered by an interface until now, which has not been lost. */
  private boolean worksYet(MobileNodeRecord mobileNode, InterfaceName before) {
    Optional<Ipv6Address> careOfAddress =
        mobileNode
            .belief()
            .filter(belief -> belief.whereabouts() == Whereabouts.AWAY)
            .flatMap(
                belief -> belief.interfaces().stream().filter(each -> each.name().equals(before)).findFirst())
            .filter(MobileNodeSnapshot.Interface::usable)
            .flatMap(MobileNodeSnapshot.Interface::careOfAddress);
    return careOfAddress.filter(address -> isPluggedIn(mobileNode, before, address)).isPresent()
        && mobileNode.registered().equals(careOfAddress)
        && mobileNode.held().map(tunnel -> tunnel.remoteEnd()).equals(careOfAddress);
  }

  /** Whether the cable is where the care-of address is from: the node cannot know of a silent move at once. */
  private boolean isPluggedIn(MobileNodeRecord mobileNode, InterfaceName on, Ipv6Address careOfAddress) {
    Network network = ledger.network();
    return network
        .world()
        .port(mobileNode.host().name(), on)
        .link()
        .filter(link -> network.addressing().prefix(link.name()).contains(careOfAddress))
        .isPresent();
  }

  /** Whether a link held frames back, so that they come later than counts here. */
  private boolean isHeldUp(Change change) {
    return ledger.network().world().links().stream().anyMatch(link -> change.from().isBefore(link.lastClogEnd()));
  }

  @Override
  protected Time nextCheck() {
    return changes.isEmpty() ? Time.NEVER : changes.peek().due();
  }

  @Override
  protected void check(Time now) {
    Change change = changes.remove();
    if (!disturbed.isBefore(change.from()) || isHeldUp(change)) {
      return;
    }
    List<Missing> lost = new ArrayList<>(missing);
    lost.removeIf(datagram -> !change.concerns(datagram) || isAsleep(datagram.flow()));
    if (!lost.isEmpty()) {
      violated(
          now,
          change.host() + " changed to another interface while its former one worked, and " + lost.size()
              + " datagrams were lost, the first of them " + lost.getFirst());
    }
  }
}
