package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * A binding ends with its lifetime, at the home agent and in what the mobile node believes; none is given for longer
 * than was asked for (RFC 6275 10.3.1), and the mobile node never counts on one for longer than the home agent has
 * granted (11.7.3). A home agent that was started again may keep it shorter, where its wall clock goes wrong: the
 * mobile node cannot know.
 */
final class NothingOutlivesItsLifetime extends TimedChecker {

  private final Ledger ledger;
  private final SortedSet<Ending> endings = new TreeSet<>();
  private final Map<Ipv6Address, Integer> askedUnits = new HashMap<>();
  private final Map<Grant, Time> grantedUntil = new HashMap<>();

  private record Grant(Ipv6Address homeAddress, String homeAgent) {}

  NothingOutlivesItsLifetime(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Where {@code holder} is the host itself, it is about what it believes. */
  private record Ending(Time moment, String host, String holder) implements Comparable<Ending> {
    @Override
    public int compareTo(Ending other) {
      int byMoment = moment.compareTo(other.moment);
      int byHost = byMoment != 0 ? byMoment : host.compareTo(other.host);
      return byHost != 0 ? byHost : holder.compareTo(other.holder);
    }
  }

  @Override
  public String name() {
    return "nothing-outlives-its-lifetime";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!ledger.isHomeAgent(host)) {
      return;
    }
    if (event instanceof Event.PacketReceived received) {
      MobilityMessages.in(received.packet())
          .filter(seen -> seen.message() instanceof BindingUpdate)
          .ifPresent(
              seen -> askedUnits.merge(
                  seen.homeAddress(), ((BindingUpdate) seen.message()).lifetimeUnits(), Math::max));
    }
    for (Effect effect : effects) {
      Wishes.bindingOf(effect)
          .flatMap(key -> ledger.byHomeAddress(key.homeAddress()))
          .ifPresent(mobileNode -> held(host, mobileNode));
      if (effect instanceof Effect.Notify(HomeAgentNotice notice)) {
        told(host, notice, now);
      }
    }
  }

  private void held(SimulatedHost homeAgent, MobileNodeRecord mobileNode) {
    Tunnel tunnel = mobileNode.holders().get(homeAgent.name());
    if (tunnel != null) {
      endings.add(new Ending(tunnel.expiry(), mobileNode.host().name(), homeAgent.name()));
    }
  }

  private void told(SimulatedHost host, HomeAgentNotice notice, Time now) {
    if (notice instanceof HomeAgentNotice.BindingCreated(var homeAddress, _, Lifetime granted)) {
      granted(host, homeAddress, granted, now);
    } else if (notice instanceof HomeAgentNotice.BindingRefreshed(var homeAddress, Lifetime granted)) {
      granted(host, homeAddress, granted, now);
    } else if (notice instanceof HomeAgentNotice.CareOfAddressChanged(var homeAddress, _, _, Lifetime granted)) {
      granted(host, homeAddress, granted, now);
    }
  }

  private void granted(SimulatedHost host, Ipv6Address homeAddress, Lifetime granted, Time now) {
    grantedUntil.put(new Grant(homeAddress, host.name()), now.plus(granted.duration()));
    Duration most = ledger.network().settings().maximumLifetime();
    int asked = askedUnits.getOrDefault(homeAddress, 0);
    if (granted.units() > asked || granted.duration().compareTo(most) > 0) {
      violated(
          now,
          homeAddress + " got " + granted + ", asked for " + new Lifetime(asked) + ", at most are given "
              + most.toSeconds() + " s");
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger.mobileNode(host).ifPresent(mobileNode -> believed(mobileNode, now));
  }

  private void believed(MobileNodeRecord mobileNode, Time now) {
    if (mobileNode.registered().isEmpty()) {
      return;
    }
    Time end = mobileNode.believedUntil();
    endings.add(new Ending(end, mobileNode.host().name(), mobileNode.host().name()));
    Time granted =
        mobileNode
            .entry()
            .flatMap(entry -> ledger.homeAgentAt(entry.destination()))
            .map(homeAgent -> grantedUntil.get(new Grant(mobileNode.homeAddress(), homeAgent.name())))
            .orElse(Time.ZERO);
    if (mobileNode.held().isPresent() && granted.isBefore(end)) {
      violated(now, mobileNode.host() + " counts on its binding until " + end + ", which was granted until " + granted);
    }
  }

  @Override
  protected Time nextCheck() {
    return endings.isEmpty() ? Time.NEVER : endings.first().moment().plus(Duration.ofNanos(1));
  }

  @Override
  protected void check(Time now) {
    Ending ending = endings.removeFirst();
    ledger.mobileNode(ending.host()).ifPresent(mobileNode -> ended(ending, mobileNode, now));
  }

  private void ended(Ending ending, MobileNodeRecord mobileNode, Time now) {
    if (!ending.holder().equals(ending.host())) {
      Tunnel tunnel = mobileNode.holders().get(ending.holder());
      boolean there = tunnel != null && tunnel.expiry().isBefore(now);
      if (there && !ledger.network().world().host(ending.holder()).isAsleep()) {
        violated(now, "the home agent keeps the binding of " + ending.host() + " that ended at " + ending.moment());
      }
      return;
    }
    boolean believed =
        mobileNode.registered().isPresent() && mobileNode.believedUntil().isDue(now);
    if (believed && !mobileNode.host().isAsleep()) {
      violated(now, ending.host() + " believes in a binding that ended at " + ending.moment());
    }
  }
}
