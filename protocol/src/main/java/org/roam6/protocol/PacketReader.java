package org.roam6.protocol;

import java.util.Set;
import org.roam6.wire.Decoded.Malformed;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.ip.Ipv6Packet;

/** Takes received packets apart, down to a message that is well-formed, or to the answer that a bad one gets. */
final class PacketReader {

  /**
   * Reads one packet.
   *
   * @param addresses the addresses of this host
   */
  Reception read(Event.PacketReceived received, Set<Ipv6Address> addresses, Time now) {
    return switch (Ipv6Packet.decode(received.packet())) {
      case Malformed<Ipv6Packet> _ -> new Reception.Dropped(DropCause.MALFORMED_PACKET);
      case Value<Ipv6Packet>(Ipv6Packet packet) -> {
        Ipv6Address destination = packet.header().destination();
        if (!destination.isMulticast() && !addresses.contains(destination)) {
          yield new Reception.Elsewhere();
        }
        yield new Incoming(received.in(), received.from(), received.packet(), packet, false).read(addresses);
      }
    };
  }
}
