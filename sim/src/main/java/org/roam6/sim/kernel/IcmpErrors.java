package org.roam6.sim.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.roam6.protocol.RateLimit;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.Ipv6Packet;

/** The errors that a forwarding kernel reports to the sources of packets (RFC 4443 3). */
final class IcmpErrors {

  private static final int HOP_LIMIT = 64;
  private static final int ERROR_TYPES = 128;
  // RFC 4443 2.4 (e): "As much of invoking packet as possible without the ICMPv6 packet exceeding the minimum IPv6 MTU"
  private static final int LONGEST_QUOTATION = 1280 - 40 - 8;

  private final Upcalls upcalls;
  private final Supplier<Optional<Ipv6Address>> ownAddress;
  private final Consumer<Octets> sender;
  // RFC 4443 2.4 (f): "possible defaults could be B=10, N=10/s"
  private RateLimit limit = RateLimit.of(10, Duration.ofMillis(100));

  /**
   * Reports nothing yet.
   *
   * @param ownAddress the address that errors come from
   * @param sender sends them
   */
  IcmpErrors(Upcalls upcalls, Supplier<Optional<Ipv6Address>> ownAddress, Consumer<Octets> sender) {
    this.upcalls = upcalls;
    this.ownAddress = ownAddress;
    this.sender = sender;
  }

  void noRoute(Octets packet) {
    report(packet, new DestinationUnreachable(Icmpv6Code.NO_ROUTE, quotation(packet)));
  }

  void hopLimitExceeded(Octets packet) {
    report(packet, new TimeExceeded(Icmpv6Code.HOP_LIMIT_EXCEEDED, quotation(packet)));
  }

  private static Octets quotation(Octets packet) {
    return packet.slice(0, Math.min(packet.length(), LONGEST_QUOTATION));
  }

  private void report(Octets packet, Icmpv6Message error) {
    Ipv6Address source = PacketFields.source(packet);
    Optional<Ipv6Address> own = ownAddress.get();
    int type = PacketFields.icmpv6Type(packet);
    // RFC 4443 2.4 (e): no error about an error, a redirect or a packet to a group, nor to a source that does not
    // "uniquely identify a single node"
    boolean silent =
        type >= 0 && type < ERROR_TYPES
            || type == Icmpv6Type.REDIRECT
            || PacketFields.destination(packet).isMulticast()
            || !source.isUnicastRoutable();
    if (own.isEmpty() || silent || !limit.allows(upcalls.now())) {
      return;
    }
    limit = limit.used(upcalls.now());
    Octets message = error.encode(own.get(), source);
    sender.accept(Ipv6Packet.of(own.get(), source, HOP_LIMIT, IpProtocol.ICMPV6, message).encode());
  }
}
