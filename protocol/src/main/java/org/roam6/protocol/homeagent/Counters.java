package org.roam6.protocol.homeagent;

import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Effect;

/** How many Binding Updates were not accepted, and how often mobile nodes were told prefixes or not, by cause. */
final class Counters {

  private final EnumMap<DiscardCause, Long> discarded = new EnumMap<>(DiscardCause.class);
  private final SortedMap<Integer, Long> refused = new TreeMap<>();
  private final EnumMap<SolicitationDiscard, Long> unanswered = new EnumMap<>(SolicitationDiscard.class);
  private long answered;
  private long toldUnasked;
  private final SortedMap<Integer, Long> prohibited = new TreeMap<>();

  /** Counts what the notices among {@code effects} tell. */
  void count(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(HomeAgentNotice.BindingUpdateDiscarded(_, var cause))) {
        discarded.merge(cause, 1L, Long::sum);
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.BindingUpdateRefused(_, var status))) {
        refused.merge(status.code(), 1L, Long::sum);
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.PrefixSolicitationDiscarded(_, var cause))) {
        unanswered.merge(cause, 1L, Long::sum);
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.PrefixesAdvertised told)) {
        answered += told.transmission().isPresent() ? 0 : 1;
        toldUnasked += told.transmission().isPresent() ? 1 : 0;
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.PolicyApplied(_, _, int rule))) {
        prohibited.merge(rule, 1L, Long::sum);
      }
    }
  }

  /** What became of prefix discovery. */
  HomeAgentSnapshot.PrefixDiscovery prefixDiscovery() {
    return new HomeAgentSnapshot.PrefixDiscovery(answered, toldUnasked, new TreeMap<>(unanswered));
  }

  /** Those that were met with silence. */
  SortedMap<DiscardCause, Long> discarded() {
    return new TreeMap<>(discarded);
  }

  /** Those that were answered with a refusal, by status. */
  SortedMap<Integer, Long> refused() {
    return refused;
  }

  /** Those among them that the policy refused, by the number of the rule. */
  SortedMap<Integer, Long> prohibited() {
    return prohibited;
  }
}
