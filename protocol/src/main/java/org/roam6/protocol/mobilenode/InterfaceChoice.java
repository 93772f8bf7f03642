package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.Place.Home;

/**
 * Which of its interfaces a mobile node uses (RFC 6275 11.5.3: it "can have only one primary care-of address at a
 * time"): one on the home link before all others, then the most preferred one that has a care-of address and a router.
 * What works is left for something better only when that has been usable for a while, which grows each time that it
 * does not last, so that a flapping link causes no storm of Binding Updates. What no longer works is left at once.
 * Mutable, used by one thread.
 */
final class InterfaceChoice {

  /** How long something better has to be usable first; about as long as duplicate address detection takes. */
  static final Duration SHORTEST_TRIAL = Duration.ofSeconds(1);

  /** What that grows to, doubled each time that the interface did not last. */
  static final Duration LONGEST_TRIAL = Duration.ofSeconds(64);

  /** What was usable for so long did last. */
  static final Duration LASTING = Duration.ofSeconds(128);

  private final List<MobileInterface> all;
  private final Map<InterfaceName, Reliability> reliabilities = new LinkedHashMap<>();
  private Optional<InterfaceName> preferred = Optional.empty();
  private MobileInterface used;

  /**
   * What is known of the reliability of an interface.
   *
   * @param usableSince since when it is usable, or is to be tried again where it has failed; empty where it is not
   * @param failed whether no home agent answered by it
   * @param trial how long it has to be usable before something that works is left for it
   */
  record Reliability(Optional<Time> usableSince, boolean failed, Duration trial) {

    static final Reliability FIRST = new Reliability(Optional.empty(), false, SHORTEST_TRIAL);

    /** After it was seen at {@code now}. */
    Reliability seen(boolean usable, Time now) {
      if (usable) {
        Reliability known = usableSince.isPresent() ? this : new Reliability(Optional.of(now), false, trial);
        return known.failed && known.isSteady(now) ? new Reliability(known.usableSince, false, trial) : known;
      }
      return usableSince.map(since -> new Reliability(Optional.empty(), false, trialAfter(since, now))).orElse(this);
    }

    Reliability failed(Time now) {
      return new Reliability(Optional.of(now), true, doubled());
    }

    private Duration trialAfter(Time since, Time now) {
      return now.since(since).compareTo(LASTING) < 0 ? doubled() : SHORTEST_TRIAL;
    }

    private Duration doubled() {
      Duration twice = trial.multipliedBy(2);
      return twice.compareTo(LONGEST_TRIAL) < 0 ? twice : LONGEST_TRIAL;
    }

    Time steadyFrom() {
      return usableSince.map(since -> since.plus(trial)).orElse(Time.NEVER);
    }

    boolean isSteady(Time now) {
      return steadyFrom().isDue(now);
    }
  }

  /** Where the first of {@code all}, which are in the order of preference, is used for now. */
  InterfaceChoice(List<MobileInterface> all) {
    this.all = List.copyOf(all);
    for (MobileInterface each : all) {
      reliabilities.put(each.name(), Reliability.FIRST);
    }
    used = all.getFirst();
  }

  /** The interface that is used. */
  MobileInterface used() {
    return used;
  }

  /** All interfaces, in the configured order. */
  List<MobileInterface> all() {
    return all;
  }

  Optional<MobileInterface> find(InterfaceName name) {
    for (MobileInterface each : all) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The one that somebody wants to be preferred for now. */
  Optional<InterfaceName> preferred() {
    return preferred;
  }

  /** From now on {@code name} is preferred to all others, or the order is the configured one; nobody waits for that. */
  void prefer(Optional<InterfaceName> name, Time now) {
    preferred = name;
    note(now);
    best(usable()).ifPresent(best -> used = best);
  }

  /** By the interface in use no home agent answers; it is tried again later, where there is another one. */
  void failed(Time now) {
    reliabilities.computeIfPresent(used.name(), (_, known) -> known.failed(now));
  }

  /** Chooses anew after something has changed. */
  void choose(Time now) {
    if (isTheOnlyOne()) {
      return;
    }
    note(now);
    List<MobileInterface> usable = usable();
    List<MobileInterface> steady = usable.stream().filter(each -> reliability(each).isSteady(now)).toList();
    if (usable.contains(used)) {
      best(steady.stream().filter(this::isBetter).toList()).ifPresent(better -> used = better);
    } else {
      best(steady).or(() -> best(usable)).or(() -> best(doubtful())).ifPresent(next -> used = next);
    }
  }

  /** When something better than what is used has proved itself, or what has failed is tried again. */
  Time deadline() {
    Time earliest = Time.NEVER;
    if (isTheOnlyOne()) {
      return earliest;
    }
    for (MobileInterface each : all) {
      Reliability known = reliability(each);
      if (known.failed() || each.isUsable() && isBetter(each)) {
        earliest = Time.earlier(earliest, known.steadyFrom());
      }
    }
    return earliest;
  }

  /** Most mobile nodes have nothing to choose, and are asked at each event. */
  private boolean isTheOnlyOne() {
    return all.size() == 1;
  }

  private void note(Time now) {
    all.forEach(each -> reliabilities.computeIfPresent(
        each.name(), (_, known) -> known.seen(each.isUsable(), now)));
  }

  private Reliability reliability(MobileInterface on) {
    return reliabilities.getOrDefault(on.name(), Reliability.FIRST);
  }

  private List<MobileInterface> usable() {
    return all.stream().filter(this::isReady).toList();
  }

  /** Those that have failed, and those whose router is gone: better than nothing. What is in use stays so, of these. */
  private List<MobileInterface> doubtful() {
    List<MobileInterface> having = all.stream().filter(MobileInterface::hasAddress).toList();
    return having.contains(used) ? List.of(used) : having;
  }

  private boolean isBetter(MobileInterface other) {
    return order().compare(other, used) < 0;
  }

  private Optional<MobileInterface> best(List<MobileInterface> candidates) {
    return candidates.stream().min(order());
  }

  private Comparator<MobileInterface> order() {
    return Comparator.<MobileInterface>comparingInt(each -> each.place() instanceof Home ? 0 : 1)
        .thenComparingInt(each -> preferred.filter(each.name()::equals).isPresent() ? 0 : 1)
        .thenComparingInt(each -> all.indexOf(each));
  }

  /** Whether another interface than that in use could be used now. */
  boolean hasOther() {
    return !isTheOnlyOne() && usable().stream().anyMatch(each -> each != used);
  }

  /** Whether {@code on} could be used now. */
  boolean isReady(MobileInterface on) {
    return on.isUsable() && !reliability(on).failed();
  }
}
