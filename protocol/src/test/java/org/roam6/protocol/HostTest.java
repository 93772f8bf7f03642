package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.PacketTooBig;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.DestinationOptions;
import org.roam6.wire.ip.FragmentHeader;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** RFC 6275 9.2 and 9.3.1: what becomes of packets before a role sees them, and the one answer that a bad one gets. */
class HostTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final LinkLayerAddress NEIGHBOR = LinkLayerAddress.parse("02:00:00:00:00:02");
  private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address THERE = Ipv6Address.parse("2001:db8:2::9");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final MobilityHeader UPDATE =
      MobilityHeader.of(new BindingUpdate(7, true, true, false, false, 0, 60, List.of()));

  private static final DhcpMessage REPLY =
      new DhcpMessage(DhcpMessageType.REPLY, 0x123456, List.of(new RapidCommit()));

  private final Listener one = new Listener(Set.of());
  private final Listener other = new Listener(Set.of(HOME));
  private final Host host = new Host(List.of(one, other));
  private Time now = Time.ZERO.plus(Duration.ofSeconds(100));

  HostTest() {
    host.handle(new Event.AddressChanged(ETH0, HERE, AddressState.READY), now);
    one.events.clear();
    other.events.clear();
  }

  @Test
  void handsEveryRoleAWellFormedBindingUpdateWithItsHomeAddress() {
    assertThat(receive(update().withHomeAddressOption(HOME))).isEmpty();
    assertThat(one.events).hasSize(1).isEqualTo(other.events);
    var received = (Event.MobilityMessageReceived) one.events.getFirst();
    assertThat(received.header().message()).isEqualTo(UPDATE.message());
    assertThat(received.octets()).isEqualTo(UPDATE.encode(HOME, HERE));
    assertThat(received.arrival().source()).isEqualTo(THERE);
    assertThat(received.arrival().claimedSource()).isEqualTo(HOME);
  }

  @Test
  void handsEveryRoleADhcpMessageToTheClientPort() {
    assertThat(receive(udp(546, REPLY.encode()))).isEmpty();
    assertThat(one.events).hasSize(1).isEqualTo(other.events);
    var received = (Event.DhcpMessageReceived) one.events.getFirst();
    assertThat(received.message()).isEqualTo(REPLY);
    assertThat(received.arrival().destination()).isEqualTo(HERE);
  }

  @Test
  void leavesOtherDatagramsToTheKernel() {
    receive(udp(547, REPLY.encode()));
    receive(Ipv6Packet.of(THERE, HERE, 64, IpProtocol.UDP, Octets.ofHex("022302")));
    assertNothingHappened();
    assertThat(host.snapshot().drops()).isEmpty();
  }

  @Test
  void discardsADhcpMessageThatIsNotWellFormed() {
    receive(udp(546, Octets.ofHex("07000001000e0001")));
    assertDropped(DropCause.DHCP_MALFORMED);
  }

  @Test
  void discardsADatagramWithAWrongChecksum() {
    Ipv6Packet right = udp(546, REPLY.encode());
    receive(Ipv6Packet.of(THERE, HERE, 64, IpProtocol.UDP, changed(right.payload(), 9, 1)));
    assertDropped(DropCause.DHCP_MALFORMED);
  }

  private static Ipv6Packet udp(int port, Octets data) {
    return Ipv6Packet.of(
        THERE, HERE, 64, IpProtocol.UDP, new UdpDatagram(547, port, data).encode(THERE, HERE));
  }

  @Test
  void ignoresWhatIsForOthers() {
    receive(Ipv6Packet.of(THERE, HOME, 64, IpProtocol.MOBILITY, UPDATE.encode(THERE, HOME)));
    assertNothingHappened();
    assertThat(host.snapshot().drops()).isEmpty();
  }

  @Test
  @Tag("R6275-115")
  @Tag("R6275-152")
  @Tag("R6275-164")
  @Tag("R6275-208")
  void discardsAWrongMobilityChecksumInSilence() {
    assertThat(receive(mobility(changed(UPDATE.encode(THERE, HERE), 8, 1)))).isEmpty();
    assertDropped(DropCause.MOBILITY_CHECKSUM);
  }

  @Test
  @Tag("R6275-116")
  @Tag("R6275-126")
  @Tag("R6275-164")
  @Tag("R6275-208")
  void answersAnUnknownMobilityTypeWithBindingErrorTwo() {
    Octets unknown = resummed(changed(UPDATE.encode(THERE, HERE), 2, 200));
    Ipv6Packet answer = sent(receive(mobility(unknown)));
    assertThat(answer.header().source()).isEqualTo(HERE);
    assertThat(answer.header().destination()).isEqualTo(THERE);
    assertThat(error(answer)).isEqualTo(new BindingError(2, Ipv6Address.UNSPECIFIED, List.of()));
    assertDropped(DropCause.MOBILITY_TYPE);
  }

  @Test
  @Tag("R6275-126")
  void copiesTheHomeAddressIntoABindingError() {
    Octets unknown = resummed(changed(UPDATE.encode(HOME, HERE), 2, 200), HOME);
    Ipv6Packet answer = sent(receive(mobility(unknown).withHomeAddressOption(HOME)));
    assertThat(answer.header().destination()).isEqualTo(THERE);
    assertThat(error(answer).homeAddress()).isEqualTo(HOME);
  }

  @Test
  @Tag("R6275-117")
  @Tag("R6275-164")
  @Tag("R6275-208")
  void pointsAtAWrongPayloadProtocol() {
    Ipv6Packet bad = mobility(resummed(changed(UPDATE.encode(THERE, HERE), 0, IpProtocol.TCP)));
    assertThat(problem(sent(receive(bad)))).isEqualTo(new ParameterProblem(0, 40, bad.encode()));
    assertDropped(DropCause.MOBILITY_PAYLOAD_PROTOCOL);
  }

  @Test
  @Tag("R6275-118")
  @Tag("R6275-164")
  @Tag("R6275-208")
  void pointsAtAHeaderLengthThatIsTooShortBehindExtensionHeaders() {
    Octets shortened = changed(UPDATE.encode(HOME, HERE), 1, 0).slice(0, 8);
    Ipv6Packet bad = mobility(resummed(shortened, HOME)).withHomeAddressOption(HOME);
    assertThat(problem(sent(receive(bad))).pointer()).isEqualTo(40 + 24 + 1);
    assertDropped(DropCause.MOBILITY_LENGTH);
  }

  @Test
  @Tag("R6275-125")
  void answersNoGroupAndNoUnspecifiedSource() {
    for (Ipv6Address source : List.of(Ipv6Address.UNSPECIFIED, Ipv6Address.ALL_NODES, Ipv6Address.LOOPBACK)) {
      Octets unknown = resummed(changed(UPDATE.encode(source, HERE), 2, 200), source);
      assertThat(receive(Ipv6Packet.of(source, HERE, 64, IpProtocol.MOBILITY, unknown))).isEmpty();
    }
    assertDropped(DropCause.MOBILITY_TYPE);
  }

  @Test
  @Tag("R6275-127")
  void limitsTheRateOfAnswers() {
    Ipv6Packet bad = mobility(resummed(changed(UPDATE.encode(THERE, HERE), 2, 200)));
    int answers = 0;
    for (int i = 0; i < 1000; i++) {
      answers += receive(bad).size();
    }
    assertThat(answers).isEqualTo(Host.ANSWERS_IN_A_ROW);
    assertThat(host.snapshot().answersWithheld()).isEqualTo(1000 - Host.ANSWERS_IN_A_ROW);
    now = now.plus(Duration.ofMillis(250));
    assertThat(receive(bad)).hasSize(1);
    assertThat(receive(bad)).hasSize(1);
    assertThat(receive(bad)).isEmpty();
  }

  @Test
  @Tag("R6275-127")
  void limitsTheRateOfAnswersToHomeAddressesWithThem() {
    Event unbound = new Event.UnboundHomeAddress(THERE, HERE, HOME);
    int answers = receive(mobility(resummed(changed(UPDATE.encode(THERE, HERE), 2, 200)))).size();
    for (int i = 0; i < 1000; i++) {
      answers += host.handle(unbound, now).size();
    }
    assertThat(answers).isEqualTo(Host.ANSWERS_IN_A_ROW);
  }

  @Test
  @Tag("R6275-001")
  @Tag("R6275-054")
  @Tag("R6275-119")
  @Tag("R6275-134")
  void dropsAHomeAddressThatIsNotRoutable() {
    for (String home : List.of("ff02::1", "fe80::1", "::", "::1", "::ffff:192.0.2.1")) {
      assertThat(receive(update().withHomeAddressOption(Ipv6Address.parse(home)))).isEmpty();
    }
    assertDropped(DropCause.HOME_ADDRESS_NOT_ROUTABLE);
  }

  @Test
  @Tag("R6275-120")
  @Tag("R6275-126")
  void answersAHomeAddressWithoutBindingWithBindingErrorOne() {
    assertThat(error(sent(host.handle(new Event.UnboundHomeAddress(THERE, HERE, HOME), now))))
        .isEqualTo(new BindingError(1, HOME, List.of()));
    assertDropped(DropCause.HOME_ADDRESS_WITHOUT_BINDING);
  }

  @Test
  @Tag("R6275-125")
  void answersNoHomeAddressFromAGroupOrNoSource() {
    for (Ipv6Address source : List.of(Ipv6Address.UNSPECIFIED, Ipv6Address.ALL_NODES, Ipv6Address.LOOPBACK)) {
      assertThat(host.handle(new Event.UnboundHomeAddress(source, HERE, HOME), now)).isEmpty();
    }
    assertDropped(DropCause.HOME_ADDRESS_WITHOUT_BINDING);
  }

  @Test
  void answersNoHomeAddressInAPacketForSomebodyElse() {
    assertThat(host.handle(new Event.UnboundHomeAddress(THERE, HOME, HOME), now)).isEmpty();
    assertThat(host.snapshot().drops()).isEmpty();
  }

  @Test
  void leavesOtherPacketsWithAHomeAddressToTheDataPlane() {
    Ipv6Packet ping =
        Ipv6Packet.of(
            THERE, HERE, 64, IpProtocol.ICMPV6, new EchoRequest(1, 1, Octets.of((byte) 1)).encode(HOME, HERE));
    assertThat(receive(ping.withHomeAddressOption(HOME))).isEmpty();
    assertNothingHappened();
    assertThat(host.snapshot().drops()).isEmpty();
  }

  @Test
  void handsEveryRoleADiscoveryMessageWithItsHomeAddress() {
    MobilePrefixSolicitation asked = new MobilePrefixSolicitation(7, List.of());
    receive(
        Ipv6Packet.of(THERE, HERE, 64, IpProtocol.ICMPV6, asked.encode(HOME, HERE)).withHomeAddressOption(HOME));
    var received = (Event.DiscoveryMessageReceived) one.events.getFirst();
    assertThat(received.message()).isEqualTo(asked);
    assertThat(received.arrival().source()).isEqualTo(THERE);
    assertThat(received.arrival().homeAddressOption()).contains(HOME);
  }

  @Test
  @Tag("R6275-059")
  @Tag("R6275-092")
  void takesAType2RoutingHeaderOnlyForAHomeAddressThatItHas() {
    assertThat(receive(update().withType2RoutingHeader(HOME))).isEmpty();
    assertDropped(DropCause.ROUTING_HEADER);
    host.handle(new Event.AddressChanged(ETH0, HOME, AddressState.READY), now);
    one.events.clear();
    receive(
        Ipv6Packet.of(THERE, HERE, 64, IpProtocol.MOBILITY, UPDATE.encode(THERE, HOME))
            .withType2RoutingHeader(HOME));
    assertThat(one.events).hasSize(1);
  }

  @Test
  @Tag("R6275-059")
  @Tag("R6275-092")
  void dropsAType2RoutingHeaderForAnAddressThatIsNoHomeAddress() {
    assertThat(
            receive(
                Ipv6Packet.of(THERE, HERE, 64, IpProtocol.MOBILITY, UPDATE.encode(THERE, HERE))
                    .withType2RoutingHeader(HERE)))
        .isEmpty();
    assertDropped(DropCause.ROUTING_HEADER);
  }

  @Test
  void hasAnAddressUntilItHasLeftAllInterfaces() {
    InterfaceName tunnel = new InterfaceName("roam0");
    host.handle(new Event.AddressChanged(ETH0, HOME, AddressState.READY), now);
    host.handle(new Event.AddressChanged(tunnel, HOME, AddressState.READY), now);
    host.handle(new Event.AddressChanged(ETH0, HOME, AddressState.ABSENT), now);
    one.events.clear();
    receive(
        Ipv6Packet.of(THERE, HERE, 64, IpProtocol.MOBILITY, UPDATE.encode(THERE, HOME))
            .withType2RoutingHeader(HOME));
    assertThat(one.events).hasSize(1);

    host.handle(new Event.AddressChanged(tunnel, HOME, AddressState.ABSENT), now);
    one.events.clear();
    other.events.clear();
    assertThat(receive(update().withType2RoutingHeader(HOME))).isEmpty();
    assertDropped(DropCause.ROUTING_HEADER);
  }

  @Test
  void believesNeighborDiscoveryOnlyFromTheLink() {
    NeighborSolicitation solicitation = new NeighborSolicitation(HERE, List.of());
    Octets octets = solicitation.encode(THERE, HERE);
    receive(Ipv6Packet.of(THERE, HERE, 254, IpProtocol.ICMPV6, octets));
    assertDropped(DropCause.NEIGHBOR_DISCOVERY_INVALID);
    receive(Ipv6Packet.of(THERE, HERE, 255, IpProtocol.ICMPV6, octets));
    assertThat(one.events).hasSize(1);
  }

  @Test
  void handsGroupsTheSolicitationsOfNeighbors() {
    Octets octets = new RouterSolicitation(List.of()).encode(THERE, Ipv6Address.ALL_ROUTERS);
    receive(Ipv6Packet.of(THERE, Ipv6Address.ALL_ROUTERS, 255, IpProtocol.ICMPV6, octets));
    assertThat(one.events).hasSize(1);
  }

  @Test
  void handsOnErrorsOfRouters() {
    Octets error = new PacketTooBig(1400, update().encode()).encode(THERE, HERE);
    receive(Ipv6Packet.of(THERE, HERE, 64, IpProtocol.ICMPV6, error));
    assertThat(one.events).hasSize(1).first().isInstanceOf(Event.ErrorReceived.class);
  }

  @Test
  void survivesEveryTruncationAndAnyChangedOctet() {
    byte[] whole = update().withHomeAddressOption(HOME).encode().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      host.handle(new Event.PacketReceived(ETH0, NEIGHBOR, Octets.of(whole, 0, length)), now);
    }
    assertNothingHappened();
    Random random = new Random(6275);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      now = now.plus(Duration.ofMillis(1));
      host.handle(new Event.PacketReceived(ETH0, NEIGHBOR, Octets.of(changed)), now);
    }
    // A change that the Internet checksum does not cover: traffic class, flow label, hop limit, the other half of a
    // sum.
    assertThat(one.events)
        .allSatisfy(event -> assertThat(event).isInstanceOf(Event.MobilityMessageReceived.class));
  }

  @Test
  void takesAPacketForAnAddressThatARoleHasJustAskedFor() {
    one.answer = List.of(new Effect.Want(new Desired.InterfaceAddress(
        ETH0, HOME, 64, Desired.DuplicateDetection.OPTIMISTIC, Desired.SourceUse.PREFERRED)));
    host.handle(new Event.DeadlineReached(), now);
    one.events.clear();
    receive(Ipv6Packet.of(THERE, HOME, 64, IpProtocol.MOBILITY, UPDATE.encode(THERE, HOME)));
    assertThat(one.events).hasSize(1);
  }

  @Test
  void putsABindingUpdateTogetherThatCameInFragments() {
    Octets whole = UPDATE.encode(HOME, HERE);
    receive(fragment(whole.slice(0, 8), 0, true));
    assertNothingHappened();
    receive(fragment(whole.slice(8, whole.length()), 8, false));
    assertThat(one.events).hasSize(1).first().isInstanceOf(Event.MobilityMessageReceived.class);
  }

  @Test
  void dropsFragmentsThatOverlap() {
    Octets whole = UPDATE.encode(HOME, HERE);
    receive(fragment(whole.slice(0, 8), 0, true));
    receive(fragment(changed(whole.slice(0, 8), 7, 99), 0, true));
    receive(fragment(whole.slice(8, whole.length()), 8, false));
    assertDropped(DropCause.FRAGMENT);
  }

  private static Ipv6Packet fragment(Octets piece, int offset, boolean more) {
    return new Ipv6Packet(
        mobility(piece).header(),
        List.of(DestinationOptions.ofHomeAddress(HOME), new FragmentHeader(offset, more, 7)),
        IpProtocol.MOBILITY,
        piece);
  }

  @Test
  void wakesForTheEarliestOfItsRoles() {
    one.deadline = now.plus(Duration.ofSeconds(9));
    other.deadline = now.plus(Duration.ofSeconds(5));
    assertThat(host.nextDeadline()).isEqualTo(other.deadline);
  }

  private static final class Listener implements Node {
    final List<Event> events = new ArrayList<>();
    private final Set<Ipv6Address> homeAddresses;
    List<Effect> answer = List.of();
    Time deadline = Time.NEVER;

    @Override
    public List<Effect> handle(Event event, Time now) {
      events.add(event);
      return answer;
    }

    Listener(Set<Ipv6Address> homeAddresses) {
      this.homeAddresses = homeAddresses;
    }

    @Override
    public Time nextDeadline() {
      return deadline;
    }

    @Override
    public Set<Ipv6Address> homeAddresses() {
      return homeAddresses;
    }
  }

  private List<Effect> receive(Ipv6Packet packet) {
    return host.handle(new Event.PacketReceived(ETH0, NEIGHBOR, packet.encode()), now);
  }

  private void assertNothingHappened() {
    assertThat(one.events).isEmpty();
    assertThat(other.events).isEmpty();
  }

  private void assertDropped(DropCause cause) {
    assertNothingHappened();
    assertThat(host.snapshot().drops()).extracting(Map::keySet).isEqualTo(Set.of(cause));
  }

  private static Ipv6Packet update() {
    // The checksum that goes with a Home Address option for HOME.
    return mobility(UPDATE.encode(HOME, HERE));
  }

  private static Ipv6Packet mobility(Octets header) {
    return Ipv6Packet.of(THERE, HERE, 64, IpProtocol.MOBILITY, header);
  }

  private static Octets changed(Octets octets, int index, int value) {
    byte[] bytes = octets.toByteArray();
    bytes[index] = (byte) value;
    return Octets.of(bytes);
  }

  private static Octets resummed(Octets header) {
    return resummed(header, THERE);
  }

  private static Octets resummed(Octets header, Ipv6Address source) {
    byte[] bytes = header.toByteArray();
    ByteBuffer.wrap(bytes).putShort(4, (short) 0);
    int sum = Checksum.ofUpperLayer(source, HERE, IpProtocol.MOBILITY, Octets.of(bytes));
    ByteBuffer.wrap(bytes).putShort(4, (short) sum);
    return Octets.of(bytes);
  }

  private static Ipv6Packet sent(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    return value(Ipv6Packet.decode(((Effect.SendRouted) effects.getFirst()).packet()));
  }

  private static BindingError error(Ipv6Packet packet) {
    MobilityHeader header =
        value(
            MobilityHeader.decode(
                packet.payload(), packet.header().source(), packet.header().destination()));
    BindingError error = (BindingError) header.message();
    return new BindingError(error.status(), error.homeAddress(), List.of());
  }

  private static ParameterProblem problem(Ipv6Packet packet) {
    return (ParameterProblem)
        value(
            Icmpv6Message.decode(
                packet.payload(), packet.header().source(), packet.header().destination()));
  }

  private static <T> T value(Decoded<T> decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Value.class);
    return ((Decoded.Value<T>) decoded).value();
  }
}
