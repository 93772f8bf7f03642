package org.roam6.protocol.forwarding;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/**
 * Takes packets into tunnels and out of them (RFC 6275 10.4.2, 10.4.5 and 11.3.1, RFC 2473), and along direct paths (RFC
 * 6275 9.3 and 11.3). Used by one thread; allocates nothing for a packet. It counts its verdicts.
 *
 * <p>The host that routed a packet to the tunnels, or routes it on behind them, lowers the inner hop limit (RFC 2473
 * 3.1): the forwarder leaves it alone.
 */
public final class Forwarder {

  private static final int PARAMETER_PROBLEM = Icmpv6Type.PARAMETER_PROBLEM << 8;

  /** Where the ICMPv6 error goes that a packet shows after it was dropped. */
  public enum Answer {
    /** There is none. */
    NONE,
    /** Along the host's routes. */
    ROUTED,
    /** To the host itself, as if it came through the tunnel. */
    TO_HOST
  }

  private final VerdictCounts counts = new VerdictCounts();
  private final ErrorMessages messages = new ErrorMessages();
  private final TunnelErrors errors = new TunnelErrors(messages);
  private final DirectPathErrors directErrors = new DirectPathErrors();
  private final TunnelReassembler reassembler = new TunnelReassembler();
  private final HeaderChain chain = new HeaderChain();
  private final News news;
  private final DirectReception direct;
  private final GroupReception groups;
  private Answer answer = Answer.NONE;
  private int pathMtu;
  private int unfragmentable;

  /**
   * A forwarder that has counted nothing yet.
   *
   * @param tunnelInterface where signalling is said to come in that comes out of a tunnel
   */
  public Forwarder(InterfaceName tunnelInterface) {
    news = new News(tunnelInterface);
    direct = new DirectReception(news);
    groups = new GroupReception(news);
  }

  /** How many packets got {@code verdict}. */
  public long count(Verdict verdict) {
    return counts.of(verdict);
  }

  /**
   * After {@link Verdict#ENCAPSULATED} and {@link Verdict#DIRECT_SENT}: octets that each packet may have on the way. A
   * longer one, as can be where the host's packet has at most 1280 octets, is to be sent in fragments.
   */
  public int pathMtu() {
    return pathMtu;
  }

  /**
   * After the same verdicts: octets of the headers that each fragment has. They are the IPv6 header, or end with a header
   * of 24 octets of a direct path (RFC 6275 6.3: the Home Address option is placed "Before the Fragment Header").
   */
  public int unfragmentable() {
    return unfragmentable;
  }

  /** What the roles are to hear of the last packet; the list is the same for each. */
  public List<Event> news() {
    return news.events();
  }

  /** What the packet shows after it was dropped. */
  public Answer answer() {
    return answer;
  }

  /**
   * Takes one packet into its tunnel or out of it, or along its direct path. Unless the verdict is a drop, {@code packet}
   * then shows what is to go on. After a drop it may show an ICMPv6 error that is to be sent in its place: {@link #answer}.
   *
   * @param nowNanos the time, as {@link org.roam6.protocol.Time#nanos()}
   */
  public Verdict forward(Packet packet, ForwardingState state, long nowNanos) {
    answer = Answer.NONE;
    news.begin();
    Verdict verdict = switch (packet.origin()) {
      case HOST -> send(packet, state, nowNanos);
      case LINK -> receive(packet, state, nowNanos);
    };
    counts.add(verdict);
    return verdict;
  }

  private Verdict send(Packet packet, ForwardingState state, long nowNanos) {
    if (!PacketChecks.isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (packet.octet(Packet.HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    // RFC 6275 10.4.2: "MUST NOT be tunneled to the mobile node" (of link-local destinations)
    if (!PacketChecks.hasRoutableAddresses(packet)) {
      return sendToGroup(packet, state, nowNanos);
    }
    long sourceHigh = packet.half(Packet.SOURCE);
    long sourceLow = packet.half(Packet.SOURCE + 8);
    long destinationHigh = packet.half(Packet.DESTINATION);
    long destinationLow = packet.half(Packet.DESTINATION + 8);
    ForwardingState.Entry home = state.localHome(sourceHigh, sourceLow);
    DirectPathTable.Entry toMobileNode =
        state.toMobileNodes().get(destinationHigh, destinationLow, sourceHigh, sourceLow, nowNanos);
    DirectPathTable.Entry fromHome =
        state.toCorrespondents().get(destinationHigh, destinationLow, sourceHigh, sourceLow, nowNanos);
    if (home != null || toMobileNode != null || fromHome != null) {
      return chain.read(packet, 0)
          ? sendFromHere(packet, state, toMobileNode, fromHome, nowNanos)
          : Verdict.MALFORMED;
    }
    return tunnel(packet, state, null, nowNanos);
  }

  private Verdict sendToGroup(Packet packet, ForwardingState state, long nowNanos) {
    if (!chain.read(packet, 0)) {
      return Verdict.MALFORMED;
    }
    if (GroupReception.isReport(chain.icmpv6Type(packet))) {
      // RFC 6275 11.3.4: "A mobile node MUST NOT tunnel multicast group membership control packets until (1) the mobile
      // node has a binding in place at the home agent, and (2) the latter sends at least one multicast group membership
      // control packet via the tunnel."
      ForwardingState.Entry entry = state.askedThrough(nowNanos);
      return entry == null ? Verdict.NOT_ASKED : enter(packet, entry, null, nowNanos);
    }
    // RFC 6275 11.3.4: "a mobile node that tunnels a multicast packet to its home agent MUST use its home address as
    // the IPv6 Source Address"
    return PacketChecks.isToGroup(packet)
            && state.isHomeAddress(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8))
        ? tunnel(packet, state, null, nowNanos)
        : Verdict.INNER_SCOPE;
  }

  private Verdict sendFromHere(
      Packet packet,
      ForwardingState state,
      DirectPathTable.@Nullable Entry toMobileNode,
      DirectPathTable.@Nullable Entry fromHome,
      long nowNanos) {
    if (!mayGoDirectly(packet) || toMobileNode == null && fromHome == null) {
      return tunnel(packet, state, null, nowNanos);
    }
    if (fromHome == null && state.localHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8)) != null) {
      return tunnel(packet, state, toMobileNode, nowNanos);
    }
    return sendDirectly(packet, toMobileNode, fromHome, nowNanos);
  }

  // RFC 6275 9.3.2: "the sending node MUST NOT do this in the following cases: When sending an IPv6 Neighbor Discovery
  // packet", and 11.3.1 likewise. What has further to go than its Destination Address has no path of its own; Mobility
  // Headers come from Roam6 with the headers that they need.
  private boolean mayGoDirectly(Packet packet) {
    int type = chain.icmpv6Type(packet);
    boolean neighborDiscovery = type >= Icmpv6Type.ROUTER_SOLICITATION && type <= Icmpv6Type.REDIRECT;
    return chain.protocol() != IpProtocol.MOBILITY
        && !neighborDiscovery
        && !chain.isRoutedElsewhere()
        && !chain.isRouted()
        && !chain.hasHomeAddress();
  }

  private Verdict sendDirectly(
      Packet packet,
      DirectPathTable.@Nullable Entry toMobileNode,
      DirectPathTable.@Nullable Entry fromHome,
      long nowNanos) {
    int headers = 0;
    int carried = Integer.MAX_VALUE;
    if (toMobileNode != null) {
      headers += HeaderChain.DIRECT_HEADER_LENGTH;
      carried = toMobileNode.mtu.octets(nowNanos);
    }
    if (fromHome != null) {
      headers += HeaderChain.DIRECT_HEADER_LENGTH;
      carried = Math.min(carried, fromHome.mtu.octets(nowNanos));
    }
    pathMtu = carried;
    unfragmentable = chain.insertion() + headers;
    // As with tunnels: a packet that each link carries goes in fragments where the path does not.
    int largest = Math.max(carried - headers, ForwardingState.MINIMUM_MTU);
    if (packet.largestSegment() > largest) {
      DirectPathTable.Entry path = Objects.requireNonNull(fromHome == null ? toMobileNode : fromHome);
      if (messages.write(packet, TunnelErrors.TOO_BIG, largest, path.careOfHigh, path.careOfLow, nowNanos)) {
        answer = Answer.TO_HOST;
      }
      return Verdict.TOO_BIG;
    }
    news.sentDirectly(packet, toMobileNode != null, fromHome != null, nowNanos);
    DirectHeaders.insert(packet, chain, toMobileNode, fromHome);
    return Verdict.DIRECT_SENT;
  }

  private Verdict tunnel(
      Packet packet,
      ForwardingState state,
      DirectPathTable.@Nullable Entry toMobileNode,
      long nowNanos) {
    ForwardingState.Entry first =
        state.remoteHome(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
    if (first == null || toMobileNode != null) {
      first = state.localHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
    }
    if (first == null) {
      // Whatever goes to a mobile node comes here. What a home address sends waits for its tunnel, to which the host's
      // other routes would only lead it back.
      boolean other =
          state.toMobileNodes().hasPeer(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8))
              && !state.isHomeAddress(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
      return other ? Verdict.AS_IT_IS : Verdict.NO_BINDING;
    }
    ForwardingState.Entry entry = alive(first, nowNanos);
    if (entry == null) {
      // A mobile node's own sockets need not know: it registers again.
      if (answerOf(first) == Answer.ROUTED) {
        owe(packet, TunnelErrors.UNREACHABLE, 0, first, nowNanos);
      }
      return Verdict.EXPIRED;
    }
    return enter(packet, entry, toMobileNode, nowNanos);
  }

  private Verdict enter(
      Packet packet,
      ForwardingState.Entry entry,
      DirectPathTable.@Nullable Entry toMobileNode,
      long nowNanos) {
    return entry.sending ? encapsulate(packet, entry, toMobileNode, nowNanos) : Verdict.NOT_SENDING;
  }

  private void owe(
      Packet packet, int typeAndCode, int parameter, ForwardingState.Entry from, long nowNanos) {
    if (messages.write(packet, typeAndCode, parameter, from.localEnd.high(), from.localEnd.low(), nowNanos)) {
      answer = answerOf(from);
    }
  }

  private static Answer answerOf(ForwardingState.Entry tunnel) {
    return switch (tunnel.side) {
      case HOME_AGENT -> Answer.ROUTED;
      case MOBILE_NODE -> Answer.TO_HOST;
    };
  }

  private Verdict encapsulate(
      Packet packet,
      ForwardingState.Entry entry,
      DirectPathTable.@Nullable Entry toMobileNode,
      long nowNanos) {
    // RFC 2473 4.1.2: "the entry-point node must not encapsulate" a packet that is its own tunnel packet
    if (packet.octet(Packet.NEXT_HEADER) == IpProtocol.IPV6
        && entry.carries(
            packet.half(Packet.DESTINATION),
            packet.half(Packet.DESTINATION + 8),
            packet.half(Packet.SOURCE),
            packet.half(Packet.SOURCE + 8))) {
      return Verdict.NESTED;
    }
    int limit = TunnelEncapsulationLimit.of(packet);
    if (limit == 0) {
      oweForSpentLimit(packet, entry, nowNanos);
      return Verdict.NESTED;
    }
    pathMtu = entry.pathMtu(nowNanos);
    unfragmentable = Packet.HEADER_LENGTH;
    int carried = pathMtu - OuterHeader.length(limit);
    boolean routed = toMobileNode != null && isCarriedBehindTunnel(packet, toMobileNode, nowNanos);
    if (toMobileNode != null && routed) {
      carried = Math.min(carried, toMobileNode.mtu.octets(nowNanos)) - HeaderChain.DIRECT_HEADER_LENGTH;
    }
    // RFC 2473 7.1: "max (tunnel MTU, IPv6 minimum link MTU)"; a packet "equal or smaller than the IPv6 minimum link
    // MTU" is encapsulated all the same, and its tunnel packet fragmented
    int largest = Math.max(carried, ForwardingState.MINIMUM_MTU);
    if (packet.largestSegment() > largest) {
      owe(packet, TunnelErrors.TOO_BIG, largest, entry, nowNanos);
      return Verdict.TOO_BIG;
    }
    tellTunnelled(packet, entry, nowNanos);
    int trafficClass = OuterHeader.trafficClass(packet);
    int flowLabel = OuterHeader.flowLabel(packet);
    if (toMobileNode != null && routed) {
      news.sentDirectly(packet, true, false, nowNanos);
      DirectHeaders.insert(packet, chain, toMobileNode, null);
    }
    OuterHeader.prepend(packet, entry, trafficClass, flowLabel, limit);
    return Verdict.ENCAPSULATED;
  }

  // Fragments could only be made before the tunnel: what the path behind it does not carry, nor its source can make
  // shorter, goes by both home agents.
  private static boolean isCarriedBehindTunnel(
      Packet packet, DirectPathTable.Entry toMobileNode, long nowNanos) {
    return packet.largestSegment() > ForwardingState.MINIMUM_MTU
        || packet.largestSegment() + HeaderChain.DIRECT_HEADER_LENGTH <= toMobileNode.mtu.octets(nowNanos);
  }

  // RFC 6275 11.7.2: the mobile node may ask for a direct path for what goes through the tunnel, but for its signalling
  // and what is between it and the home agent
  private void tellTunnelled(Packet packet, ForwardingState.Entry entry, long nowNanos) {
    long high = packet.half(Packet.DESTINATION);
    long low = packet.half(Packet.DESTINATION + 8);
    boolean toPeer = PacketChecks.isRoutable(high, low) && (high != entry.remoteHigh || low != entry.remoteLow);
    if (entry.side == Tunnel.Side.MOBILE_NODE && toPeer && chain.protocol() != IpProtocol.MOBILITY) {
      news.traffic(
          packet, DirectPath.Side.MOBILE_NODE, Event.Way.TUNNEL_SENT, Packet.SOURCE, Packet.DESTINATION, nowNanos);
    }
  }

  // RFC 2473 4.1.1: "an ICMP Parameter Problem message [ICMP-Spec] is sent to the source of the packet [...] and the
  // Pointer field is set to point to the third octet of the Tunnel Encapsulation Limit option"
  private void oweForSpentLimit(Packet packet, ForwardingState.Entry entry, long nowNanos) {
    if (packet.octet(Packet.NEXT_HEADER) == IpProtocol.DESTINATION_OPTIONS) {
      owe(packet, PARAMETER_PROBLEM, TunnelEncapsulationLimit.pointer(packet), entry, nowNanos);
    }
  }

  private Verdict receive(Packet packet, ForwardingState state, long nowNanos) {
    if (!PacketChecks.isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    return switch (packet.octet(Packet.NEXT_HEADER)) {
      case IpProtocol.FRAGMENT -> switch (reassembler.accept(packet, nowNanos)) {
        case COMPLETE -> decapsulate(packet, state, nowNanos);
        case WAITING -> Verdict.FRAGMENT_WAITS;
        case REFUSED -> Verdict.FRAGMENT_REFUSED;
      };
      case IpProtocol.ICMPV6 -> relay(packet, state, nowNanos);
      case IpProtocol.ROUTING, IpProtocol.HOP_BY_HOP_OPTIONS -> receiveDirect(packet, state, nowNanos);
      case IpProtocol.DESTINATION_OPTIONS -> TunnelEncapsulationLimit.tunnelHeaders(packet) < 0
          ? receiveDirect(packet, state, nowNanos)
          : decapsulate(packet, state, nowNanos);
      default -> decapsulate(packet, state, nowNanos);
    };
  }

  private Verdict receiveDirect(Packet packet, ForwardingState state, long nowNanos) {
    if (!chain.read(packet, 0)) {
      return Verdict.MALFORMED;
    }
    return chain.isRouted() || chain.hasHomeAddress()
        ? direct.receive(packet, chain, state, nowNanos)
        : Verdict.NOT_FOR_TUNNELS;
  }

  private Verdict relay(Packet packet, ForwardingState state, long nowNanos) {
    Verdict verdict = errors.relay(packet, state, nowNanos);
    if (verdict == Verdict.ERROR_RELAYED) {
      answer = answerOf(Objects.requireNonNull(errors.tunnel()));
    } else if (verdict == Verdict.NOT_FOR_TUNNELS) {
      verdict = directErrors.relay(packet, state, nowNanos);
      answer = verdict == Verdict.ERROR_RELAYED ? Answer.TO_HOST : Answer.NONE;
    }
    return verdict;
  }

  private Verdict decapsulate(Packet packet, ForwardingState state, long nowNanos) {
    int outerClass = OuterHeader.trafficClass(packet);
    long outerSourceHigh = packet.half(Packet.SOURCE);
    long outerSourceLow = packet.half(Packet.SOURCE + 8);
    long outerDestinationHigh = packet.half(Packet.DESTINATION);
    long outerDestinationLow = packet.half(Packet.DESTINATION + 8);
    int headers = TunnelEncapsulationLimit.tunnelHeaders(packet);
    if (headers < 0) {
      return Verdict.MALFORMED;
    }
    packet.strip(headers);
    if (!PacketChecks.isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (!PacketChecks.hasRoutableAddresses(packet)) {
      ForwardingState.Entry through = state.through(
          outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow, nowNanos);
      return chain.read(packet, 0) ? groups.receive(packet, chain, state, through, outerClass) : Verdict.MALFORMED;
    }
    if (packet.octet(Packet.HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    ForwardingState.Entry here = state.localHome(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
    ForwardingState.Entry there = state.remoteHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
    if (here == null && there == null) {
      news.unboundTunnelPacket(
          packet, outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow, nowNanos);
      return Verdict.NO_BINDING;
    }
    // RFC 6275 10.4.5: "MUST verify that the Source Address in the tunnel IP header is the mobile node's primary
    // care-of address"; the mobile node likewise takes packets from its home agent only.
    ForwardingState.Entry tunnel =
        carrying(here, outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow);
    if (tunnel == null) {
      tunnel = carrying(there, outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow);
    }
    if (tunnel == null && there != null) {
      tunnel =
          there.formerly(outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow, nowNanos);
    }
    if (tunnel == null) {
      return Verdict.SOURCE_NOT_BOUND;
    }
    if (tunnel.expiryNanos <= nowNanos) {
      return Verdict.EXPIRED;
    }
    return OuterHeader.carryCongestion(packet, outerClass)
        ? leaveTunnel(packet, tunnel, state, nowNanos)
        : Verdict.CONGESTION_NOT_CARRIED;
  }

  /** Looks at what came out of a tunnel as at what came from a link. */
  private Verdict leaveTunnel(Packet packet, ForwardingState.Entry tunnel, ForwardingState state, long nowNanos) {
    // Whatever contradicts itself the kernel may refuse, as all that came by a link.
    if (!chain.read(packet, 0)) {
      return Verdict.DECAPSULATED;
    }
    boolean signalling = chain.protocol() == IpProtocol.MOBILITY;
    if (tunnel.side == Tunnel.Side.HOME_AGENT) {
      // Where it goes, and whether it is for this host, its routes say.
      if (signalling) {
        news.signalling(packet);
      }
      return Verdict.DECAPSULATED;
    }
    if (signalling) {
      news.signalling(packet);
      return Verdict.SIGNALLING;
    }
    boolean fromHomeAgent = packet.half(Packet.SOURCE) == tunnel.remoteHigh
        && packet.half(Packet.SOURCE + 8) == tunnel.remoteLow;
    int type = chain.icmpv6Type(packet);
    if (chain.isRouted() || chain.hasHomeAddress()) {
      Verdict verdict = direct.receive(packet, chain, state, nowNanos);
      if (verdict != Verdict.DIRECT_RECEIVED) {
        return verdict;
      }
    } else if (type > 0 && type <= Icmpv6Type.PARAMETER_PROBLEM) {
      news.signalling(packet);
      directErrors.relay(packet, state, nowNanos);
    }
    // RFC 6275 11.7.2: "The Source Address in the tunnel (outer) IPv6 header differs from the Source Address in the
    // original (inner) IPv6 header."
    if (!fromHomeAgent) {
      news.traffic(
          packet, DirectPath.Side.MOBILE_NODE, Event.Way.TUNNEL_RECEIVED, Packet.DESTINATION, Packet.SOURCE, nowNanos);
    }
    return Verdict.DECAPSULATED;
  }

  private static ForwardingState.@Nullable Entry alive(ForwardingState.Entry first, long nowNanos) {
    ForwardingState.@Nullable Entry entry = first;
    while (entry != null && entry.expiryNanos <= nowNanos) {
      entry = entry.next;
    }
    return entry;
  }

  /**
   * The binding, of those that begin with {@code first}, whose tunnel ends are the addresses that stand at these places.
   */
  static ForwardingState.@Nullable Entry carrying(
      ForwardingState.@Nullable Entry first, Packet packet, int remote, int local) {
    return carrying(
        first, packet.half(remote), packet.half(remote + 8), packet.half(local), packet.half(local + 8));
  }

  private static ForwardingState.@Nullable Entry carrying(
      ForwardingState.@Nullable Entry first,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow) {
    ForwardingState.@Nullable Entry entry = first;
    while (entry != null && !entry.carries(sourceHigh, sourceLow, destinationHigh, destinationLow)) {
      entry = entry.next;
    }
    return entry;
  }
}
