package org.roam6.sim.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * What a mobile node believes of its binding and what its home agent holds agree, once faults are over for as long as
 * recovery takes (RFC 6275 10.3, 11.7). From then on they differ only while an exchange is under way.
 */
final class BindingsAgree extends TimedChecker {

  private static final Duration EXCHANGE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Calm calm;
  private final Bounds bounds;
  // Since when the two sides of each differ; the longest first.
  private final Map<String, Time> apart = new LinkedHashMap<>();

  BindingsAgree(Ledger ledger, Calm calm, Bounds bounds) {
    this.ledger = ledger;
    this.calm = calm;
    this.bounds = bounds;
  }

  @Override
  public String name() {
    return "bindings-agree";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (ledger.isHomeAgent(host)) {
      for (Effect effect : effects) {
        Wishes.bindingOf(effect).flatMap(key -> ledger.byHomeAddress(key.homeAddress())).ifPresent(
            mobileNode -> compare(mobileNode, now));
      }
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger.mobileNode(host).ifPresent(mobileNode -> compare(mobileNode, now));
  }

  private void compare(MobileNodeRecord mobileNode, Time now) {
    if (agree(mobileNode)) {
      apart.remove(mobileNode.host().name());
    } else {
      apart.putIfAbsent(mobileNode.host().name(), now);
    }
  }

  private static boolean agree(MobileNodeRecord mobileNode) {
    Optional<Ipv6Address> held = mobileNode.held().map(tunnel -> tunnel.remoteEnd());
    return held.isPresent()
        ? mobileNode.registered().equals(held)
            && mobileNode.entry().map(MobileNodeSnapshot.Entry::destination).equals(
                mobileNode.held().map(tunnel -> tunnel.localEnd()))
        : mobileNode.believesToBeHome() || mobileNode.belief().isEmpty();
  }

  @Override
  protected Time nextCheck() {
    if (apart.isEmpty() || calm.since().equals(Time.NEVER)) {
      return Time.NEVER;
    }
    Time recovered = calm.since().plus(bounds.recovery());
    Time longest = apart.values().iterator().next().plus(EXCHANGE);
    return longest.isBefore(recovered) ? recovered : longest;
  }

  @Override
  protected void check(Time now) {
    String host = apart.keySet().iterator().next();
    Time since = apart.getOrDefault(host, now);
    apart.remove(host);
    ledger
        .mobileNode(host)
        .filter(each -> !each.isContested())
        // they may have come to agree without any event, where the home agent has crashed
        .filter(each -> !agree(each))
        .ifPresent(
            each ->
                violated(
                    now,
                    host + " believes " + each.entry().map(Object::toString).orElse("to have no binding")
                        + ", its home agent holds " + each.held().map(Object::toString).orElse("none")
                        + ", since " + since.nanos() / 1e9 + " s"));
  }
}
