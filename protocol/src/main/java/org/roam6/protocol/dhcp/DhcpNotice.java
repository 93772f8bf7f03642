package org.roam6.protocol.dhcp;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Notice;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.Duid;

/** What a DHCPv6 client tells. */
public sealed interface DhcpNotice extends Notice {

  /** A message of this name was sent; the first attempt has number 1. */
  record MessageSent(String message, int attempt) implements DhcpNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "DHCPv6 " + message + ", try " + attempt;
    }
  }

  /** An address was leased; the lifetime is empty where it is infinite. */
  record AddressLeased(Ipv6Address address, Duid server, Optional<Duration> lifetime) implements DhcpNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      String end = lifetime.map(given -> " for " + given.toSeconds() + " s").orElse("");
      return "address " + address + " leased from server " + server + end;
    }
  }

  /** The lease of the address that was in use was extended. */
  record LeaseExtended(Ipv6Address address) implements DhcpNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "lease of " + address + " extended";
    }
  }

  /** A lease is of no more use, and another one is looked for. */
  record LeaseLost(Ipv6Address address, String reason) implements DhcpNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "lease of " + address + " lost: " + reason;
    }
  }

  /** A server leases no address; the DHCPv6 status code that it gives, 0 for none. */
  record LeaseRefused(Duid server, int status) implements DhcpNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "server " + server + " leases no address, status " + status;
    }
  }
}
