package org.roam6.protocol.homeagent;

import java.util.Map;
import java.util.TreeMap;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * How many refusals go out that anybody can provoke who has once seen a packet of the mobile node: those of Binding
 * Updates whose authenticity or freshness did not verify. Each association has a limit of its own for each status, so
 * that forged packets do not cost another mobile node its answer, nor the same one the answer to a wrong clock.
 */
final class RefusalLimits {

  private final HomeAgentLimits limits;
  private final Map<Key, RateLimit> used = new TreeMap<>();

  RefusalLimits(HomeAgentLimits limits) {
    this.limits = limits;
  }

  private record Key(String networkAccessIdentifier, long securityParameterIndex, BindingAcknowledgementStatus status)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byIdentifier = networkAccessIdentifier.compareTo(other.networkAccessIdentifier);
      if (byIdentifier != 0) {
        return byIdentifier;
      }
      int bySpi = Long.compare(securityParameterIndex, other.securityParameterIndex);
      return bySpi != 0 ? bySpi : status.compareTo(other.status);
    }
  }

  /** Whether a refusal may go out now; if so it counts as sent. */
  boolean take(SecurityAssociation association, BindingAcknowledgementStatus status, Time now) {
    Key key = new Key(association.networkAccessIdentifier(), association.securityParameterIndex(), status);
    RateLimit limit =
        used.getOrDefault(key, RateLimit.of(limits.refusalBurst(), limits.refusalInterval()));
    if (!limit.allows(now)) {
      return false;
    }
    used.put(key, limit.used(now));
    return true;
  }
}
