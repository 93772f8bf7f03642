package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.kernel.Machine.ETH0;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.icmp.TargetLinkLayerAddress;

/** RFC 4862 5.4 and RFC 4429: duplicates are found, and an optimistic address is used with care meanwhile. */
class NicTest {

  private static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Address PEER = Ipv6Address.parse("fe80::77");
  private static final LinkLayerAddress OWN = new LinkLayerAddress(0x0200_0000_0001L);
  private static final LinkLayerAddress PEER_LINK_LAYER = new LinkLayerAddress(0x0200_0000_0077L);

  private final Agenda agenda = new Agenda();
  private final Machine machine = new Machine(agenda);
  private final Link link = Machine.link("link", agenda);
  private final List<Frame> heard = new ArrayList<>();
  private final List<Frame> atOwn = new ArrayList<>();
  private final Port own = Machine.listener("own", OWN, atOwn);
  private final Port peer = Machine.listener("peer", PEER_LINK_LAYER, heard);
  private final Nic nic = new Nic(own, machine);

  @BeforeEach
  void plugIn() {
    link.attach(own);
    link.attach(peer);
    peer.join(LinkLayerAddress.ofMulticast(ADDRESS.solicitedNode()));
  }

  private void add(DuplicateDetection detection) {
    nic.add(new HostAddress(ADDRESS, 64, detection), true);
  }

  private void millis(long millis) {
    Machine.pass(agenda, Duration.ofMillis(millis));
  }

  private AddressState state() {
    return nic.find(ADDRESS).map(HostAddress::state).orElse(AddressState.ABSENT);
  }

  private List<AddressState> told() {
    return machine.events.stream()
        .map(Event.AddressChanged.class::cast)
        .filter(event -> event.on().equals(ETH0) && event.address().equals(ADDRESS))
        .map(Event.AddressChanged::state)
        .toList();
  }

  private void probe() {
    nic.heard(PEER_LINK_LAYER, Ipv6Address.UNSPECIFIED, new NeighborSolicitation(ADDRESS, List.of()));
  }

  private void ask() {
    nic.heard(
        PEER_LINK_LAYER,
        PEER,
        new NeighborSolicitation(ADDRESS, List.of(new SourceLinkLayerAddress(PEER_LINK_LAYER))));
  }

  private void advertise(LinkLayerAddress from) {
    nic.heard(
        from,
        ADDRESS,
        new NeighborAdvertisement(false, false, true, ADDRESS, List.of(new TargetLinkLayerAddress(from))));
  }

  private List<Octets> packets() {
    return Machine.packets(heard);
  }

  private List<NeighborAdvertisement> advertisements() {
    return Machine.messages(packets(), NeighborAdvertisement.class);
  }

  @Test
  void anAddressIsReadyASecondAfterNobodyAnsweredTheProbe() {
    add(DuplicateDetection.BEFORE_USE);
    millis(999);
    assertThat(state()).isEqualTo(AddressState.TENTATIVE);
    millis(2);
    assertThat(state()).isEqualTo(AddressState.READY);
    assertThat(told()).containsExactly(AddressState.TENTATIVE, AddressState.READY);
  }

  // RFC 4862 5.4.2: "the IP source is set to the unspecified address, and the IP destination is set to the
  // solicited-node multicast address of the target address"
  @Test
  void theProbeIsFromNobodyToTheSolicitedNodeGroup() {
    add(DuplicateDetection.BEFORE_USE);
    millis(2000);
    assertThat(packets()).hasSize(1);
    assertThat(PacketFields.source(packets().getFirst())).isEqualTo(Ipv6Address.UNSPECIFIED);
    assertThat(PacketFields.destination(packets().getFirst())).isEqualTo(ADDRESS.solicitedNode());
    assertThat(PacketFields.hopLimit(packets().getFirst())).isEqualTo(255);
    assertThat(Machine.messages(packets(), NeighborSolicitation.class))
        .containsExactly(new NeighborSolicitation(ADDRESS, List.of()));
  }

  @Test
  void anAddressWithoutDetectionIsReadyAtOnce() {
    add(DuplicateDetection.NONE);
    millis(2000);
    assertThat(state()).isEqualTo(AddressState.READY);
    assertThat(told()).containsExactly(AddressState.READY);
    assertThat(heard).isEmpty();
  }

  @Test
  void theProbeOfAnotherNodeMakesATentativeAddressADuplicate() {
    add(DuplicateDetection.BEFORE_USE);
    millis(500);
    probe();
    millis(5000);
    assertThat(state()).isEqualTo(AddressState.DUPLICATE);
    assertThat(told()).containsExactly(AddressState.TENTATIVE, AddressState.DUPLICATE);
    assertThat(advertisements()).isEmpty();
  }

  @Test
  void anAdvertisementMakesATentativeAddressADuplicate() {
    add(DuplicateDetection.BEFORE_USE);
    millis(500);
    advertise(PEER_LINK_LAYER);
    millis(5000);
    assertThat(state()).isEqualTo(AddressState.DUPLICATE);
  }

  @Test
  void whatItSaidItselfIsNoDuplicate() {
    add(DuplicateDetection.OPTIMISTIC);
    advertise(OWN);
    millis(5000);
    assertThat(state()).isEqualTo(AddressState.READY);
  }

  // RFC 4862 5.4.3: "a node MUST NOT respond to a Neighbor Solicitation for a tentative address"
  @Test
  void aTentativeAddressIsNotAnsweredFor() {
    add(DuplicateDetection.BEFORE_USE);
    ask();
    millis(500);
    assertThat(advertisements()).isEmpty();
    assertThat(state()).isEqualTo(AddressState.TENTATIVE);
  }

  // RFC 4429 3.3: "The node MUST reply to a Neighbor Solicitation for an Optimistic Address from a unicast address, but
  // the reply MUST have the Override flag cleared (O=0)."
  @Test
  void anOptimisticAddressIsAnsweredForWithoutOverride() {
    add(DuplicateDetection.OPTIMISTIC);
    ask();
    millis(500);
    assertThat(state()).isEqualTo(AddressState.OPTIMISTIC);
    assertThat(advertisements()).containsExactly(advertisement(true, false));
  }

  private static NeighborAdvertisement advertisement(boolean solicited, boolean override) {
    return new NeighborAdvertisement(
        false, solicited, override, ADDRESS, List.of(new TargetLinkLayerAddress(OWN)));
  }

  // RFC 4429 3.3: "Receipt of such an NS indicates that the address is a duplicate"
  @Test
  void theProbeOfAnotherNodeMakesAnOptimisticAddressADuplicateWithoutAnswer() {
    add(DuplicateDetection.OPTIMISTIC);
    probe();
    millis(5000);
    assertThat(state()).isEqualTo(AddressState.DUPLICATE);
    assertThat(told()).containsExactly(AddressState.OPTIMISTIC, AddressState.DUPLICATE);
    ask();
    millis(500);
    assertThat(advertisements()).isEmpty();
  }

  @Test
  void aReadyAddressIsAnsweredForToWhoAsks() {
    add(DuplicateDetection.NONE);
    ask();
    millis(500);
    assertThat(advertisements()).containsExactly(advertisement(true, true));
    assertThat(PacketFields.destination(packets().getFirst())).isEqualTo(PEER);
    assertThat(nic.neighbors().size()).isEqualTo(1);
  }

  // RFC 4861 7.2.4: "If the source of the solicitation is the unspecified address, the node MUST set the Solicited flag
  // to zero and multicast the advertisement to the all-nodes address."
  @Test
  void aReadyAddressIsDefendedToAll() {
    add(DuplicateDetection.NONE);
    probe();
    advertise(PEER_LINK_LAYER);
    millis(500);
    assertThat(state()).isEqualTo(AddressState.READY);
    assertThat(advertisements()).containsExactly(advertisement(false, true));
    assertThat(PacketFields.destination(packets().getFirst())).isEqualTo(Ipv6Address.ALL_NODES);
  }

  @Test
  void detectionIsRepeatedWhenTheCableIsInAgain() {
    add(DuplicateDetection.OPTIMISTIC);
    millis(1500);
    nic.carrierFound();
    millis(500);
    assertThat(state()).isEqualTo(AddressState.OPTIMISTIC);
    millis(501);
    assertThat(state()).isEqualTo(AddressState.READY);
    assertThat(Machine.messages(packets(), NeighborSolicitation.class)).hasSize(2);
  }

  @Test
  void theEndOfAFormerDetectionMeansNothing() {
    add(DuplicateDetection.BEFORE_USE);
    millis(600);
    nic.carrierFound();
    millis(600);
    assertThat(state()).isEqualTo(AddressState.TENTATIVE);
    millis(500);
    assertThat(state()).isEqualTo(AddressState.READY);
  }

  @Test
  void theDetectionOfAnAddressThatWasTakenAwayTellsNothingOfTheNextOne() {
    add(DuplicateDetection.OPTIMISTIC);
    millis(600);
    nic.remove(ADDRESS);
    add(DuplicateDetection.OPTIMISTIC);
    millis(600);

    assertThat(told()).doesNotContain(AddressState.READY);
    assertThat(state()).isEqualTo(AddressState.OPTIMISTIC);
  }

  @Test
  void aDuplicateStaysOneWhenTheCableIsInAgain() {
    add(DuplicateDetection.BEFORE_USE);
    probe();
    nic.carrierFound();
    millis(5000);
    assertThat(state()).isEqualTo(AddressState.DUPLICATE);
  }

  @Test
  void anAddressThatIsTakenAwayIsNotAnsweredForAndItsGroupIsLeft() {
    add(DuplicateDetection.NONE);
    assertThat(nic.remove(ADDRESS)).isPresent();
    assertThat(nic.remove(ADDRESS)).isEmpty();
    ask();
    peer.send(LinkLayerAddress.ofMulticast(ADDRESS.solicitedNode()), Octets.EMPTY);
    millis(500);
    assertThat(heard).isEmpty();
    assertThat(atOwn).isEmpty();
    assertThat(told()).containsExactly(AddressState.READY, AddressState.ABSENT);
  }

  @Test
  void aNeighborMessageThatCrossedARouterIsNone() {
    NeighborSolicitation solicitation = new NeighborSolicitation(ADDRESS, List.of());
    Ipv6Address group = ADDRESS.solicitedNode();
    assertThat(NeighborMessages.in(Machine.icmp(PEER, group, 255, solicitation))).contains(solicitation);
    assertThat(NeighborMessages.in(Machine.icmp(PEER, group, 254, solicitation))).isEmpty();
    Octets damaged = Machine.icmp(PEER, group, 255, solicitation).with(60, 0xaa);
    assertThat(NeighborMessages.in(damaged)).isEmpty();
  }
}
