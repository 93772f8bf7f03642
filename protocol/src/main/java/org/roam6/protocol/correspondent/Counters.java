package org.roam6.protocol.correspondent;

import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Effect;

/** How many messages were answered, refused and discarded. */
final class Counters {

  private final EnumMap<DiscardCause, Long> discarded = new EnumMap<>(DiscardCause.class);
  private final SortedMap<Integer, Long> refused = new TreeMap<>();
  private long homeTests;
  private long careOfTests;

  void homeTest() {
    homeTests++;
  }

  void careOfTest() {
    careOfTests++;
  }

  void discarded(DiscardCause cause) {
    discarded.merge(cause, 1L, Long::sum);
  }

  /** Counts the refusals that the notices among {@code effects} tell of. */
  void count(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(CorrespondentNotice.BindingUpdateRefused(_, var status))) {
        refused.merge(status.code(), 1L, Long::sum);
      }
    }
  }

  long homeTests() {
    return homeTests;
  }

  long careOfTests() {
    return careOfTests;
  }

  /** Those that were met with silence. */
  SortedMap<DiscardCause, Long> discarded() {
    return new TreeMap<>(discarded);
  }

  /** Binding Updates that were answered with a refusal, by status. */
  SortedMap<Integer, Long> refused() {
    return refused;
  }
}
