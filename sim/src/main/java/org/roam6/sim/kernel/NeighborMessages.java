package org.roam6.sim.kernel;

import java.util.Optional;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborDiscovery;
import org.roam6.wire.ip.Ipv6Packet;

/** Finds Neighbor Discovery messages among packets. */
public final class NeighborMessages {

  private NeighborMessages() {}

  /** The Neighbor Discovery message in a packet, where it is valid. */
  public static Optional<Icmpv6Message> in(Octets octets) {
    return Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && Icmpv6Message.decode(packet.payload(), packet.header().source(), packet.header().destination())
                instanceof Value<Icmpv6Message>(Icmpv6Message message)
            && NeighborDiscovery.check(message, packet, false) instanceof Value<Icmpv6Message> _
        ? Optional.of(message)
        : Optional.empty();
  }
}
