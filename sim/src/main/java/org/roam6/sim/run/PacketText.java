package org.roam6.sim.run;

import org.roam6.sim.kernel.PacketFields;
import org.roam6.wire.Decoded.Malformed;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/** What a packet is, in a few words. */
final class PacketText {

  private PacketText() {}

  static String of(Octets octets) {
    if (octets.length() < PacketFields.HEADER_LENGTH) {
      return octets.length() + " octets";
    }
    return switch (Ipv6Packet.decode(octets)) {
      case Malformed<Ipv6Packet> malformed -> "a packet that is " + malformed.cause();
      case Value<Ipv6Packet>(Ipv6Packet packet) ->
          packet.header().source() + " -> " + packet.header().destination() + " " + content(packet);
    };
  }

  private static String content(Ipv6Packet packet) {
    return switch (packet.protocol()) {
      case IpProtocol.MOBILITY ->
          MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                  instanceof Value<MobilityHeader>(MobilityHeader header)
              ? name(header.message())
              : "a bad Mobility Header";
      case IpProtocol.ICMPV6 ->
          Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                  instanceof Value<Icmpv6Message>(Icmpv6Message message)
              ? words(message.getClass().getSimpleName())
              : "a bad ICMPv6 message";
      case IpProtocol.IPV6 -> "[" + of(packet.payload()) + "]";
      case IpProtocol.UDP -> "UDP";
      default -> "protocol " + packet.protocol();
    };
  }

  private static String name(MobilityMessage message) {
    return words(message.getClass().getSimpleName());
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
  }
}
