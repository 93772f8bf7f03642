package org.roam6.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * After duplicate address detection the newest Binding Update counts that came meanwhile, and not the one that began it
 * (RFC 6275 10.3.1).
 */
final class NewestUpdateIsAnswered extends Checker {

  private final Ledger ledger;
  private final Map<Asked, Ipv6Address> newest = new HashMap<>();

  /** For what, and whom. */
  private record Asked(Ipv6Address home, String homeAgent) {}

  NewestUpdateIsAnswered(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "newest-update-is-answered";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!ledger.isHomeAgent(host)) {
      return;
    }
    if (event instanceof Event.PacketReceived received) {
      Optional<Sighting> update =
          MobilityMessages.in(received.packet()).filter(seen -> seen.message() instanceof BindingUpdate);
      if (update.isPresent() && isTaken(effects, update.get().homeAddress())) {
        Sighting seen = update.get();
        newest.put(new Asked(seen.homeAddress(), host.name()), seen.careOfAddress());
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(HomeAgentNotice.BindingCreated(var home, var careOf, _))
          && !careOf.equals(newest.getOrDefault(new Asked(home, host.name()), careOf))) {
        Ipv6Address asked = newest.get(new Asked(home, host.name()));
        violated(now, home + " is bound to " + careOf + ", and asked for " + asked + " last");
      }
    }
  }

  /** It began a detection, or was taken in silence by one that runs, whatever was due for others at that moment. */
  private static boolean isTaken(List<Effect> effects, Ipv6Address homeAddress) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(HomeAgentNotice notice) && !isAboutSomethingElse(notice, homeAddress)) {
        return notice instanceof HomeAgentNotice.DetectionStarted;
      }
    }
    return true;
  }

  private static boolean isAboutSomethingElse(HomeAgentNotice notice, Ipv6Address homeAddress) {
    return switch (notice) {
      case HomeAgentNotice.BindingCreated(var home, _, _) -> !home.equals(homeAddress);
      // What was due comes first: a binding that has just ended makes room for a detection.
      case HomeAgentNotice.BindingExpired _, HomeAgentNotice.PrefixesAdvertised _ -> true;
      case HomeAgentNotice.BindingUpdateRefused(var home, _) -> !home.equals(homeAddress);
      default -> false;
    };
  }
}
