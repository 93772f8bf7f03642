package org.roam6.wire.reassembly;

import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;

/**
 * An ICMPv6 error that is owed for a fragment; whoever sends it limits the rate (RFC 4443 2.4 f).
 *
 * @param source the address that the fragment was sent to
 * @param destination the address that the fragment came from
 * @param message the error
 */
public record ReassemblyAnswer(Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {

  // RFC 4443 2.4 c: "as much of the IPv6 offending (invoking) packet [...] as possible without making the error message
  // packet exceed the minimum IPv6 MTU"
  private static final int INVOKING_PACKET_LENGTH = 1280 - Ipv6Header.LENGTH - 8;

  // RFC 4443 2.4 e: "An ICMPv6 error message MUST NOT be originated as a result of receiving [...] a packet destined to
  // an IPv6 multicast address [...] a packet whose source address does not uniquely identify a single node"
  static Optional<ReassemblyAnswer> to(Ipv6Packet fragment, Icmpv6Message message) {
    Ipv6Address sender = fragment.header().source();
    Ipv6Address receiver = fragment.header().destination();
    boolean allowed = !receiver.isMulticast() && !sender.isMulticast() && !sender.isUnspecified();
    return allowed ? Optional.of(new ReassemblyAnswer(receiver, sender, message)) : Optional.empty();
  }

  static Octets invokingPacket(Ipv6Packet fragment) {
    Octets octets = fragment.encode();
    return octets.slice(0, Math.min(octets.length(), INVOKING_PACKET_LENGTH));
  }
}
