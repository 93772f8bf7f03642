package org.roam6.sim.check;

import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;

/** Finds the messages of mobile prefix discovery among packets. */
final class PrefixMessages {

  /** A type 2 routing header, or destination options with a home address. */
  private static final int DIRECT_HEADER_LENGTH = 24;
  private static final int TYPE = PacketFields.HEADER_LENGTH + DIRECT_HEADER_LENGTH;

  private PrefixMessages() {}

  /** A message on its way, and its packet. */
  record Sighting(Ipv6Packet packet, Icmpv6Message message) {}

  /** The message in a packet, where there is one; most packets are told apart by one octet. */
  static Optional<Sighting> in(Octets octets) {
    return mayHoldOne(octets)
            && Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                instanceof Value<Icmpv6Message>(Icmpv6Message message)
        ? Optional.of(new Sighting(packet, message))
        : Optional.empty();
  }

  /** The message that an effect sends. */
  static Optional<Sighting> sentBy(Effect effect) {
    return effect instanceof Effect.SendRouted(Octets packet) ? in(packet) : Optional.empty();
  }

  private static boolean mayHoldOne(Octets octets) {
    if (octets.length() <= TYPE) {
      return false;
    }
    int next = PacketFields.nextHeader(octets);
    return (next == IpProtocol.ROUTING || next == IpProtocol.DESTINATION_OPTIONS)
        && octets.at(PacketFields.HEADER_LENGTH) == IpProtocol.ICMPV6
        && Icmpv6Type.isDiscovery(octets.at(TYPE));
  }
}
