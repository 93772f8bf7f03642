package org.roam6.protocol.router;

import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice;
import org.roam6.wire.Ipv6Address;

/** What a router tells. */
public sealed interface RouterNotice extends Notice {

  /** An interface began to advertise. */
  record AdvertisingStarted(InterfaceName on, Ipv6Address from) implements RouterNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "advertising on " + on + " from " + from;
    }
  }

  /** An interface lost its cable or its address, and advertises no longer. */
  record AdvertisingStopped(InterfaceName on) implements RouterNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "no longer advertising on " + on;
    }
  }

  /** A solicitation was answered at once. */
  record SolicitationAnswered(InterfaceName on, Ipv6Address to) implements RouterNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "answered a router solicitation of " + to + " on " + on;
    }
  }
}
