package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Traffic;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** What the kernel makes of each kind of item that is wanted of it. */
@OnRealKernel
final class KernelItemsTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final InterfaceName TUNNEL = new InterfaceName("roam0");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:5::5");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:1::77");
  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:1::2");
  private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:9::9");
  private static final Ipv6Prefix ANYWHERE = Ipv6Prefix.parse("::/0");
  private static final int MAIN = 254;
  private static final int HOME_TABLE = 252;
  private static final int DIRECT_TABLE = 251;
  private static final int CARE_OF_TABLE = 240;
  private static final int REDIRECTION_TABLE = 250;
  private static final int ADVERTISED = 9;
  private static final int NEIGHBOR_SOLICITATION = 135;

  @TempDir Path directory;

  private interface Body {
    void run(Neighborhood neighborhood, RouteNetlink stranger, Host host) throws IOException;
  }

  private void onHost(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          RouteNetlink stranger = RouteNetlink.open();
          Host host = new Host(directory)) {
        body.run(neighborhood, stranger, host);
      }
      return true;
    });
  }

  private static Desired.InterfaceAddress address(Ipv6Address address, int prefixLength, DuplicateDetection detection) {
    return new Desired.InterfaceAddress(ETH0, address, prefixLength, detection, SourceUse.PREFERRED);
  }

  private static void wantAndAwait(Host host, Ipv6Address address) throws IOException {
    host.want(address(address, 128, DuplicateDetection.NONE));
    host.awaitTold(new Event.AddressChanged(ETH0, address, AddressState.READY)::equals);
  }

  private static String setting(String name) throws IOException {
    return Files.readString(Path.of("/proc/sys/net/ipv6/conf", name)).strip();
  }

  private static boolean isMember(Ipv6Address group) throws IOException {
    return Files.readString(Path.of("/proc/thread-self/net/igmp6")).matches("(?s).*eth0 +" + hexadecimal(group) + ".*");
  }

  private static String hexadecimal(Ipv6Address address) {
    return "%016x%016x".formatted(address.high(), address.low());
  }

  @Test
  void anAddressThatSomebodyElseHadIsTriedAgain() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Neighborhood.write("/proc/sys/net/ipv6/conf/eth0/dad_transmits", "60");
      Neighborhood.write("/proc/sys/net/ipv6/conf/eth0/router_solicitation_delay", "0");
      Desired.OfKernel item = address(CARE_OF, 64, DuplicateDetection.BEFORE_USE);
      host.want(item);
      // Before its first question the kernel heeds no answer.
      assertThat(neighborhood.nextIcmpType(NEIGHBOR_SOLICITATION)).isTrue();
      ByteBuffer advertisement = ByteBuffer.allocate(24).put((byte) 136).position(4).putInt(0x20000000);
      CARE_OF.writeTo(advertisement);
      neighborhood.sendIcmp(CARE_OF, Ipv6Address.ALL_NODES, advertisement.array());
      host.awaitTold(new Event.AddressChanged(ETH0, CARE_OF, AddressState.DUPLICATE)::equals);
      host.want(item);
      assertThat(stranger.addresses().find(neighborhood.index(), CARE_OF)).hasValueSatisfying(
          again -> assertThat(again.flags()).contains(AddressFlag.TENTATIVE).doesNotContain(AddressFlag.DAD_FAILED));
    });
  }

  @Test
  void anotherPrefixLengthTakesThePlaceOfTheOneBefore() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      host.want(address(HOME, 64, DuplicateDetection.NONE));
      host.want(address(HOME, 128, DuplicateDetection.NONE));
      assertThat(stranger.addresses().all()).filteredOn(each -> each.address().equals(HOME))
          .singleElement().returns(128, AddressInfo::prefixLength);
    });
  }

  @Test
  void aGroupIsHeardAsLongAsSomethingNeedsIt() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Ipv6Address group = HOME.solicitedNode();
      wantAndAwait(host, HOME);
      Desired.GroupMembership membership = new Desired.GroupMembership(ETH0, group);
      host.want(membership);
      host.reconciler().unwant(new Desired.AddressKey(ETH0, HOME));
      assertThat(isMember(group)).isTrue();
      host.reconciler().unwant(membership.key());
      assertThat(isMember(group)).isFalse();
      wantAndAwait(host, CARE_OF);
      host.reconciler().unwant(new Desired.AddressKey(ETH0, CARE_OF));
      assertThat(isMember(CARE_OF.solicitedNode())).isFalse();
    });
  }

  @Test
  void moreGroupsAreHeardThanOneSocketMayJoin() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      // Twice as many as a socket has room for on kernels of today; older ones give less.
      for (int i = 1; i <= 5000; i++) {
        host.want(new Desired.GroupMembership(ETH0, new Ipv6Address(0, i).solicitedNode()));
      }
      assertThat(isMember(new Ipv6Address(0, 5000).solicitedNode())).isTrue();
    });
  }

  @Test
  void routesAndNeighborsAreBetterThanThoseOfTheKernel() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Ipv6Address other = Ipv6Address.parse("2001:db8:1::3");
      stranger.routes().add(new RouteInfo(
          DIRECT_TABLE, ANYWHERE, RouteKind.UNICAST, Optional.of(other), neighborhood.index(), 256, 0, 4, 0));
      wantAndAwait(host, HOME);
      host.want(new Desired.DirectRule(new Traffic(new Ipv6Prefix(FAR, 128), Optional.empty()), DIRECT_TABLE));
      for (Ipv6Address source : List.of(HOME, neighborhood.host())) {
        host.want(new Desired.Route(DIRECT_TABLE, ANYWHERE, Optional.of(ROUTER), ETH0, Optional.of(source)));
        assertThat(stranger.routes().lookup(Ipv6Address.UNSPECIFIED, FAR)).hasValueSatisfying(
            route -> assertThat(route).returns(Optional.of(ROUTER), RouteInfo::via)
                .returns(Optional.of(source), RouteInfo::source));
      }
      host.want(new Desired.NeighborEntry(ETH0, other, LinkLayerAddress.parse("02:00:00:00:00:09")));
      assertThat(stranger.neighbors().find(neighborhood.index(), other))
          .hasValueSatisfying(entry -> assertThat(entry).returns(NeighborState.PERMANENT, NeighborInfo::state));
    });
  }

  /** A router of its own for each table, by which a packet's way shows the rule that it followed. */
  private static void wantDefaultRoute(Host host, int table) {
    Ipv6Address router = new Ipv6Address(ROUTER.high(), table);
    host.want(new Desired.Route(table, ANYWHERE, Optional.of(router), ETH0));
  }

  /** The table that has the packet's route; 0 where it goes to a neighbour. */
  private static long table(RouteNetlink netlink, Ipv6Address source, Ipv6Address destination) throws IOException {
    RouteInfo route = netlink.routes().lookup(source, destination).orElseThrow();
    boolean tunnel = route.out() == netlink.links().find(TUNNEL.value()).orElseThrow().index();
    return tunnel ? HOME_TABLE : route.via().map(Ipv6Address::low).orElse(0L);
  }

  /** A tunnel interface, with the home address and a route of its own. */
  private static void wantTunnel(RouteNetlink netlink, Host host) throws IOException {
    netlink.links().createVeth(TUNNEL.value(), "beyond");
    for (String end : List.of("beyond", TUNNEL.value())) {
      int index = netlink.links().find(end).orElseThrow().index();
      netlink.links().setNoLinkLocalAddress(index);
      netlink.links().setUp(index, true);
    }
    host.handleEvents();
    host.want(new Desired.InterfaceAddress(TUNNEL, HOME, 128, DuplicateDetection.NONE, SourceUse.PREFERRED));
    host.awaitTold(new Event.AddressChanged(TUNNEL, HOME, AddressState.READY)::equals);
    host.want(new Desired.Route(HOME_TABLE, ANYWHERE, Optional.empty(), TUNNEL));
  }

  @Test
  void eachPacketFollowsTheFirstRuleThatIsForIt() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Ipv6Address none = Ipv6Address.UNSPECIFIED;
      Ipv6Address neighbor = neighborhood.neighbor();
      wantTunnel(stranger, host);
      wantAndAwait(host, CARE_OF);
      List.of(MAIN, DIRECT_TABLE, CARE_OF_TABLE).forEach(table -> wantDefaultRoute(host, table));
      host.want(new Desired.SourceRule(HOME, HOME_TABLE));
      for (Ipv6Address direct : List.of(neighbor, FAR)) {
        host.want(new Desired.DirectRule(new Traffic(new Ipv6Prefix(direct, 64), Optional.empty()), DIRECT_TABLE));
      }
      host.want(new Desired.CareOfRule(CARE_OF, CARE_OF_TABLE));

      assertThat(table(stranger, none, Ipv6Address.parse("2001:db8:8::8"))).isEqualTo(HOME_TABLE);
      assertThat(table(stranger, none, FAR)).isEqualTo(DIRECT_TABLE);
      assertThat(table(stranger, none, neighbor)).as("a neighbour, though direct").isZero();
      assertThat(table(stranger, HOME, FAR)).isEqualTo(HOME_TABLE);
      assertThat(table(stranger, HOME, neighbor)).isEqualTo(HOME_TABLE);
      assertThat(table(stranger, CARE_OF, FAR)).isEqualTo(CARE_OF_TABLE);
      assertThat(table(stranger, neighborhood.host(), FAR)).as("bound to another").isEqualTo(MAIN);

      host.want(new Desired.RedirectionRule(REDIRECTION_TABLE));
      assertThat(table(stranger, HOME, FAR)).as("where there is no redirection").isEqualTo(HOME_TABLE);
      wantDefaultRoute(host, REDIRECTION_TABLE);
      for (Ipv6Address source : List.of(none, HOME, CARE_OF)) {
        assertThat(table(stranger, source, FAR)).isEqualTo(REDIRECTION_TABLE);
      }
    });
  }

  @Test
  void whatRoam6SendsItselfIsNotRedirectedToIt() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      wantTunnel(stranger, host);
      Ipv6Prefix redirected = new Ipv6Prefix(neighborhood.neighbor(), 128);
      host.want(new Desired.Route(REDIRECTION_TABLE, redirected, Optional.empty(), TUNNEL));
      host.want(new Desired.RedirectionRule(REDIRECTION_TABLE));
      assertThat(table(stranger, neighborhood.host(), neighborhood.neighbor())).as("by others").isEqualTo(HOME_TABLE);
      Octets packet =
          Ipv6Packet.of(neighborhood.host(), neighborhood.neighbor(), 64, IpProtocol.NO_NEXT_HEADER, Octets.EMPTY)
              .encode();
      try (RoutedSender sender = RoutedSender.open()) {
        assertThat(sender.send(packet)).isZero();
      }
      while (!Octets.of(neighborhood.next()).equals(packet)) {
        // The kernel's own packets come, too.
      }
    });
  }

  @Test
  void noPacketSeesHalfOfTheRules() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      List<KernelEvent> all;
      try (KernelEvents events = KernelEvents.open()) {
        Desired.SourceRule rule = new Desired.SourceRule(HOME, HOME_TABLE);
        host.want(rule);
        host.reconciler().unwant(rule.key());
        all = Events.pending(events);
      }
      // The rule that others lead to is there before them, and goes after them.
      assertThat(all).filteredOn(KernelEvent.RuleEvent.class::isInstance)
          .extracting(event -> ((KernelEvent.RuleEvent) event).rule().action() instanceof RuleInfo.Nothing)
          .startsWith(true, false).endsWith(false, true);
    });
  }

  @Test
  void whatWasWantedLastGoesFirst() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create(); KernelEvents events = KernelEvents.open()) {
        try (Host host = new Host(directory)) {
          wantDefaultRoute(host, HOME_TABLE);
          host.want(new Desired.SourceRule(HOME, HOME_TABLE));
          Events.pending(events);
        }
        // Else packets from the home address went another way in between.
        assertThat(Events.pending(events))
            .filteredOn(event -> event instanceof KernelEvent.RuleEvent || event instanceof KernelEvent.RouteEvent)
            .last().isInstanceOf(KernelEvent.RouteEvent.class);
        assertThat(neighborhood.index()).isPositive();
      }
      return true;
    });
  }

  /** A router's advertisement: a default route for half an hour, and a prefix to form addresses in. */
  private static byte[] advertisement() {
    ByteBuffer message = ByteBuffer.allocate(48).put((byte) 134).position(4).put((byte) 64).put((byte) 0)
        .putShort((short) 1800).position(16);
    message.put((byte) 3).put((byte) 4).put((byte) 64).put((byte) 0xc0).putInt(7200).putInt(3600).putInt(0);
    Ipv6Address.parse("2001:db8:7::").writeTo(message);
    return message.array();
  }

  private static List<Ipv6Address> learned(Neighborhood neighborhood, RouteNetlink netlink) throws IOException {
    neighborhood.sendIcmp(Ipv6Address.parse("fe80::2"), Ipv6Address.ALL_NODES, advertisement());
    assertThat(neighborhood.echoes(neighborhood.host())).as("has looked at the advertisement").isTrue();
    List<Ipv6Address> learned = netlink.addresses().all().stream().map(AddressInfo::address)
        .filter(Ipv6Prefix.parse("2001:db8:7::/64")::contains).toList();
    assertThat(netlink.routes().madeBy(ADVERTISED)).hasSize(learned.size());
    return learned;
  }

  @Test
  void theKernelLearnsNothingOnAMobileNodesInterface() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Desired.OfKernel handling = new Desired.InterfaceHandling(ETH0, Desired.Handling.MOBILE_NODE);
      host.want(handling);
      assertThat(learned(neighborhood, stranger)).isEmpty();
      assertThat(setting("eth0/autoconf")).as("nor where somebody else turns accept_ra on").isEqualTo("0");
      host.reconciler().unwant(handling.key());
      assertThat(learned(neighborhood, stranger)).hasSize(1);
    });
  }

  @Test
  void whatWasLearnedIsNotGivenBackOnAnotherLinkAndTheLinkLocalAddressStays() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      Ipv6Address linkLocal = Ipv6Address.parse("fe80::77");
      stranger.addresses().add(new AddressInfo(
          neighborhood.index(), linkLocal, 64, Set.of(AddressFlag.NO_DAD), 1000, 2000, 0));
      assertThat(learned(neighborhood, stranger)).hasSize(1);
      Desired.OfKernel handling = new Desired.InterfaceHandling(ETH0, Desired.Handling.MOBILE_NODE);
      host.want(handling);
      assertThat(stranger.addresses().find(neighborhood.index(), linkLocal)).isPresent();
      int other = stranger.links().find("other").orElseThrow().index();
      stranger.links().setUp(other, false);
      stranger.links().setUp(other, true);
      host.reconciler().unwant(handling.key());
      assertThat(stranger.routes().madeBy(ADVERTISED)).isEmpty();
      assertThat(stranger.addresses().all()).extracting(AddressInfo::address)
          .noneMatch(Ipv6Prefix.parse("2001:db8:7::/64")::contains);
    });
  }

  @Test
  void aLearnedDefaultRouteStaysWhereAnotherInterfaceForwardedBefore() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      // Turned on again at the end, it would have the kernel forget what it learned where it learns no more.
      Neighborhood.write("/proc/sys/net/ipv6/conf/lo/forwarding", "1");
      Desired.OfKernel handling = new Desired.InterfaceHandling(new InterfaceName("other"), Desired.Handling.ROUTER);
      host.want(handling);
      assertThat(learned(neighborhood, stranger)).hasSize(1);
      host.reconciler().unwant(handling.key());
      assertThat(setting("lo/forwarding")).isEqualTo("1");
      assertThat(stranger.routes().madeBy(ADVERTISED)).hasSize(1);
    });
  }

  @Test
  void anInterfaceThatIsNoMobileNodesAnyMoreHasItsSettingsThoughTheHostIsARouter() throws IOException {
    onHost((neighborhood, stranger, host) -> {
      host.want(new Desired.InterfaceHandling(new InterfaceName("other"), Desired.Handling.ROUTER));
      assertThat(setting("eth0/accept_ra")).isEqualTo("2");
      Desired.OfKernel handling = new Desired.InterfaceHandling(ETH0, Desired.Handling.MOBILE_NODE);
      host.want(handling);
      assertThat(setting("eth0/accept_ra")).isEqualTo("0");
      host.reconciler().unwant(handling.key());
      assertThat(setting("eth0/accept_ra")).isEqualTo("1");
    });
  }
}
