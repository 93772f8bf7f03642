package org.roam6.protocol.homeagent;

import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Effect;

/** How many Binding Updates were not accepted, by cause. */
final class Counters {

  private final EnumMap<DiscardCause, Long> discarded = new EnumMap<>(DiscardCause.class);
  private final SortedMap<Integer, Long> refused = new TreeMap<>();

  /** Counts what the notices among {@code effects} tell. */
  void count(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(HomeAgentNotice.BindingUpdateDiscarded(_, var cause))) {
        discarded.merge(cause, 1L, Long::sum);
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.BindingUpdateRefused(_, var status))) {
        refused.merge(status.code(), 1L, Long::sum);
      }
    }
  }

  /** Those that were met with silence. */
  SortedMap<DiscardCause, Long> discarded() {
    return new TreeMap<>(discarded);
  }

  /** Those that were answered with a refusal, by status. */
  SortedMap<Integer, Long> refused() {
    return refused;
  }
}
