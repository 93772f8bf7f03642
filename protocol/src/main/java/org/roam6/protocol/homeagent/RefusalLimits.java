package org.roam6.protocol.homeagent;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * How many refusals go out that anybody can provoke who has once seen a packet of the mobile node: those of Binding
 * Updates whose authenticity or freshness did not verify. Each association has a limit of its own for each status, so
 * that forged packets do not cost another mobile node its answer, nor the same one the answer to a wrong clock. Only what
 * is used up is kept: a few seconds later the whole of it is there again, and it is forgotten.
 */
final class RefusalLimits {

  private final HomeAgentLimits limits;
  // The one that was used last stands last.
  private final Map<Key, RateLimit> used = new LinkedHashMap<>();

  RefusalLimits(HomeAgentLimits limits) {
    this.limits = limits;
  }

  private record Key(
      String networkAccessIdentifier, long securityParameterIndex, BindingAcknowledgementStatus status) {}

  /** Whether a refusal may go out now; if so it counts as sent. */
  boolean take(SecurityAssociation association, BindingAcknowledgementStatus status, Time now) {
    Key key = new Key(association.networkAccessIdentifier(), association.securityParameterIndex(), status);
    forget(now);
    RateLimit limit =
        used.getOrDefault(key, RateLimit.of(limits.refusalBurst(), limits.refusalInterval()));
    if (!limit.allows(now)) {
      return false;
    }
    used.remove(key);
    used.put(key, limit.used(now));
    return true;
  }

  private void forget(Time now) {
    Iterator<RateLimit> oldest = used.values().iterator();
    while (oldest.hasNext() && oldest.next().fullAgain().isDue(now)) {
      oldest.remove();
    }
  }

  /** How many are kept. */
  int size() {
    return used.size();
  }
}
