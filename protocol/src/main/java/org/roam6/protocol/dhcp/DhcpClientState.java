package org.roam6.protocol.dhcp;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.Duid;

/** Where the client of an interface stands; the diagram is at the package. */
public sealed interface DhcpClientState {

  /** The client of an interface that has no link yet. */
  static DhcpClientState initial() {
    return new Idle(Traffic.NONE);
  }

  /** When something is due. */
  Time deadline();

  /** The lease whose address may be used now. */
  Optional<Lease> lease();

  /** A client that sends a message until it is answered. */
  sealed interface Exchanging extends DhcpClientState {
    Traffic traffic();

    Exchange exchange();

    Attachment on();

    /** The same after a transmission. */
    Exchanging with(Traffic others, Exchange other);

    /** The transmissions are due, and nothing else. */
    @Override
    default Time deadline() {
      return exchange().next();
    }

    @Override
    default Optional<Lease> lease() {
      return Optional.empty();
    }
  }

  /** The node is on no link where addresses are leased. */
  record Idle(Traffic traffic) implements DhcpClientState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }

    @Override
    public Optional<Lease> lease() {
      return Optional.empty();
    }
  }

  /**
   * Servers are asked who they are.
   *
   * @param best the best answer so far
   */
  record Soliciting(Traffic traffic, Attachment on, Exchange exchange, Optional<Offer> best) implements Exchanging {
    @Override
    public Soliciting with(Traffic others, Exchange other) {
      return new Soliciting(others, on, other, best);
    }
  }

  /** What a server offers. */
  record Offer(Duid server, int preference, Ipv6Address address) {}

  /** A server is asked for the address that it offered, or that it does not know of any more. */
  record Requesting(Traffic traffic, Attachment on, Exchange exchange, Offer offer) implements Exchanging {
    @Override
    public Requesting with(Traffic others, Exchange other) {
      return new Requesting(others, on, other, offer);
    }
  }

  /** The node is back on the link of a lease, as it seems, and uses it until a server contradicts. */
  record Confirming(Traffic traffic, Exchange exchange, Lease known) implements Exchanging {

    /** RFC 8415 7.6: CNF_MAX_RD. */
    private static final Duration MAXIMUM_DURATION = Duration.ofSeconds(10);

    @Override
    public Confirming with(Traffic others, Exchange other) {
      return new Confirming(others, other, known);
    }

    /** When no answer is expected any more. */
    Time end() {
      return exchange.transmissions() == 0 ? Time.NEVER : exchange.begun().plus(MAXIMUM_DURATION);
    }

    @Override
    public Time deadline() {
      return Time.earlier(Time.earlier(exchange.next(), end()), known.validUntil());
    }

    @Override
    public Attachment on() {
      return known.on();
    }

    @Override
    public Optional<Lease> lease() {
      return Optional.of(known);
    }
  }

  /** The address is leased, and nothing is to be done until T1. */
  record Bound(Traffic traffic, Lease held) implements DhcpClientState {
    @Override
    public Time deadline() {
      return Time.earlier(Time.earlier(held.t1(), held.t2()), held.validUntil());
    }

    @Override
    public Optional<Lease> lease() {
      return Optional.of(held);
    }
  }

  /** The server of the lease is asked to extend it. */
  record Renewing(Traffic traffic, Exchange exchange, Lease held) implements Exchanging {
    @Override
    public Renewing with(Traffic others, Exchange other) {
      return new Renewing(others, other, held);
    }

    @Override
    public Time deadline() {
      return Time.earlier(Time.earlier(exchange.next(), held.t2()), held.validUntil());
    }

    @Override
    public Attachment on() {
      return held.on();
    }

    @Override
    public Optional<Lease> lease() {
      return Optional.of(held);
    }
  }

  /** Any server is asked to extend the lease. */
  record Rebinding(Traffic traffic, Exchange exchange, Lease held) implements Exchanging {
    @Override
    public Rebinding with(Traffic others, Exchange other) {
      return new Rebinding(others, other, held);
    }

    @Override
    public Time deadline() {
      return Time.earlier(exchange.next(), held.validUntil());
    }

    @Override
    public Attachment on() {
      return held.on();
    }

    @Override
    public Optional<Lease> lease() {
      return Optional.of(held);
    }
  }

  /** The server is told that another node has the address of the lease. */
  record Declining(Traffic traffic, Exchange exchange, Lease refused) implements Exchanging {
    @Override
    public Declining with(Traffic others, Exchange other) {
      return new Declining(others, other, refused);
    }

    @Override
    public Attachment on() {
      return refused.on();
    }
  }
}
