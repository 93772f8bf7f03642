package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Notice;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** What a mobile node tells of the prefixes of its home link while it is away. */
public sealed interface MobilePrefixNotice extends Notice {

  @Override
  default Level level() {
    return Level.INFO;
  }

  /** The home agent was asked for the prefixes; the first attempt has number 1. */
  record PrefixSolicitationSent(Ipv6Address careOfAddress, int attempt) implements MobilePrefixNotice {
    @Override
    public Level level() {
      return attempt == 1 ? Level.INFO : Level.DEBUG;
    }

    @Override
    public String text() {
      return "Mobile Prefix Solicitation from " + careOfAddress + ", try " + attempt;
    }
  }

  /**
   * The home agent has told the prefixes.
   *
   * @param prefixes all that are valid
   * @param validLeft how long the home prefix is valid yet; empty where it has no end
   */
  record PrefixesLearned(List<Ipv6Prefix> prefixes, Optional<Duration> validLeft) implements MobilePrefixNotice {

    /** Takes a copy of the list. */
    public PrefixesLearned {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public String text() {
      return "the home link has " + prefixes + ", the home prefix is valid "
          + validLeft.map(left -> "for " + left.toSeconds() + " s").orElse("without end");
    }
  }

  /**
   * The home link has a prefix that is new to the mobile node.
   *
   * @param prefix the prefix
   * @param followed whether a home address is formed in it; else the home address stays the configured one
   */
  record HomePrefixAdded(Ipv6Prefix prefix, boolean followed) implements MobilePrefixNotice {
    @Override
    public Level level() {
      return followed ? Level.INFO : Level.WARNING;
    }

    @Override
    public String text() {
      return "the home link has the new prefix " + prefix
          + (followed ? "" : ": a home address in it has to be configured");
    }
  }

  /** There is one more home address. */
  record HomeAddressFormed(Ipv6Address homeAddress) implements MobilePrefixNotice {
    @Override
    public String text() {
      return "new home address " + homeAddress;
    }
  }

  /** A home address is not used any more, as its prefix has ended. */
  record HomeAddressEnded(Ipv6Address homeAddress) implements MobilePrefixNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "home address " + homeAddress + " has ended with its prefix";
    }
  }

  /** The prefix of the home address is not to be used for anything new. */
  record HomePrefixDeprecated(Ipv6Prefix prefix, Duration validLeft) implements MobilePrefixNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "the home prefix " + prefix + " is deprecated, and ends in " + validLeft.toSeconds() + " s";
    }
  }

  /** A Mobile Prefix Advertisement was not believed. */
  record PrefixAdvertisementIgnored(Ipv6Address source, String reason) implements MobilePrefixNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "ignored a Mobile Prefix Advertisement from " + source + ": " + reason;
    }
  }
}
