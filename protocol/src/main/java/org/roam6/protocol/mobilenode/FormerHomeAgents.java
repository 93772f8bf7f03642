package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.wire.Ipv6Address;

/** The home agents that the node has tried, by their addresses. Mutable, used by one thread. */
final class FormerHomeAgents {

  private static final int SEQUENCE_NUMBERS = 1 << 16;

  private final MobileNodeConfig configured;
  private final Randomness randomness;
  private final SortedMap<Ipv6Address, FormerHomeAgent> all = new TreeMap<>();
  // Which numbers were set aside last for a home agent that was tried for the first time, and when.
  private Optional<History> newcomers = Optional.empty();
  // Those that may have a binding of a former life, and whose numbers are among those of the newcomers.
  private final Set<Ipv6Address> numberedAsNewcomers = new TreeSet<>();
  // Which ones may have a binding, as was remembered last.
  private List<Ipv6Address> remembered = List.of();
  // Where the node stands while it is registered, or at home: nobody else is told anything before that.
  private Optional<Ipv6Address> standing = Optional.empty();

  FormerHomeAgents(MobileNodeConfig configured, Randomness randomness) {
    this.configured = configured;
    this.randomness = randomness;
  }

  /**
   * The numbers up to {@code last} may have been used with {@code homeAgent}; the anycast address stands for all that
   * were tried for the first time.
   */
  void recallNumbers(Ipv6Address homeAgent, SequenceNumber last, NtpTimestamp timeOfDay, Time now) {
    History history = History.startingBehind(last, last, timeOfDay, now);
    if (homeAgent.equals(configured.homeAgentAddress())) {
      newcomers = Optional.of(history);
      numberedAsNewcomers.forEach(each -> all.computeIfPresent(each, (_, former) -> former.with(history)));
    } else {
      numberedAsNewcomers.remove(homeAgent);
      put(homeAgent, find(homeAgent).map(former -> former.with(history)).orElseGet(() -> FormerHomeAgent.of(history)));
    }
  }

  /** Before the restart {@code homeAgents} may have had a binding, which they then have until {@code until}. */
  void recallHolders(List<Ipv6Address> homeAgents, Time until, NtpTimestamp timeOfDay, Time now) {
    remembered = homeAgents;
    for (Ipv6Address homeAgent : homeAgents) {
      put(homeAgent, find(homeAgent).orElseGet(() -> numberedAsNewcomer(homeAgent, timeOfDay, now)).heldUntil(until));
    }
  }

  private FormerHomeAgent numberedAsNewcomer(Ipv6Address homeAgent, NtpTimestamp timeOfDay, Time now) {
    numberedAsNewcomers.add(homeAgent);
    SequenceNumber any = anyNumber();
    return FormerHomeAgent.of(newcomers.orElseGet(() -> History.startingBehind(any, any, timeOfDay, now)));
  }

  private SequenceNumber anyNumber() {
    return new SequenceNumber((int) randomness.jitter(SEQUENCE_NUMBERS));
  }

  /**
   * What to remember of those that may have a binding, if that is news.
   *
   * @param used the home agent that accepted last, which is remembered anyway
   * @param tried the one in use, where it may have accepted, too
   */
  Optional<Effect> news(Time now, Optional<Ipv6Address> used, Optional<Ipv6Address> tried) {
    List<Ipv6Address> holders =
        Stream.concat(holders(now, used).stream(), tried.filter(each -> !used.equals(Optional.of(each))).stream())
            .distinct()
            .toList();
    if (holders.equals(remembered)) {
      return Optional.empty();
    }
    remembered = holders;
    return Optional.of(new Effect.Remember(new Memory.FormerHomeAgents(configured.homeAddress(), holders)));
  }

  /**
   * The history with a home agent that is used from now on. One that is tried for the first time gets the numbers that
   * follow those of all that were: whoever writes lists of them makes the node remember no more than one item for that.
   */
  History history(Context context, Ipv6Address homeAgent, List<Effect> effects) {
    Optional<FormerHomeAgent> known = find(homeAgent);
    if (known.isPresent()) {
      all.put(homeAgent, known.get().withoutFarewell());
      return known.get().history();
    }
    SequenceNumber first =
        newcomers
            .map(before -> Transmission.next(context, before))
            .orElseGet(this::anyNumber);
    SequenceNumber last = first.plus(Transmission.RESERVED_AT_ONCE);
    newcomers = Optional.of(History.startingBehind(last, last, context.timeOfDay(), context.now()));
    effects.add(
        new Effect.Remember(
            new Memory.UsedSequenceNumbers(configured.homeAddress(), configured.homeAgentAddress(), last)));
    return History.startingBehind(first, last, context.timeOfDay(), context.now());
  }

  Optional<FormerHomeAgent> find(Ipv6Address address) {
    return Optional.ofNullable(all.get(address));
  }

  /** Keeps {@code state}; where there is no room, the one that ceases first to have a binding is forgotten. */
  void put(Ipv6Address address, FormerHomeAgent state) {
    if (!all.containsKey(address) && all.size() >= HomeAgentSelection.MAXIMUM) {
      all.entrySet().stream()
          .min(Comparator.comparing(each -> each.getValue().heldUntil()))
          .ifPresent(first -> all.remove(first.getKey()));
    }
    all.put(address, state);
  }

  /** Those that may have a binding for the home address, but for {@code except}. */
  List<Ipv6Address> holders(Time now, Optional<Ipv6Address> except) {
    List<Ipv6Address> holders = new ArrayList<>();
    all.forEach(
        (address, each) -> {
          if (each.mayHold(now) && !except.equals(Optional.of(address))) {
            holders.add(address);
          }
        });
    return holders;
  }

  /** The home agent has no binding. */
  void released(Ipv6Address address) {
    all.computeIfPresent(address, (_, each) -> each.released());
  }

  /** From now on they are told from {@code from}, or not at all. */
  void stand(Optional<Ipv6Address> from) {
    standing = from;
  }

  Time nextDeadline() {
    Time earliest = Time.NEVER;
    for (FormerHomeAgent each : all.values()) {
      boolean awaited = each.farewell().filter(farewell -> standing.equals(Optional.of(farewell.from()))).isPresent();
      if (awaited) {
        earliest = Time.earlier(earliest, each.farewell().get().attempt().next());
      }
    }
    return earliest;
  }

  /** Tells those that are due, but for {@code current}, to delete their bindings. */
  List<Effect> tell(Context context, Optional<Ipv6Address> current) {
    List<Effect> effects = new ArrayList<>();
    Time now = context.now();
    all.replaceAll((_, each) -> each.farewell().isPresent() && !each.mayHold(now) ? each.withoutFarewell() : each);
    if (standing.isEmpty()) {
      return effects;
    }
    for (Map.Entry<Ipv6Address, FormerHomeAgent> each : all.entrySet()) {
      boolean former = !current.equals(Optional.of(each.getKey()));
      if (former && each.getValue().due(standing.get(), now).isDue(now)) {
        FormerHomeAgent.Step step = each.getValue().tell(before(context, each.getKey()), standing.get());
        each.setValue(step.next());
        effects.addAll(step.effects());
      }
    }
    return effects;
  }

  /** An acknowledgement from {@code address}, which the node does not use now. */
  List<Effect> acknowledged(Context context, Ipv6Address address, ReceivedAcknowledgement received) {
    FormerHomeAgent before = all.get(address);
    if (before == null) {
      return List.of();
    }
    FormerHomeAgent.Step step = before.acknowledged(before(context, address), received);
    all.put(address, step.next());
    return step.effects();
  }

  private static Context before(Context context, Ipv6Address homeAgent) {
    return context.with(context.config().withHomeAgentAddress(homeAgent));
  }
}
