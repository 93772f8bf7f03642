package org.roam6.protocol;

import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Decoded.Malformed;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastListenerDiscovery;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.reassembly.Reassembler;
import org.roam6.wire.reassembly.ReassemblyLimits;
import org.roam6.wire.reassembly.ReassemblyOutcome;

/** Takes received packets apart, down to a message that is well-formed, or to the answer that a bad one gets. */
final class PacketReader {

  private final Reassembler reassembler = new Reassembler(ReassemblyLimits.DEFAULT);

  /**
   * Reads one packet.
   *
   * @param host this host
   */
  Reception read(Event.PacketReceived received, ThisHost host, Time now) {
    return switch (Ipv6Packet.decode(received.packet())) {
      case Malformed<Ipv6Packet> _ -> new Reception.Dropped(DropCause.MALFORMED_PACKET);
      case Value<Ipv6Packet>(Ipv6Packet packet) -> {
        Ipv6Address destination = packet.header().destination();
        boolean own = destination.isMulticast() || host.contains(destination);
        if (!own && !isSolicitation(packet)) {
          yield new Reception.Elsewhere();
        }
        yield packet.isFragment()
            ? reassemble(received, packet, host, now)
            : new Incoming(received.in(), received.from(), received.packet(), packet, false).read(host);
      }
    };
  }

  /** Reads one packet that came out of a tunnel, from whose other end it is. */
  Reception read(Event.TunnelPacketReceived received) {
    return Ipv6Packet.decode(received.packet()) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && packet.protocol() == IpProtocol.ICMPV6
            && !packet.isFragment()
            && MulticastListenerDiscovery.isValid(packet)
        ? readListenerMessage(received.through(), packet)
        : new Reception.Dropped(DropCause.LISTENER_MESSAGE_INVALID);
  }

  private static Reception readListenerMessage(BindingKey through, Ipv6Packet packet) {
    return switch (Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())) {
      case Malformed<Icmpv6Message> _ -> new Reception.Dropped(DropCause.ICMPV6_MALFORMED);
      case Value<Icmpv6Message>(Icmpv6Message message) ->
          new Reception.Message(new Event.ListenerMessageReceived(through, message));
    };
  }

  // The kernel sees the same fragments, and gives the answers that RFC 8200 4.5 owes for bad ones and for late ones.
  private Reception reassemble(
      Event.PacketReceived received, Ipv6Packet fragment, ThisHost host, Time now) {
    reassembler.expire(now.nanos());
    return switch (reassembler.accept(fragment, now.nanos())) {
      case ReassemblyOutcome.Waiting _ -> new Reception.Elsewhere();
      case ReassemblyOutcome.Discarded _ -> new Reception.Dropped(DropCause.FRAGMENT);
      case ReassemblyOutcome.Complete(Octets octets) ->
          switch (Ipv6Packet.decode(octets)) {
            case Malformed<Ipv6Packet> _ -> new Reception.Dropped(DropCause.MALFORMED_PACKET);
            case Value<Ipv6Packet>(Ipv6Packet packet) ->
                new Incoming(received.in(), received.from(), octets, packet, true).read(host);
          };
    };
  }

  // RFC 4861 7.3.3: a node that probes whether a neighbour is still there sends "a unicast Neighbor Solicitation
  // message to the neighbor using the cached link-layer address", which is the home agent's for the mobile nodes it
  // stands in for; a role that does not stand in for the target ignores it
  private static boolean isSolicitation(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6
        && packet.extensionHeaders().isEmpty()
        && packet.payload().length() > 0
        && packet.payload().at(0) == Icmpv6Type.NEIGHBOR_SOLICITATION;
  }
}
