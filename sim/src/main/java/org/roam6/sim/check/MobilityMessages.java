package org.roam6.sim.check;

import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/** Finds the Mobility Headers among packets. */
final class MobilityMessages {

  private MobilityMessages() {}

  /**
   * A mobility message on its way.
   *
   * @param source the source address of its packet
   * @param destination the destination address of its packet
   * @param homeAddress the home address: in the Home Address option or the type 2 routing header, else the address of
   *     the packet that a mobile node at home uses
   * @param message what it says
   * @param octets the Mobility Header, which authentication covers
   */
  record Sighting(
      Ipv6Address source, Ipv6Address destination, Ipv6Address homeAddress, MobilityMessage message, Octets octets) {

    /** The care-of address that a Binding Update asks for. */
    Ipv6Address careOfAddress() {
      // RFC 6275 9.5.1: "If the Alternate Care-of Address option is present, the care-of address is the address in that
      // option."; the source address of the packet may have been damaged, as no checksum covers it here
      return message.option(AlternateCareOfAddress.class).map(AlternateCareOfAddress::address).orElse(source);
    }
  }

  /** The mobility message in a packet, where there is a whole one; most packets are told apart by one octet. */
  static Optional<Sighting> in(Octets octets) {
    if (octets.length() < PacketFields.HEADER_LENGTH || !mayBe(PacketFields.nextHeader(octets))) {
      return Optional.empty();
    }
    return Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && packet.protocol() == IpProtocol.MOBILITY
            && MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                instanceof Value<MobilityHeader>(MobilityHeader header)
        ? Optional.of(sighting(packet, header))
        : Optional.empty();
  }

  /** The mobility message that an effect sends. */
  static Optional<Sighting> sentBy(Effect effect) {
    return switch (effect) {
      case Effect.SendRouted(Octets packet) -> in(packet);
      case Effect.SendOnLink(_, _, Octets packet) -> in(packet);
      case Effect.Want _, Effect.Unwant _, Effect.FlushNeighbors _, Effect.Remember _, Effect.Notify _ ->
          Optional.empty();
    };
  }

  private static boolean mayBe(int nextHeader) {
    return nextHeader == IpProtocol.MOBILITY
        || nextHeader == IpProtocol.DESTINATION_OPTIONS
        || nextHeader == IpProtocol.ROUTING;
  }

  private static Sighting sighting(Ipv6Packet packet, MobilityHeader header) {
    Ipv6Address source = packet.header().source();
    Ipv6Address destination = packet.header().destination();
    boolean update = header.message() instanceof BindingUpdate;
    return new Sighting(
        source,
        destination,
        update ? packet.checksumSource() : packet.checksumDestination(),
        header.message(),
        packet.payload());
  }
}
