package org.roam6.protocol;

import java.util.Optional;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.mobility.MobilityHeader;

/** What can happen to a node. */
public sealed interface Event {

  /** The time of {@link Node#nextDeadline()} has come. */
  record DeadlineReached() implements Event {}

  /**
   * The wall clock is known, or was set: wall-clock time = time on the monotonic clock + {@code offsetNanos}.
   *
   * @param offsetNanos nanoseconds from 1970-01-01T00:00Z to the zero of the monotonic clock
   */
  record WallClockSet(long offsetNanos) implements Event {}

  /**
   * The virtual machine goes on from a snapshot of itself, or as a copy of another: what has happened since the snapshot
   * was taken, nobody here knows, and numbers that were used in the meantime must not be used again.
   */
  record Resumed() implements Event {}

  /** What a role asked to remember before the program was last started; told before anything else happens. */
  record Recalled(Memory item) implements Event {}

  /** The program is about to end: the last chance to say farewell. */
  record Stopping() implements Event {}

  /**
   * An interface appeared, disappeared or changed; told once for each interface at the start too.
   *
   * @param name its name
   * @param presence whether it is there, and whether its cable is in
   * @param address its link-layer address; all zero where it has none
   * @param mtu its MTU in octets; 0 where it is absent
   */
  record LinkChanged(InterfaceName name, LinkPresence presence, LinkLayerAddress address, int mtu) implements Event {}

  /** Whether an interface can carry packets. */
  enum LinkPresence {
    /** There is no such interface, or it was turned off. */
    ABSENT,
    /** It is there, and nothing is at the other end of the cable. */
    NO_CARRIER,
    /** It is there and connected. */
    CARRIER
  }

  /**
   * The state of an address of this host changed; told once for each address at the start too.
   *
   * @param on the interface that has it
   * @param address the address
   * @param state what became of it
   */
  record AddressChanged(InterfaceName on, Ipv6Address address, AddressState state) implements Event {}

  /** What the host knows of an address of its own. */
  enum AddressState {
    /** Duplicate address detection runs, and the address may not be used. */
    TENTATIVE,
    /** Duplicate address detection runs, and the address may be used with care (RFC 4429). */
    OPTIMISTIC,
    /** Nobody else has it. */
    READY,
    /** Somebody else has it. */
    DUPLICATE,
    /** The host does not have it, or no longer. */
    ABSENT
  }

  /**
   * A whole IPv6 packet for this host, or for a group, that may be signalling.
   *
   * @param in the interface that it came in on
   * @param from the link-layer address of the neighbour that sent the frame
   * @param packet the packet from its IPv6 header on, as it was received
   */
  record PacketReceived(InterfaceName in, LinkLayerAddress from, Octets packet) implements Event {}

  /**
   * A whole IPv6 packet that came out of a tunnel and goes no further than from the one end to the other.
   *
   * @param through the binding whose tunnel it came through
   * @param packet the packet from its IPv6 header on, as it was received
   */
  record TunnelPacketReceived(BindingKey through, Octets packet) implements Event {}

  /**
   * A Mobility Header that passed the checks of RFC 6275 9.2, of a type that is known.
   *
   * @param arrival how it came
   * @param header its content
   * @param octets the Mobility Header as it was received, which authentication covers
   */
  record MobilityMessageReceived(Arrival arrival, MobilityHeader header, Octets octets) implements Event {}

  /** A Neighbour Discovery message that passed the checks of RFC 4861 6.1 and 7.1. */
  record NeighborMessageReceived(Arrival arrival, Icmpv6Message message) implements Event {}

  /**
   * A message of home agent address discovery or mobile prefix discovery (ICMPv6 types 144 to 147) with a right checksum.
   */
  record DiscoveryMessageReceived(Arrival arrival, Icmpv6Message message) implements Event {}

  /** A DHCPv6 message of a server or relay agent, in a UDP datagram with a right checksum. */
  record DhcpMessageReceived(Arrival arrival, DhcpMessage message) implements Event {}

  /**
   * A message of Multicast Listener Discovery that came out of a tunnel, from whose other end it is (RFC 6275 10.4.3),
   * and passed the checks of RFC 3810 6.2 and 7.4.
   *
   * @param through the binding whose tunnel it came through
   * @param message a query, a report or a done message
   */
  record ListenerMessageReceived(BindingKey through, Icmpv6Message message) implements Event {}

  /** An ICMPv6 error (types 1 to 4) with a right checksum; the packet that it quotes is not verified. */
  record ErrorReceived(Arrival arrival, Icmpv6Message message) implements Event {}

  /**
   * A tunnel packet came whose inner source has no binding here; told for each outer source once a second at most.
   *
   * @param outerSource where it comes from, which nothing proves
   * @param outerDestination the address that it was sent to, which may be another host's
   * @param innerSource the source of the packet inside, perhaps a home address
   */
  record UnboundTunnelPacket(Ipv6Address outerSource, Ipv6Address outerDestination, Ipv6Address innerSource)
      implements Event {}

  /**
   * A packet came with a Home Address option in front of something else than a Mobility Header, and no binding of the
   * home address to its source is there (RFC 6275 9.3.1). It was dropped.
   *
   * @param source where it comes from
   * @param destination the address of this host that it was sent to
   * @param homeAddress the address in the option, a unicast routable one
   */
  record UnboundHomeAddress(Ipv6Address source, Ipv6Address destination, Ipv6Address homeAddress) implements Event {}

  /**
   * Packets, other than Mobility Headers, go between a home address and a correspondent node; told of the first one, and
   * then once a second at most for each way and direction.
   *
   * @param between whose packets, and which of the two this host is
   * @param way the way that they go
   */
  record TrafficSeen(DirectPath.Key between, Way way) implements Event {}

  /** How packets of a mobile node go, from where this host sees them. */
  enum Way {
    /** Sent into the tunnel to the home agent. */
    TUNNEL_SENT,
    /** Received from that tunnel. */
    TUNNEL_RECEIVED,
    /** Sent along a direct path. */
    DIRECT_SENT,
    /** Received with a Home Address option or a type 2 routing header; there need be no direct path for the latter. */
    DIRECT_RECEIVED
  }

  /**
   * Somebody wants a mobile node to use an interface before all others that could be used, from now on.
   *
   * @param name the interface; empty for the configured order
   */
  record InterfacePreferred(Optional<InterfaceName> name) implements Event {}

  /** The data plane or the kernel could not do what was wanted for a binding. */
  record ForwardingFailed(BindingKey key, String reason) implements Event {}
}
