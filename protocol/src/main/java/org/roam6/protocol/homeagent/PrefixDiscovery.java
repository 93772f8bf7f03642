package org.roam6.protocol.homeagent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.PrefixAdvertisingMachine.Context;
import org.roam6.protocol.homeagent.PrefixAdvertisingMachine.Input;
import org.roam6.protocol.homeagent.PrefixAdvertisingMachine.Step;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Question;
import org.roam6.wire.icmp.MobilePrefixSolicitation;

/**
 * Tells registered mobile nodes the prefixes of the home link (RFC 6275 10.6). It keeps one state for each binding, as
 * long as that is there. Mutable, used by one thread.
 */
final class PrefixDiscovery {

  private final HomeAgentConfig config;
  private final Randomness randomness;
  private final HomeNetworkPrefixes prefixes;
  private final Map<BindingKey, Subscriber> subscribers = new TreeMap<>();
  private final SortedSet<Deadline> deadlines = new TreeSet<>();

  PrefixDiscovery(HomeAgentConfig config, Randomness randomness, HomeNetworkPrefixes prefixes) {
    this.config = config;
    this.randomness = randomness;
    this.prefixes = prefixes;
  }

  /** A mobile node that is told. */
  private record Subscriber(BindingCacheEntry entry, PrefixAdvertisingState state) {}

  private record Deadline(Time time, BindingKey key) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  Time nextDeadline() {
    return deadlines.isEmpty() ? Time.NEVER : deadlines.first().time();
  }

  // RFC 6275 10.6.2: "If a home registration expires, cancel any scheduled advertisements to the mobile node."
  /** Follows what became of a binding. */
  void follow(BindingKey key, BindingState state, Instant timeOfDay, Time now) {
    if (!config.prefixDiscovery().enabled()) {
      return;
    }
    Subscriber before = subscribers.get(key);
    if (!(state instanceof BindingState.Bound bound)) {
      forget(key);
    } else if (before == null) {
      enter(key, bound.entry(), PrefixAdvertisingMachine.begin(context(bound.entry(), timeOfDay, now)));
    } else if (!before.entry().equals(bound.entry())) {
      boolean updated = !before.entry().sequence().equals(bound.entry().sequence());
      Context context = context(bound.entry(), timeOfDay, now);
      enter(
          key,
          bound.entry(),
          updated
              ? PrefixAdvertisingMachine.step(context, before.state(), new Input.Registered()).next()
              : before.state());
    }
  }

  private void forget(BindingKey key) {
    Subscriber gone = subscribers.remove(key);
    if (gone != null) {
      deadlines.remove(new Deadline(gone.state().deadline(), key));
    }
  }

  private void enter(BindingKey key, BindingCacheEntry entry, PrefixAdvertisingState state) {
    forget(key);
    subscribers.put(key, new Subscriber(entry, state));
    deadlines.add(new Deadline(state.deadline(), key));
  }

  /** The prefixes of the home link are others, or what is said of them. */
  List<Effect> news(Instant timeOfDay, Time now) {
    List<Effect> effects = new ArrayList<>();
    List.copyOf(subscribers.keySet()).forEach(key -> effects.addAll(step(key, new Input.News(), timeOfDay, now)));
    return effects;
  }

  /** What is due. */
  List<Effect> due(Instant timeOfDay, Time now) {
    List<Effect> effects = new ArrayList<>();
    while (!deadlines.isEmpty() && deadlines.first().time().isDue(now)) {
      effects.addAll(step(deadlines.first().key(), new Input.Due(), timeOfDay, now));
    }
    return effects;
  }

  /** Answers a mobile node, or does not. */
  List<Effect> solicited(
      Arrival arrival, MobilePrefixSolicitation solicitation, Instant timeOfDay, Time now) {
    Optional<SolicitationDiscard> obstacle = obstacle(arrival, timeOfDay, now);
    if (obstacle.isPresent()) {
      return List.of(
          new Notify(new HomeAgentNotice.PrefixSolicitationDiscarded(arrival.claimedSource(), obstacle.get())));
    }
    Question question = new Question(solicitation.identifier(), arrival.source());
    return step(BindingKey.of(arrival.claimedSource()), new Input.Solicited(question), timeOfDay, now);
  }

  private Optional<SolicitationDiscard> obstacle(Arrival arrival, Instant timeOfDay, Time now) {
    if (!config.prefixDiscovery().enabled()) {
      return Optional.of(SolicitationDiscard.SWITCHED_OFF);
    }
    if (!arrival.destination().equals(config.homeAgentAddress())) {
      return Optional.of(SolicitationDiscard.OTHER_DESTINATION);
    }
    // RFC 6275 6.7: "A Home Address destination option MUST be included."
    if (arrival.homeAddressOption().isEmpty()) {
      return Optional.of(SolicitationDiscard.NO_HOME_ADDRESS_OPTION);
    }
    // RFC 6275 9.3.1: "the currently registered care-of address MUST be equal to the source address of the packet". The
    // data plane answers a packet for which that is not so.
    @Nullable Subscriber subscriber = subscribers.get(BindingKey.of(arrival.claimedSource()));
    if (subscriber == null || !subscriber.entry().careOfAddress().equals(arrival.source())) {
      return Optional.of(SolicitationDiscard.NO_BINDING);
    }
    return prefixes.options(timeOfDay, now).isEmpty()
        ? Optional.of(SolicitationDiscard.NO_PREFIX)
        : Optional.empty();
  }

  private List<Effect> step(BindingKey key, Input input, Instant timeOfDay, Time now) {
    Subscriber subscriber = subscribers.get(key);
    if (subscriber == null) {
      return List.of();
    }
    Step step =
        PrefixAdvertisingMachine.step(context(subscriber.entry(), timeOfDay, now), subscriber.state(), input);
    enter(key, subscriber.entry(), step.next());
    return step.effects();
  }

  private Context context(BindingCacheEntry entry, Instant timeOfDay, Time now) {
    return new Context(
        config, prefixes, entry.homeAddress(), entry.careOfAddress(), randomness, timeOfDay, now);
  }
}
