package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.icmp.PrefixInformation;

/**
 * The Prefix List entry of the home prefix: for how long home addresses are valid and preferred (RFC 6275 10.3.1). Who
 * advertises the prefix decides; where that is another router, what is heard of it.
 */
sealed interface HomePrefix {

  /** When the prefix ceases to be valid, as far as that is known; never where it is not over at a certain moment. */
  Time end(Instant timeOfDay, Time now);

  /** What is left of its lifetimes. */
  Left left(Instant timeOfDay, Time now);

  /** How long home addresses are preferred yet. */
  Duration preferredLeft(Instant timeOfDay, Time now);

  /**
   * What is left of the lifetimes, in the units of bindings. RFC 6275 10.3.1: "the prefix lifetimes are first converted
   * into units of four seconds by ignoring the two least significant bits".
   *
   * @param valid units of the valid lifetime; empty where it is longer than any binding's
   * @param preferred of the preferred one
   */
  record Left(Optional<Lifetime> valid, Optional<Lifetime> preferred) {

    private static Left of(Duration valid, Duration preferred) {
      return new Left(units(valid), units(preferred));
    }

    private static Optional<Lifetime> units(Duration left) {
      return left.compareTo(Lifetime.LONGEST.duration()) > 0
          ? Optional.empty()
          : Optional.of(Lifetime.notLongerThan(left));
    }

    /** Whether the prefix is over, or as good as. */
    boolean isOver() {
      return valid.filter(Lifetime::isZero).isPresent();
    }

    // RFC 6275 10.3.1: "The lifetime for the Binding Cache entry MUST NOT be greater than the remaining valid lifetime
    // for the subnet prefix in the mobile node's home address"
    Lifetime limit(Lifetime lifetime) {
      return valid.map(left -> Lifetime.shorter(left, lifetime)).orElse(lifetime);
    }

    // RFC 6275 10.3.1: "The value 1 (accepted but prefix discovery necessary) MUST be used if the subnet prefix of the
    // specified home address is deprecated, or becomes deprecated during the lifetime of the binding, or becomes
    // invalid at the end of the lifetime."
    /** Whether a mobile node that is given {@code granted} has to ask for prefixes before that is over. */
    boolean isNoteworthyFor(Lifetime granted) {
      return preferred.filter(left -> left.isZero() || left.compareTo(granted) < 0).isPresent()
          || valid.filter(left -> left.compareTo(granted) <= 0).isPresent();
    }
  }

  /** The prefix that this host advertises, or of which it is told. */
  record Administered(PrefixLifetimes lifetimes) implements HomePrefix {
    @Override
    public Time end(Instant timeOfDay, Time now) {
      return switch (lifetimes) {
        case PrefixLifetimes.Fixed(Duration valid, _) -> valid.isZero() ? now : Time.NEVER;
        case PrefixLifetimes.Until until -> now.plus(until.valid(timeOfDay));
      };
    }

    @Override
    public Left left(Instant timeOfDay, Time now) {
      return Left.of(lifetimes.valid(timeOfDay), lifetimes.preferred(timeOfDay));
    }

    @Override
    public Duration preferredLeft(Instant timeOfDay, Time now) {
      return lifetimes.preferred(timeOfDay);
    }
  }

  /** A prefix that another router advertises on the home link. */
  record Heard(Time validUntil, Time preferredUntil) implements HomePrefix {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @Override
    public Time end(Instant timeOfDay, Time now) {
      return validUntil;
    }

    @Override
    public Left left(Instant timeOfDay, Time now) {
      return Left.of(left(validUntil, now), left(preferredUntil, now));
    }

    @Override
    public Duration preferredLeft(Instant timeOfDay, Time now) {
      return left(preferredUntil, now);
    }

    private static Duration left(Time end, Time now) {
      return end.isDue(now) ? Duration.ZERO : end.since(now);
    }

    /** The entry after a router of the home link has advertised {@code option}. */
    Heard heard(PrefixInformation option, Time now) {
      // RFC 4862 5.5.3: "If the preferred lifetime is greater than the valid lifetime, silently ignore the Prefix
      // Information option."
      if (option.preferredLifetimeSeconds() > option.validLifetimeSeconds()) {
        return this;
      }
      Time valid = end(option.validLifetimeSeconds(), now);
      Time soonest = Time.earlier(validUntil, now.plus(TWO_HOURS));
      // RFC 4862 5.5.3 has it so for addresses: one forged advertisement must not end all bindings at once.
      Time validFromNow = valid.isBefore(soonest) ? soonest : valid;
      return new Heard(validFromNow, end(option.preferredLifetimeSeconds(), now));
    }

    private static Time end(long seconds, Time now) {
      return seconds == PrefixInformation.INFINITY ? Time.NEVER : now.plus(Duration.ofSeconds(seconds));
    }
  }
}
