package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.stream.Stream;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.PrefixInformation;

/**
 * A prefix that a router advertises (RFC 4861 6.3.4, RFC 4862 5.5.3).
 *
 * @param prefix the prefix
 * @param onLink whether its addresses are neighbours
 * @param autonomous whether addresses may be formed of it
 * @param validUntil when it ends
 * @param preferredUntil when it should no longer be used for anything new
 * @param omissions how many advertisements in a row have not mentioned it
 */
record KnownPrefix(
    Ipv6Prefix prefix, boolean onLink, boolean autonomous, Time validUntil, Time preferredUntil, int omissions) {

  private static final int INTERFACE_IDENTIFIER_BITS = 64;
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  /** What {@code option} says at {@code now}. */
  static KnownPrefix of(PrefixInformation option, Time now) {
    return new KnownPrefix(
        option.prefix(),
        option.onLink(),
        option.autonomous(),
        end(option.validLifetimeSeconds(), now),
        end(option.preferredLifetimeSeconds(), now),
        0);
  }

  /**
   * Whether a node may believe {@code option} at all.
   */
  static boolean isUsable(PrefixInformation option) {
    // RFC 4862 5.5.3: "If the prefix is the link-local prefix, silently ignore the Prefix Information option."
    // "If the preferred lifetime is greater than the valid lifetime, silently ignore the Prefix Information option."
    return option.prefix().address().isUnicastRoutable()
        && option.preferredLifetimeSeconds() <= option.validLifetimeSeconds();
  }

  private static Time end(long seconds, Time now) {
    return seconds == PrefixInformation.INFINITY ? Time.NEVER : now.plus(Duration.ofSeconds(seconds));
  }

  /** This prefix after it was advertised again as {@code news}. */
  KnownPrefix updated(KnownPrefix news, Time now) {
    return new KnownPrefix(prefix, news.onLink, news.autonomous, validity(news, now), news.preferredUntil, 0);
  }

  /** This prefix after an advertisement did not mention it. */
  KnownPrefix omitted() {
    return new KnownPrefix(prefix, onLink, autonomous, validUntil, preferredUntil, omissions + 1);
  }

  // RFC 6059 5.10: "When three consecutive RAs from a particular router have not included a prefix, then the router
  // should be removed from the corresponding SDAT entry."
  /** Whether its router still advertises it, as far as one can tell. */
  boolean isAdvertised() {
    return omissions < 3;
  }

  // RFC 4862 5.5.3: "If the received Valid Lifetime is greater than 2 hours or greater than RemainingLifetime, set the
  // valid lifetime [...] to the advertised Valid Lifetime." "If RemainingLifetime is less than or equal to 2 hours,
  // ignore the Prefix Information option with regards to the valid lifetime [...] Otherwise, reset the valid lifetime
  // of the corresponding address to 2 hours."
  private Time validity(KnownPrefix news, Time now) {
    Time inTwoHours = now.plus(TWO_HOURS);
    if (inTwoHours.isBefore(news.validUntil) || validUntil.isBefore(news.validUntil)) {
      return news.validUntil;
    }
    return Time.earlier(validUntil, inTwoHours);
  }

  boolean isValid(Time now) {
    return !validUntil.isDue(now);
  }

  boolean isPreferred(Time now) {
    return !preferredUntil.isDue(now);
  }

  /** The moments to come at which it is to be used for less, or nothing. */
  Stream<Time> ends(Time now) {
    return Stream.of(preferredUntil, validUntil).filter(end -> !end.isDue(now));
  }

  /** Whether a care-of address can be formed of it with a modified EUI-64 interface identifier. */
  boolean formsAddresses(Time now) {
    // RFC 4862 5.5.3: "If the sum of the prefix length and interface identifier length does not equal 128 bits, the
    // Prefix Information option MUST be ignored."
    return autonomous && prefix.length() == INTERFACE_IDENTIFIER_BITS && isValid(now);
  }
}
