package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.MulticastListenerDiscovery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/** Messages of all kinds through a host, and what it has counted then. */
class MessageCounterTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final LinkLayerAddress NEIGHBOR = LinkLayerAddress.parse("02:00:00:00:00:02");
  private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address THERE = Ipv6Address.parse("2001:db8:2::9");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");

  /** A role that sends what a test wants. */
  private static final class Sender implements Node {
    private final Role role;
    private List<Effect> effects = List.of();

    Sender(Role role) {
      this.role = role;
    }

    @Override
    public List<Effect> handle(Event event, Time now) {
      return event instanceof Event.DeadlineReached ? effects : List.of();
    }

    @Override
    public Time nextDeadline() {
      return Time.NEVER;
    }

    @Override
    public Role role() {
      return role;
    }
  }

  private final Sender homeAgent = new Sender(Role.HOME_AGENT);
  private final Sender mobileNode = new Sender(Role.MOBILE_NODE);
  private final Sender correspondent = new Sender(Role.CORRESPONDENT);

  private Host host(Node... roles) {
    Host host = new Host(List.of(roles));
    host.handle(new Event.AddressChanged(ETH0, HERE, AddressState.READY), Time.ZERO);
    return host;
  }

  private static BindingUpdate update(boolean home) {
    return new BindingUpdate(7, true, home, false, false, 0, 60, List.of());
  }

  private static BindingAcknowledgement acknowledgement(int status) {
    return new BindingAcknowledgement(status, false, 0, 7, 60, List.of());
  }

  private static Ipv6Packet mobility(MobilityMessage message, Ipv6Address source) {
    return Ipv6Packet.of(THERE, HERE, 64, IpProtocol.MOBILITY, MobilityHeader.of(message).encode(source, HERE));
  }

  private static Ipv6Packet icmpv6(Icmpv6Message message, int hopLimit) {
    return Ipv6Packet.of(THERE, HERE, hopLimit, IpProtocol.ICMPV6, message.encode(THERE, HERE));
  }

  private static void receive(Host host, Ipv6Packet packet) {
    host.handle(new Event.PacketReceived(ETH0, NEIGHBOR, packet.encode()), Time.ZERO);
  }

  private static MessageCounts of(SortedMap<Role, MessageCounts> counts, Role role) {
    assertThat(counts).containsKey(role);
    return Objects.requireNonNull(counts.get(role));
  }

  private static Map<MessageKind, Long> received(Host host, Role role) {
    SortedMap<Role, MessageCounts> counts = host.snapshot().received();
    return of(counts, role).messages();
  }

  @Test
  void countsEachKindOfMobilityHeaderForTheRoleThatItIsFor() {
    Host host = host(homeAgent, mobileNode, correspondent);
    Map<MobilityMessage, Role> receivers =
        Map.of(
            new BindingRefreshRequest(List.of()), Role.MOBILE_NODE,
            new HomeTestInit(1, List.of()), Role.CORRESPONDENT,
            new CareOfTestInit(1, List.of()), Role.CORRESPONDENT,
            new HomeTest(1, 1, 1, List.of()), Role.MOBILE_NODE,
            new CareOfTest(1, 1, 1, List.of()), Role.MOBILE_NODE,
            update(true), Role.HOME_AGENT,
            update(false), Role.CORRESPONDENT,
            acknowledgement(0), Role.MOBILE_NODE,
            new BindingError(1, HOME, List.of()), Role.MOBILE_NODE);
    receivers.keySet().forEach(message -> receive(host, mobility(message, THERE)));

    assertThat(received(host, Role.HOME_AGENT)).isEqualTo(Map.of(MessageKind.BINDING_UPDATE, 1L));
    assertThat(received(host, Role.CORRESPONDENT))
        .isEqualTo(
            Map.of(
                MessageKind.HOME_TEST_INIT, 1L,
                MessageKind.CARE_OF_TEST_INIT, 1L,
                MessageKind.BINDING_UPDATE, 1L));
    assertThat(received(host, Role.MOBILE_NODE))
        .isEqualTo(
            Map.of(
                MessageKind.BINDING_REFRESH_REQUEST, 1L,
                MessageKind.HOME_TEST, 1L,
                MessageKind.CARE_OF_TEST, 1L,
                MessageKind.BINDING_ACKNOWLEDGEMENT, 1L,
                MessageKind.BINDING_ERROR, 1L));
  }

  @Test
  void countsDiscoveryOfHomeAgentsAndPrefixesAndNeighbors() {
    Host host = host(homeAgent, mobileNode);
    receive(host, icmpv6(new HomeAgentAddressDiscoveryRequest(1, false), 64));
    receive(host, icmpv6(new HomeAgentAddressDiscoveryReply(1, false, List.of(HERE)), 64));
    receive(host, icmpv6(new MobilePrefixSolicitation(1, List.of(), 0), 64));
    receive(host, icmpv6(new MobilePrefixAdvertisement(1, false, false, List.of(), 0), 64));
    receive(host, icmpv6(new NeighborSolicitation(HERE, List.of()), 255));
    receive(host, icmpv6(new RouterSolicitation(List.of()), 255));

    assertThat(received(host, Role.HOME_AGENT))
        .isEqualTo(
            Map.of(
                MessageKind.HOME_AGENT_ADDRESS_DISCOVERY_REQUEST, 1L,
                MessageKind.MOBILE_PREFIX_SOLICITATION, 1L,
                MessageKind.NEIGHBOR_SOLICITATION, 1L));
    assertThat(received(host, Role.MOBILE_NODE))
        .isEqualTo(
            Map.of(
                MessageKind.HOME_AGENT_ADDRESS_DISCOVERY_REPLY, 1L,
                MessageKind.MOBILE_PREFIX_ADVERTISEMENT, 1L));
    // No role of this host is there for it.
    assertThat(received(host, Role.HOST)).isEqualTo(Map.of(MessageKind.ROUTER_SOLICITATION, 1L));
  }

  @Test
  void countsAcknowledgementsAndErrorsByStatusInBothDirections() {
    Host host = host(homeAgent, mobileNode);
    for (int status : List.of(0, 0, 129, 255)) {
      receive(host, mobility(acknowledgement(status), THERE));
    }
    receive(host, mobility(new BindingError(2, HOME, List.of()), THERE));
    send(host, homeAgent, sent(acknowledgement(135), Optional.of(HOME)), sent(acknowledgement(1), Optional.empty()));
    send(host, homeAgent, sent(new BindingError(1, HOME, List.of()), Optional.empty()));

    MessageCounts in = of(host.snapshot().received(), Role.MOBILE_NODE);
    assertThat(in.acknowledgementStatuses()).isEqualTo(Map.of(0, 2L, 129, 1L, 255, 1L));
    assertThat(in.errorStatuses()).isEqualTo(Map.of(2, 1L));
    MessageCounts out = of(host.snapshot().sent(), Role.HOME_AGENT);
    assertThat(out.messages())
        .isEqualTo(Map.of(MessageKind.BINDING_ACKNOWLEDGEMENT, 2L, MessageKind.BINDING_ERROR, 1L));
    assertThat(out.acknowledgementStatuses()).isEqualTo(Map.of(1, 1L, 135, 1L));
    assertThat(out.errorStatuses()).isEqualTo(Map.of(1, 1L));
    assertThat(out.routingHeaders()).isEqualTo(1);
    assertThat(out.homeAddressOptions()).isZero();
  }

  private static Effect sent(MobilityMessage message, Optional<Ipv6Address> routingHeaderTo) {
    return new Effect.SendRouted(
        SignallingPacket.of(HERE, THERE, routingHeaderTo, MobilityHeader.of(message)).encode());
  }

  private static void send(Host host, Sender role, Effect... effects) {
    role.effects = List.of(effects);
    host.handle(new Event.DeadlineReached(), Time.ZERO);
    role.effects = List.of();
  }

  @Test
  void countsHomeAddressOptionsInBothDirections() {
    Host host = host(homeAgent, mobileNode);
    receive(host, mobility(update(true), HOME).withHomeAddressOption(HOME));
    Octets header = MobilityHeader.of(update(true)).encode(HOME, THERE);
    Ipv6Packet packet = Ipv6Packet.of(HERE, THERE, 64, IpProtocol.MOBILITY, header).withHomeAddressOption(HOME);
    send(host, mobileNode, new Effect.SendRouted(packet.encode()));

    assertThat(of(host.snapshot().received(), Role.HOME_AGENT).homeAddressOptions()).isEqualTo(1);
    MessageCounts out = of(host.snapshot().sent(), Role.MOBILE_NODE);
    assertThat(out.homeAddressOptions()).isEqualTo(1);
    assertThat(out.messages()).isEqualTo(Map.of(MessageKind.BINDING_UPDATE, 1L));
  }

  @Test
  void countsWhatTheHostItselfAnswers() {
    Host host = host(homeAgent);
    Octets unknown =
        Octets.of((byte) 59, (byte) 0, (byte) 200, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    int sum = Checksum.ofUpperLayer(THERE, HERE, IpProtocol.MOBILITY, unknown);
    receive(
        host,
        Ipv6Packet.of(
            THERE, HERE, 64, IpProtocol.MOBILITY, unknown.with(4, sum >>> 8).with(5, sum & 0xff)));

    assertThat(host.snapshot().received()).isEmpty();
    assertThat(of(host.snapshot().sent(), Role.HOST).errorStatuses()).isEqualTo(Map.of(2, 1L));
    assertThat(host.snapshot().sent().keySet()).isEqualTo(Set.of(Role.HOST));
  }

  @Test
  void countsWhatGoesOutOnALink() {
    Host host = host(homeAgent);
    Ipv6Packet question = icmpv6(new NeighborSolicitation(HERE, List.of()), 255);
    Supplier<Effect> effect = () -> new Effect.SendOnLink(ETH0, NEIGHBOR, question.encode());
    send(host, homeAgent, effect.get(), effect.get());
    assertThat(of(host.snapshot().sent(), Role.HOME_AGENT).messages())
        .isEqualTo(Map.of(MessageKind.NEIGHBOR_SOLICITATION, 2L));
  }

  @Test
  void countsWhatGoesThroughTheTunnel() {
    Host host = host(homeAgent);
    MulticastListenerQueryV2 query = new MulticastListenerQueryV2(1_000, Ipv6Address.UNSPECIFIED, 2, 125);
    Ipv6Packet inner = MulticastListenerDiscovery.packet(HERE, Ipv6Address.ALL_NODES, query);
    send(host, homeAgent, new Effect.SendRouted(Ipv6Packet.encapsulate(inner, HERE, THERE, 64).encode()));
    assertThat(of(host.snapshot().sent(), Role.HOME_AGENT).messages())
        .isEqualTo(Map.of(MessageKind.MULTICAST_LISTENER_QUERY, 1L));
  }
}
