package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.5.3: a care-of address that DHCPv6 leases where no router lets one be formed. */
class LeasedCareOfAddressTest {

  private static final Ipv6Address LEASED = Ipv6Address.parse("2001:db8:c::1234");
  private static final Ipv6Address ANOTHER = Ipv6Address.parse("2001:db8:c::4321");
  private static final long HOUR = 3600;

  private final Scenario node = Scenario.unprotected();

  private List<Effect> hear(boolean managed, boolean autonomous) {
    return node.hear(
        ManagedLink.ROUTER, ManagedLink.ROUTER_LINK, ManagedLink.advertisement(managed, autonomous));
  }

  /** The cable is moved to a link whose addresses are leased. */
  private List<Effect> visit() {
    node.unplug();
    node.plug();
    return hear(true, false);
  }

  private static List<DhcpMessage> dhcp(List<Effect> effects) {
    return ManagedLink.messages(effects);
  }

  private static List<Integer> dhcpTypes(List<Effect> effects) {
    return dhcp(effects).stream().map(DhcpMessage::type).toList();
  }

  /** The server answers the last message with a lease. */
  private List<Effect> lease(Ipv6Address address, long seconds) {
    return answer(
        ManagedLink.LINK_LOCAL,
        new IdentityAssociation(
            ManagedLink.IAID, 0, 0, List.of(new IaAddress(address, seconds, seconds, List.of()))));
  }

  private List<Effect> answer(Ipv6Address destination, IdentityAssociation association) {
    return node.handle(ManagedLink.reply(dhcp(node.all()).getLast(), destination, association));
  }

  private void registered(Ipv6Address careOfAddress, List<Effect> effects) {
    node.acknowledge(onlyUpdate(effects), careOfAddress);
  }

  private Optional<Ipv6Address> localEnd() {
    return node.wished(Desired.WantedTunnel.class).stream()
        .map(Desired.WantedTunnel::tunnel)
        .map(Tunnel::localEnd)
        .findFirst();
  }

  @Test
  void asksForAnAddressAndRegistersIt() {
    List<Effect> asked = visit();
    assertThat(dhcpTypes(asked)).containsExactly(DhcpMessageType.SOLICIT);
    assertThat(updates(asked)).isEmpty();
    List<Effect> effects = lease(LEASED, HOUR);
    assertThat(Scenario.updatePackets(effects)).hasSize(1).first()
        .satisfies(packet -> assertThat(packet.header().source()).isEqualTo(LEASED));
    // RFC 8415 18.2.10.1: no prefix but the address itself
    assertThat(node.wished(Desired.InterfaceAddress.class)).contains(
        new Desired.InterfaceAddress(ETH0, LEASED, 128, DuplicateDetection.OPTIMISTIC, SourceUse.PREFERRED));
    assertThat(node.route(254, "::/0").orElseThrow().via()).contains(ManagedLink.ROUTER);
    assertThat(localEnd()).contains(LEASED);
    assertThat(node.node.snapshot(node.now()).careOfAddress()).contains(LEASED);
  }

  @Test
  void formsAnAddressWhereBothWaysAreOpen() {
    node.unplug();
    node.plug();
    List<Effect> effects = hear(true, true);
    assertThat(dhcp(effects)).isEmpty();
    assertThat(updates(effects)).hasSize(1);
  }

  @Test
  void asksNobodyWhereTheRouterDoesNotSaySo() {
    node.unplug();
    node.plug();
    assertThat(dhcp(hear(false, false))).isEmpty();
    assertThat(dhcp(node.pass(Duration.ofMinutes(1)))).isEmpty();
  }

  @Test
  void formsAnAddressAsSoonAsThatIsPossible() {
    visit();
    registered(LEASED, lease(LEASED, HOUR));
    List<Effect> effects = hear(true, true);
    assertThat(updates(effects)).hasSize(1);
    assertThat(node.wished(Desired.InterfaceAddress.class))
        .noneMatch(address -> address.address().equals(LEASED));
    assertThat(dhcp(node.pass(Duration.ofMinutes(20)))).isEmpty();
  }

  @Test
  void theBindingEndsWithTheLeaseAtTheLatest() {
    visit();
    BindingUpdate update = onlyUpdate(lease(LEASED, 100));
    assertThat(update.lifetimeUnits()).isEqualTo(25);
  }

  @Test
  void anExtendedLeaseIsNoNewAddress() {
    visit();
    registered(LEASED, lease(LEASED, 1000));
    List<Effect> renewed = node.pass(Duration.ofSeconds(500));
    assertThat(dhcpTypes(renewed)).containsExactly(DhcpMessageType.RENEW);
    assertThat(updates(lease(LEASED, 1000))).isEmpty();
    assertThat(localEnd()).contains(LEASED);
  }

  @Test
  void withoutLeaseThereIsNoCareOfAddress() {
    visit();
    registered(LEASED, lease(LEASED, 100));
    for (int i = 0; i < 10; i++) {
      node.pass(Duration.ofSeconds(10));
      hear(true, false);
    }
    assertThat(dhcp(node.all()).getLast().type()).isEqualTo(DhcpMessageType.SOLICIT);
    assertThat(node.wished(Desired.InterfaceAddress.class))
        .noneMatch(address -> address.address().equals(LEASED));
    assertThat(updates(lease(ANOTHER, HOUR))).hasSize(1);
    assertThat(localEnd()).contains(ANOTHER);
  }

  @Test
  void anAddressThatAnotherNodeHasIsDeclinedAndReplaced() {
    visit();
    registered(LEASED, lease(LEASED, HOUR));
    List<Effect> effects = node.handle(new Event.AddressChanged(ETH0, LEASED, AddressState.DUPLICATE));
    assertThat(dhcpTypes(effects)).containsExactly(DhcpMessageType.DECLINE);
    assertThat(Scenario.notices(effects, MobileNodeNotice.CareOfAddressDuplicate.class))
        .containsExactly(new MobileNodeNotice.CareOfAddressDuplicate(LEASED, true));
    assertThat(node.wished(Desired.InterfaceAddress.class))
        .noneMatch(address -> address.address().equals(LEASED));
    List<Effect> again = answer(ManagedLink.LINK_LOCAL, new IdentityAssociation(ManagedLink.IAID, 0, 0, List.of()));
    assertThat(dhcpTypes(again)).containsExactly(DhcpMessageType.SOLICIT);
    assertThat(updates(lease(ANOTHER, HOUR))).hasSize(1);
    assertThat(localEnd()).contains(ANOTHER);
  }

  @Test
  void givesUpAfterSoManyDuplicates() {
    visit();
    for (int i = 0; i <= MobileNodeLimits.DEFAULT.idgenRetries(); i++) {
      lease(LEASED, HOUR);
      node.handle(new Event.AddressChanged(ETH0, LEASED, AddressState.DUPLICATE));
      answer(ManagedLink.LINK_LOCAL, new IdentityAssociation(ManagedLink.IAID, 0, 0, List.of()));
    }
    int before = dhcp(node.all()).size();
    node.pass(Duration.ofMinutes(1));
    assertThat(dhcp(node.all())).hasSize(before);
  }

  @Test
  void backOnTheLinkTheLeaseIsUsedAtOnceAndConfirmed() {
    visit();
    registered(LEASED, lease(LEASED, HOUR));
    node.registeredAt(TestRouter.VISITED_A);
    List<Effect> effects = visit();
    assertThat(Scenario.updatePackets(effects)).hasSize(1).first()
        .satisfies(packet -> assertThat(packet.header().source()).isEqualTo(LEASED));
    assertThat(dhcpTypes(node.pass(Duration.ofSeconds(1)))).containsExactly(DhcpMessageType.CONFIRM);
  }

  /** The server answers a moment after the router was heard: the node may have been moved in between. */
  private List<Effect> leaseLater() {
    visit();
    node.pass(Duration.ofSeconds(1));
    return lease(LEASED, HOUR);
  }

  @Test
  void aLeaseBelongsToTheRouterThatAnswersSince() {
    List<Effect> leased = leaseLater();
    assertThat(Scenario.messages(leased, NeighborSolicitation.class))
        .extracting(NeighborSolicitation::target)
        .containsExactly(ManagedLink.ROUTER);
    node.hear(
        ManagedLink.ROUTER,
        ManagedLink.ROUTER_LINK,
        new NeighborAdvertisement(true, true, false, ManagedLink.ROUTER, List.of()));
    List<Effect> back = visit();
    assertThat(Scenario.updatePackets(back)).hasSize(1);
    assertThat(dhcpTypes(node.pass(Duration.ofSeconds(1)))).containsExactly(DhcpMessageType.CONFIRM);
  }

  @Test
  void aLeaseOfWhichTheRouterKnowsNothingMayBeOfAnotherLink() {
    leaseLater();
    List<Effect> back = visit();
    assertThat(Scenario.updatePackets(back)).isEmpty();
    assertThat(dhcpTypes(back)).containsExactly(DhcpMessageType.SOLICIT);
  }

  // RFC 6059 5.5.2: "The host MUST NOT send unicast Neighbor Solicitations to a router that is not associated to a
  // valid address in the SDAT."
  @Test
  void theRouterOfALinkIsAskedWhetherItIsThereOnlyAsLongAsTheLeaseLasts() {
    visit();
    registered(LEASED, lease(LEASED, 100));
    node.unplug();
    assertThat(Scenario.messages(node.plug(), NeighborSolicitation.class)).hasSize(1);
    node.unplug();
    node.pass(Duration.ofSeconds(101));
    assertThat(Scenario.messages(node.plug(), NeighborSolicitation.class)).isEmpty();
  }

  @Test
  void pluggedInAgainTheNodeIsWhereItWas() {
    visit();
    registered(LEASED, lease(LEASED, HOUR));
    List<Effect> effects = visit();
    assertThat(Scenario.notices(effects, MobileNodeNotice.RouterHeard.class)).hasSize(1)
        .noneMatch(MobileNodeNotice.RouterHeard::moved);
    assertThat(localEnd()).contains(LEASED);
    assertThat(dhcpTypes(node.pass(Duration.ofSeconds(1)))).containsExactly(DhcpMessageType.CONFIRM);
  }

  @Test
  void elsewhereTheLeaseIsNotExtended() {
    visit();
    registered(LEASED, lease(LEASED, HOUR));
    node.registeredAt(TestRouter.VISITED_A);
    assertThat(dhcp(node.pass(Duration.ofHours(2)))).isEmpty();
  }

  @Test
  void unpluggedTheNodeKeepsTheAddressAsLongAsTheLeaseLasts() {
    visit();
    lease(LEASED, 100);
    node.unplug();
    node.pass(Duration.ofSeconds(99));
    assertThat(node.wished(Desired.InterfaceAddress.class)).anyMatch(address -> address.address().equals(LEASED));
    node.pass(Duration.ofSeconds(1));
    assertThat(node.wished(Desired.InterfaceAddress.class)).noneMatch(address -> address.address().equals(LEASED));
  }

  @Test
  void anAnswerToAnotherAddressThanItsOwnLinkLocalOneIsIgnored() {
    visit();
    IdentityAssociation association =
        new IdentityAssociation(ManagedLink.IAID, 0, 0, List.of(new IaAddress(LEASED, HOUR, HOUR, List.of())));
    assertThat(answer(Scenario.HOME_ADDRESS, association)).isEmpty();
    assertThat(updates(answer(ManagedLink.LINK_LOCAL, association))).hasSize(1);
  }

  @Test
  void asksAgainWhereNobodyAnswers() {
    visit();
    assertThat(dhcpTypes(node.pass(Duration.ofMillis(1200)))).containsExactly(DhcpMessageType.SOLICIT);
  }
}
