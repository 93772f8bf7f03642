package org.roam6.protocol.homeagent;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.PrefixInformation;

/**
 * A prefix that another router advertises on the home link.
 *
 * @param option what was heard of it last
 * @param heardAt when
 * @param lifetimes what became of its lifetimes
 */
record HeardPrefix(PrefixInformation option, Time heardAt, HomePrefix.Heard lifetimes) {

  // RFC 4861 6.2.7: "such comparisons SHOULD allow some time skew"
  static final Duration SKEW = Duration.ofSeconds(5);

  HeardPrefix updated(PrefixInformation news, Time now) {
    return new HeardPrefix(news, now, lifetimes.heard(news, now));
  }

  // RFC 6275 10.6.2: "The state of the flags changes", "The valid or preferred lifetime is reconfigured or changes for
  // any reason other than advancing real time."
  /** Whether {@code news} says something else. */
  boolean differsFrom(PrefixInformation news, Time now) {
    return option.onLink() != news.onLink()
        || option.autonomous() != news.autonomous()
        || !isSame(option.validLifetimeSeconds(), news.validLifetimeSeconds(), now)
        || !isSame(option.preferredLifetimeSeconds(), news.preferredLifetimeSeconds(), now);
  }

  /** RFC 4861 6.2.1: a lifetime "decrements in real time", or is "a fixed time that stays the same". */
  private boolean isSame(long before, long after, Time now) {
    if (before == after) {
      return true;
    }
    if (before == PrefixInformation.INFINITY || after == PrefixInformation.INFINITY) {
      return false;
    }
    Time end = heardAt.plus(Duration.ofSeconds(before));
    // What has ended can only be said to have ended.
    Time expected = end.isBefore(now) ? now : end;
    return now.plus(Duration.ofSeconds(after)).since(expected).abs().compareTo(SKEW) <= 0;
  }

  /** How a message of {@code homeAgent} tells of it. */
  PrefixInformation toldBy(Ipv6Address homeAgent, Time now) {
    boolean own = option.prefix().contains(homeAgent);
    return new PrefixInformation(
        own ? homeAgent : option.prefix().address(),
        option.prefixLength(),
        option.onLink(),
        option.autonomous(),
        own,
        seconds(lifetimes.validUntil(), now),
        seconds(lifetimes.preferredUntil(), now));
  }

  private static long seconds(Time end, Time now) {
    if (end.equals(Time.NEVER)) {
      return PrefixInformation.INFINITY;
    }
    return end.isDue(now) ? 0 : end.since(now).toSeconds();
  }
}
