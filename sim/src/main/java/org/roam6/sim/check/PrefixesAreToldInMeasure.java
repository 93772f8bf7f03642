package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.check.PrefixMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * A home agent tells prefixes only where it is configured to, to mobile nodes that it has a binding for, not more than
 * once a second, and unasked by the schedule of RFC 6275 10.6.2 only.
 */
final class PrefixesAreToldInMeasure extends Checker {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int SMALLEST_MTU = 1280;

  private final Ledger ledger;
  private final Duration minimum;
  private final Map<Telling, Told> told = new HashMap<>();

  PrefixesAreToldInMeasure(Ledger ledger) {
    this.ledger = ledger;
    this.minimum = ledger.network().settings().prefixDiscovery().minimumInterval();
  }

  /** Each home agent counts for itself: one that was started again may have the binding of a node that has left it. */
  private record Telling(String homeAgent, Ipv6Address homeAddress) {}

  /** When a mobile node was told last, and whether a Binding Update of it was accepted since. */
  private record Told(Time last, boolean updated) {}

  @Override
  public String name() {
    return "prefixes-are-told-in-measure";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started && ledger.isHomeAgent(host)) {
      told.keySet().removeIf(telling -> telling.homeAgent().equals(host.name()));
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!ledger.isHomeAgent(host)) {
      return;
    }
    for (Effect effect : effects) {
      PrefixMessages.sentBy(effect).ifPresent(seen -> sent(host, seen, effects, now));
      if (effect instanceof Effect.Notify(Notice notice)) {
        noticed(host, notice, now);
      }
    }
  }

  private void sent(SimulatedHost host, Sighting seen, List<Effect> effects, Time now) {
    Optional<Ipv6Address> homeAddress = seen.packet().type2HomeAddress();
    boolean bound =
        homeAddress.flatMap(ledger::byHomeAddress).filter(node -> node.held().isPresent()).isPresent()
            || homeAddress.filter(address -> isReleased(address, effects)).isPresent();
    if (!ledger.network().settings().prefixDiscovery().hosts().contains(host.name())) {
      violated(now, host + " tells prefixes, which it is not configured for");
    } else if (!bound) {
      violated(now, host + " tells prefixes to " + homeAddress + ", of which it has no binding");
    } else if (seen.packet().encode().length() > SMALLEST_MTU) {
      violated(now, host + " tells more prefixes than one packet carries");
    }
  }

  /** What was due is done before the binding is deleted. */
  private static boolean isReleased(Ipv6Address homeAddress, List<Effect> effects) {
    return effects.stream()
        .flatMap(effect -> Wishes.bindingOf(effect).stream())
        .anyMatch(key -> key.homeAddress().equals(homeAddress));
  }

  private void noticed(SimulatedHost host, Notice notice, Time now) {
    switch (notice) {
      case HomeAgentNotice.PrefixesAdvertised advertised -> advertised(host, advertised, now);
      case HomeAgentNotice.BindingRefreshed(var homeAddress, _) -> updated(new Telling(host.name(), homeAddress));
      case HomeAgentNotice.CareOfAddressChanged(var homeAddress, _, _, _) ->
          updated(new Telling(host.name(), homeAddress));
      case HomeAgentNotice.BindingCreated(var homeAddress, _, _) -> told.remove(new Telling(host.name(), homeAddress));
      default -> {}
    }
  }

  private void updated(Telling telling) {
    told.computeIfPresent(telling, (_, before) -> new Told(before.last(), true));
  }

  private void advertised(SimulatedHost host, HomeAgentNotice.PrefixesAdvertised notice, Time now) {
    @Nullable Told before = told.put(new Telling(host.name(), notice.homeAddress()), new Told(now, false));
    if (before != null) {
      Duration least = notice.transmission().map(number -> least(number, before)).orElse(SECOND);
      if (now.since(before.last()).compareTo(least) < 0) {
        violated(now, notice.text() + ", " + now.since(before.last()).toMillis() + " ms after it was told before");
      }
    }
    if (notice.transmission().orElse(0) > 1 + ProtocolConstants.PREFIX_ADV_RETRIES) {
      violated(now, notice.text());
    }
  }

  private Duration least(int transmission, Told before) {
    if (transmission == 1) {
      return before.updated() ? SECOND : minimum;
    }
    return ProtocolConstants.PREFIX_ADV_TIMEOUT.multipliedBy(1L << transmission - 2);
  }
}
