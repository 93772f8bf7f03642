package org.roam6.protocol.forwarding;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** What the roles are to hear of one packet. Allocates only where there is something to tell. */
final class News {

  private static final LinkLayerAddress NO_NEIGHBOR = new LinkLayerAddress(0);

  private final InterfaceName tunnelInterface;
  private final List<Event> events = new ArrayList<>();
  private final TrafficNews traffic = new TrafficNews();
  // Each mobile node that was forgotten is worth one hint a second; a flood of others costs little.
  private final AddressRateLimits hints = new AddressRateLimits(
      new AddressRateLimits.Rate(1, 1_000_000_000), new AddressRateLimits.Rate(100, 1_000_000));
  // RFC 6275 9.3.3: what is told is answered, and the host bounds that for all.
  private final AddressRateLimits unbound = new AddressRateLimits(
      new AddressRateLimits.Rate(1, 100_000_000), new AddressRateLimits.Rate(100, 1_000_000));

  News(InterfaceName tunnelInterface) {
    this.tunnelInterface = tunnelInterface;
  }

  /** Forgets what was to be told of the packet before. */
  void begin() {
    if (!events.isEmpty()) {
      events.clear();
    }
  }

  List<Event> events() {
    return events;
  }

  /** A packet goes between a home address and a correspondent node, whose addresses stand at these places. */
  void traffic(
      Packet packet, DirectPath.Side side, Event.Way way, int homeAddress, int correspondent, long nowNanos) {
    long homeHigh = packet.half(homeAddress);
    long homeLow = packet.half(homeAddress + 8);
    long correspondentHigh = packet.half(correspondent);
    long correspondentLow = packet.half(correspondent + 8);
    if (traffic.due(side, way, homeHigh, homeLow, correspondentHigh, correspondentLow, nowNanos)) {
      events.add(
          new Event.TrafficSeen(
              new DirectPath.Key(
                  side,
                  new Ipv6Address(homeHigh, homeLow),
                  new Ipv6Address(correspondentHigh, correspondentLow)),
              way));
    }
  }

  /** The host sends a packet along the direct path to its destination, or from its source, or both. */
  void sentDirectly(Packet packet, boolean toMobileNode, boolean fromHome, long nowNanos) {
    Event.Way way = Event.Way.DIRECT_SENT;
    if (toMobileNode) {
      traffic(packet, DirectPath.Side.CORRESPONDENT, way, Packet.DESTINATION, Packet.SOURCE, nowNanos);
    }
    if (fromHome) {
      traffic(packet, DirectPath.Side.MOBILE_NODE, way, Packet.SOURCE, Packet.DESTINATION, nowNanos);
    }
  }

  /** A packet came along the direct path to its destination, or from its source, or both. */
  void receivedDirectly(Packet packet, boolean toHome, boolean fromMobileNode, long nowNanos) {
    Event.Way way = Event.Way.DIRECT_RECEIVED;
    if (toHome) {
      traffic(packet, DirectPath.Side.MOBILE_NODE, way, Packet.DESTINATION, Packet.SOURCE, nowNanos);
    }
    if (fromMobileNode) {
      traffic(packet, DirectPath.Side.CORRESPONDENT, way, Packet.SOURCE, Packet.DESTINATION, nowNanos);
    }
  }

  /** A packet that came through a tunnel, from whose inner source no binding is there. */
  void unboundTunnelPacket(
      Packet packet,
      long outerSourceHigh,
      long outerSourceLow,
      long outerDestinationHigh,
      long outerDestinationLow,
      long nowNanos) {
    if (hints.take(outerSourceHigh, outerSourceLow, nowNanos)) {
      events.add(
          new Event.UnboundTunnelPacket(
              new Ipv6Address(outerSourceHigh, outerSourceLow),
              new Ipv6Address(outerDestinationHigh, outerDestinationLow),
              address(packet, Packet.SOURCE)));
    }
  }

  /** A packet for {@code destination} that claims a binding of the home address at this place, which is not there. */
  void unboundHomeAddress(
      Packet packet, long destinationHigh, long destinationLow, int homeAddress, long nowNanos) {
    if (unbound.take(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8), nowNanos)) {
      events.add(
          new Event.UnboundHomeAddress(
              address(packet, Packet.SOURCE),
              new Ipv6Address(destinationHigh, destinationLow),
              address(packet, homeAddress)));
    }
  }

  /** A packet that came out of a tunnel and holds signalling. */
  void signalling(Packet packet) {
    byte[] octets = new byte[packet.length()];
    packet.copyTo(octets);
    events.add(new Event.PacketReceived(tunnelInterface, NO_NEIGHBOR, Octets.of(octets)));
  }

  /** A packet that came out of the tunnel of {@code binding}, between whose ends it was sent. */
  void throughTunnel(BindingKey binding, Packet packet) {
    byte[] octets = new byte[packet.length()];
    packet.copyTo(octets);
    events.add(new Event.TunnelPacketReceived(binding, Octets.of(octets)));
  }

  private static Ipv6Address address(Packet packet, int offset) {
    return new Ipv6Address(packet.half(offset), packet.half(offset + 8));
  }
}
