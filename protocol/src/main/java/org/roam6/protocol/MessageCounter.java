package org.roam6.protocol;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.UnknownMobilityMessage;

/**
 * Counts the messages of a host, by role, direction, kind and status: those that came in once they are found to be
 * well-formed, for the role that they are meant for; those that go out by the role that sends them.
 */
final class MessageCounter {

  private static final int NEXT_HEADER = 6;
  private static final int IPV6_HEADER = 40;
  private static final int TYPE_OF_MOBILITY_HEADER = 2;
  private static final int STATUS = 6;

  /** What may stand between the header of a packet and its message, where that goes through a tunnel, too. */
  private static final Set<Integer> HEADERS_BEFORE =
      Set.of(IpProtocol.HOP_BY_HOP_OPTIONS, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS, IpProtocol.IPV6);

  private final Set<Role> roles;
  private final Map<Role, Tally> received = new EnumMap<>(Role.class);
  private final Map<Role, Tally> sent = new EnumMap<>(Role.class);

  /** Counts for a host that has these roles. */
  MessageCounter(Set<Role> roles) {
    this.roles = roles;
  }

  /** What one role received, or sent. */
  private static final class Tally {
    private final Map<MessageKind, Long> messages = new EnumMap<>(MessageKind.class);
    private final SortedMap<Integer, Long> acknowledgementStatuses = new TreeMap<>();
    private final SortedMap<Integer, Long> errorStatuses = new TreeMap<>();
    private long homeAddressOptions;
    private long routingHeaders;

    private void count(MessageKind kind, int status) {
      messages.merge(kind, 1L, Long::sum);
      if (kind == MessageKind.BINDING_ACKNOWLEDGEMENT) {
        acknowledgementStatuses.merge(status, 1L, Long::sum);
      } else if (kind == MessageKind.BINDING_ERROR) {
        errorStatuses.merge(status, 1L, Long::sum);
      }
    }

    private MessageCounts counts() {
      return new MessageCounts(
          new TreeMap<>(messages), acknowledgementStatuses, errorStatuses, homeAddressOptions, routingHeaders);
    }
  }

  /** Counts a message that came in. */
  void received(Event event) {
    switch (event) {
      case Event.MobilityMessageReceived(var arrival, var header, _) -> {
        MobilityMessage message = header.message();
        MessageKind kind = MessageKind.of(IpProtocol.MOBILITY, message.type());
        boolean home = message instanceof BindingUpdate update && update.home();
        tally(home ? Role.HOME_AGENT : kind.receiver(), arrival).count(kind, status(message));
      }
      case Event.NeighborMessageReceived(var arrival, var message) -> icmpv6(arrival, message);
      case Event.DiscoveryMessageReceived(var arrival, var message) -> icmpv6(arrival, message);
      case Event.ErrorReceived(var arrival, var message) -> icmpv6(arrival, message);
      case Event.DhcpMessageReceived(var arrival, _) ->
          tally(MessageKind.DHCP.receiver(), arrival).count(MessageKind.DHCP, 0);
      case Event.ListenerMessageReceived(_, var message) -> {
        MessageKind kind = MessageKind.of(IpProtocol.ICMPV6, message.type());
        tally(kind.receiver()).count(kind, 0);
      }
      case Event.DeadlineReached _,
          Event.WallClockSet _,
          Event.Resumed _,
          Event.InterfacePreferred _,
          Event.TunnelPacketReceived _,
          Event.Recalled _,
          Event.Stopping _,
          Event.LinkChanged _,
          Event.AddressChanged _,
          Event.PacketReceived _,
          Event.UnboundTunnelPacket _,
          Event.UnboundHomeAddress _,
          Event.TrafficSeen _,
          Event.ForwardingFailed _ -> {}
    }
  }

  private void icmpv6(Arrival arrival, Icmpv6Message message) {
    MessageKind kind = MessageKind.of(IpProtocol.ICMPV6, message.type());
    tally(kind.receiver(), arrival).count(kind, 0);
  }

  private Tally tally(Role receiver, Arrival arrival) {
    Tally tally = tally(receiver);
    tally.homeAddressOptions += arrival.homeAddressOption().isPresent() ? 1 : 0;
    tally.routingHeaders += arrival.type2HomeAddress().isPresent() ? 1 : 0;
    return tally;
  }

  private Tally tally(Role receiver) {
    return received.computeIfAbsent(roles.contains(receiver) ? receiver : Role.HOST, _ -> new Tally());
  }

  private static int status(MobilityMessage message) {
    return switch (message) {
      case BindingAcknowledgement acknowledgement -> acknowledgement.status();
      case BindingError error -> error.status();
      case BindingRefreshRequest _,
          HomeTestInit _,
          CareOfTestInit _,
          HomeTest _,
          CareOfTest _,
          BindingUpdate _,
          UnknownMobilityMessage _ ->
          0;
    };
  }

  /** Counts the messages among the effects of a role. */
  void sent(Role role, List<Effect> effects) {
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof Effect.SendRouted(Octets packet)) {
        sent(sent.computeIfAbsent(role, _ -> new Tally()), packet);
      } else if (effects.get(i) instanceof Effect.SendOnLink(_, _, Octets packet)) {
        sent(sent.computeIfAbsent(role, _ -> new Tally()), packet);
      }
    }
  }

  // What the roles send is well-formed, so that a look at a few octets is enough.
  private static void sent(Tally tally, Octets packet) {
    int protocol = packet.at(NEXT_HEADER);
    int at = IPV6_HEADER;
    while (HEADERS_BEFORE.contains(protocol)) {
      tally.routingHeaders += protocol == IpProtocol.ROUTING ? 1 : 0;
      // The roles send no other destination option than that of the home address.
      tally.homeAddressOptions += protocol == IpProtocol.DESTINATION_OPTIONS ? 1 : 0;
      boolean tunnelled = protocol == IpProtocol.IPV6;
      int length = tunnelled ? IPV6_HEADER : 8 + 8 * packet.at(at + 1);
      protocol = packet.at(tunnelled ? at + NEXT_HEADER : at);
      at += length;
    }
    int type = packet.at(protocol == IpProtocol.MOBILITY ? at + TYPE_OF_MOBILITY_HEADER : at);
    MessageKind kind = MessageKind.of(protocol, type);
    boolean hasStatus = kind == MessageKind.BINDING_ACKNOWLEDGEMENT || kind == MessageKind.BINDING_ERROR;
    tally.count(kind, hasStatus ? packet.at(at + STATUS) : 0);
  }

  /** What the roles received that received anything. */
  SortedMap<Role, MessageCounts> received() {
    return counts(received);
  }

  /** What the roles sent that sent anything. */
  SortedMap<Role, MessageCounts> sent() {
    return counts(sent);
  }

  private static SortedMap<Role, MessageCounts> counts(Map<Role, Tally> tallies) {
    SortedMap<Role, MessageCounts> counts = new TreeMap<>();
    tallies.forEach((role, tally) -> counts.put(role, tally.counts()));
    return counts;
  }
}
