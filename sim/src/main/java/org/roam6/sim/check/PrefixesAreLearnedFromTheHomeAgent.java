package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.mobilenode.MobilePrefixNotice;
import org.roam6.sim.check.PrefixMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;

/**
 * A mobile node asks for prefixes only where it is configured to, from a care-of address, and again after longer and
 * longer times (RFC 6275 11.4.2, 11.8); it believes what its home agent has answered, once (11.4.3).
 */
final class PrefixesAreLearnedFromTheHomeAgent extends Checker {

  private static final int MOST_REMEMBERED = 64;

  private final Ledger ledger;
  private final Deque<Octets> advertised = new ArrayDeque<>();
  private final Map<String, Asked> asked = new HashMap<>();

  PrefixesAreLearnedFromTheHomeAgent(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The last question of a mobile node, and how long it has to wait before it asks that once more. */
  private record Asked(int identifier, Ipv6Address from, Time at, Duration pause, boolean answered) {}

  @Override
  public String name() {
    return "prefixes-are-learned-from-the-home-agent";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      asked.remove(host.name());
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Notify(MobilePrefixNotice.PrefixesLearned _)) {
        learned(host, event, now);
      } else {
        PrefixMessages.sentBy(effect).ifPresent(seen -> sent(host, seen, now));
      }
    }
  }

  private void sent(SimulatedHost host, Sighting seen, Time now) {
    switch (seen.message()) {
      case MobilePrefixAdvertisement _ when ledger.isHomeAgent(host) -> {
        advertised.add(seen.packet().payload());
        if (advertised.size() > MOST_REMEMBERED) {
          advertised.remove();
        }
      }
      case MobilePrefixSolicitation solicitation -> solicited(host, seen, solicitation.identifier(), now);
      default -> {}
    }
  }

  private void solicited(SimulatedHost host, Sighting seen, int identifier, Time now) {
    Ipv6Address from = seen.packet().header().source();
    if (!ledger.network().settings().prefixDiscovery().hosts().contains(host.name())) {
      violated(now, host + " asks for prefixes, which it is not configured for");
    }
    if (seen.packet().homeAddressOption().filter(home -> !home.equals(from)).isEmpty()) {
      violated(now, host + " asks for prefixes without a care-of address");
    }
    @Nullable Asked before = asked.get(host.name());
    boolean again = before != null && before.identifier() == identifier && before.from().equals(from);
    Duration pause = ProtocolConstants.INITIAL_SOLICIT_TIMER;
    if (before != null && again) {
      pause = shorter(before.pause().multipliedBy(2), ProtocolConstants.MAX_BINDACK_TIMEOUT);
      if (now.since(before.at()).compareTo(before.pause()) < 0) {
        violated(now, host + " asks for prefixes again after " + now.since(before.at()).toMillis() + " ms");
      }
    }
    asked.put(host.name(), new Asked(identifier, from, now, pause, false));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void learned(SimulatedHost host, Event event, Time now) {
    @Nullable Asked question = asked.get(host.name());
    boolean genuine =
        event instanceof Event.PacketReceived(_, _, Octets octets)
            && PrefixMessages.in(octets)
                .filter(seen -> advertised.contains(seen.packet().payload()))
                .filter(seen -> question != null && isAnswer(seen, question))
                .isPresent();
    if (!genuine) {
      violated(now, host + " believes prefixes that its home agent has not answered with");
    }
    asked.computeIfPresent(
        host.name(),
        (_, before) -> new Asked(before.identifier(), before.from(), before.at(), before.pause(), true));
  }

  private static boolean isAnswer(Sighting seen, Asked question) {
    return !question.answered()
        && seen.message() instanceof MobilePrefixAdvertisement answer
        && answer.identifier() == question.identifier();
  }
}
