package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.Traffic;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** The kernel has what is wanted, whatever others do to it, and is as it was when Roam6 ends, however it ends. */
@OnRealKernel
final class ReconcilerTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:5::5");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:1::77");
  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:1::2");
  private static final LinkLayerAddress MAC = LinkLayerAddress.parse("02:00:00:00:00:09");

  private static final Desired.OfKernel HANDLING =
      new Desired.InterfaceHandling(ETH0, Desired.Handling.MOBILE_NODE);
  private static final Desired.OfKernel ADDRESS = new Desired.InterfaceAddress(
      ETH0, CARE_OF, 64, DuplicateDetection.OPTIMISTIC, SourceUse.PREFERRED);
  private static final Desired.OfKernel HOME_ADDRESS = new Desired.InterfaceAddress(
      ETH0, HOME, 128, DuplicateDetection.NONE, SourceUse.PREFERRED);
  private static final Desired.OfKernel ROUTE = new Desired.Route(
      252, Ipv6Prefix.parse("::/0"), Optional.of(ROUTER), ETH0);
  private static final Desired.OfKernel RULE = new Desired.SourceRule(HOME, 252);
  private static final Desired.OfKernel DIRECT = new Desired.DirectRule(
      new Traffic(Ipv6Prefix.parse("2001:db8:f::/48"), Optional.of(new Traffic.Service(Traffic.Transport.UDP, 53, 99))),
      251);
  private static final Desired.OfKernel DIRECT_ROUTE = new Desired.Route(
      251, Ipv6Prefix.parse("::/0"), Optional.of(ROUTER), ETH0, Optional.of(CARE_OF));
  private static final Desired.OfKernel MTU = new Desired.LinkMtu(ETH0, 1300);
  private static final Desired.OfKernel NEIGHBOR = new Desired.NeighborEntry(ETH0, Ipv6Address.parse("fe80::9"), MAC);
  private static final Desired.OfKernel GROUP =
      new Desired.GroupMembership(ETH0, Ipv6Address.parse("ff02::1:ff00:1234"));
  private static final List<Desired.OfKernel> EVERYTHING =
      List.of(HANDLING, MTU, ADDRESS, HOME_ADDRESS, ROUTE, RULE, DIRECT, DIRECT_ROUTE, NEIGHBOR, GROUP);

  @TempDir Path directory;

  /** What a test does in a namespace of its own. */
  private interface Body {
    void run(Neighborhood neighborhood, RouteNetlink stranger) throws IOException;
  }

  private static void inNeighborhood(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create(); RouteNetlink stranger = RouteNetlink.open()) {
        body.run(neighborhood, stranger);
      }
      return true;
    });
  }

  private Host host() throws IOException {
    return new Host(directory);
  }

  /** All that Roam6 may change in this namespace. */
  private static Map<String, Object> kernelState(RouteNetlink netlink) throws IOException {
    Map<String, Object> state = new TreeMap<>();
    state.put("addresses", netlink.addresses().all().stream().map(AddressInfo::address).sorted().toList());
    state.put("routes", netlink.routes().all().stream().filter(route -> route.table() != 255).toList());
    state.put("rules", netlink.rules().all());
    state.put("neighbors", netlink.neighbors().all().stream()
        .filter(neighbor -> neighbor.state() == NeighborState.PERMANENT)
        .sorted(Comparator.comparing(NeighborInfo::address)).toList());
    for (String setting : List.of("accept_ra", "autoconf", "optimistic_dad", "forwarding", "mtu")) {
      for (String each : List.of("all", "default", "eth0")) {
        state.put(each + "/" + setting, setting(each + "/" + setting));
      }
    }
    String groups = Files.readString(Path.of("/proc/thread-self/net/igmp6"));
    state.put("groups", groups.replaceAll(" [0-9A-F]{8} \\d+\n", "\n"));
    return state;
  }

  private static String setting(String name) throws IOException {
    try (InputStream file = Files.newInputStream(Path.of("/proc/sys/net/ipv6/conf", name))) {
      return new String(file.readNBytes(100), StandardCharsets.US_ASCII).trim();
    }
  }

  private static List<RouteInfo> ours(RouteNetlink netlink) throws IOException {
    return netlink.routes().madeBy(Reconciler.OWN_PROTOCOL);
  }

  private static void deleteRules(RouteNetlink stranger) throws IOException {
    for (RuleInfo rule : stranger.rules().all()) {
      if (rule.protocol() == Reconciler.OWN_PROTOCOL) {
        stranger.rules().delete(rule);
      }
    }
  }

  @Test
  void aNormalStopLeavesNothing() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      Map<String, Object> before = kernelState(stranger);
      try (Host host = host()) {
        EVERYTHING.forEach(host::want);
        assertThat(kernelState(stranger)).isNotEqualTo(before);
      }
      assertThat(kernelState(stranger)).isEqualTo(before);
      assertThat(directory).isEmptyDirectory();
    });
  }

  @Test
  void whatAKilledProcessLeftIsGoneAfterTheNextStart() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      Map<String, Object> before = kernelState(stranger);
      Host killed = host();
      EVERYTHING.forEach(killed::want);
      killed.want(new Desired.InterfaceHandling(ETH0, Desired.Handling.ROUTER));
      killed.kill();
      Object left = kernelState(stranger);
      assertThat(left).isNotEqualTo(before);
      host().close();
      Map<String, Object> after = kernelState(stranger);
      // Group memberships end with the process only; this one lives on.
      before.remove("groups");
      after.remove("groups");
      assertThat(after).isEqualTo(before);
    });
  }

  @Test
  void unwantedItemsGo() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        Map<String, Object> before = kernelState(stranger);
        EVERYTHING.forEach(host::want);
        for (Desired.OfKernel item : EVERYTHING.reversed()) {
          host.reconciler().unwant(item.key());
        }
        assertThat(kernelState(stranger)).isEqualTo(before);
      }
    });
  }

  @Test
  void aDeletedRouteComesBack() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(ROUTE);
        RouteInfo route = ours(stranger).getFirst();
        stranger.routes().delete(route);
        assertThat(ours(stranger)).isEmpty();
        host.handleEvents();
        assertThat(ours(stranger)).containsExactly(route);
      }
    });
  }

  @Test
  void anOverwrittenRouteComesBack() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(ROUTE);
        RouteInfo route = ours(stranger).getFirst();
        stranger.routes().replace(new RouteInfo(
            route.table(), route.destination(), route.kind(), Optional.empty(), route.out(), route.metric(), 0, 4, 0));
        assertThat(ours(stranger)).isEmpty();
        host.handleEvents();
        assertThat(ours(stranger)).containsExactly(route);
      }
    });
  }

  @Test
  void aDeletedRuleAddressAndNeighborComeBack() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(HOME_ADDRESS);
        host.want(RULE);
        host.want(DIRECT);
        host.want(NEIGHBOR);
        host.awaitTold(event -> event.equals(new Event.AddressChanged(ETH0, HOME, AddressState.READY)));
        host.told().clear();
        Map<String, Object> wanted = kernelState(stranger);
        deleteRules(stranger);
        stranger.addresses().delete(stranger.addresses().find(neighborhood.index(), HOME).orElseThrow());
        stranger.neighbors().delete(neighborhood.index(), Ipv6Address.parse("fe80::9"));
        assertThat(kernelState(stranger)).isNotEqualTo(wanted);
        host.handleEvents();
        host.awaitTold(event -> event.equals(new Event.AddressChanged(ETH0, HOME, AddressState.READY)));
        assertThat(kernelState(stranger)).isEqualTo(wanted);
      }
    });
  }

  @Test
  void theMtuStaysWhenTheInterfaceChangesItsOwn() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(MTU);
        assertThat(setting("eth0/mtu")).isEqualTo("1300");
        stranger.links().setMtu(neighborhood.index(), 1400);
        assertThat(setting("eth0/mtu")).isEqualTo("1400");
        host.handleEvents();
        assertThat(setting("eth0/mtu")).isEqualTo("1300");
      }
    });
  }

  @Test
  void aSettingThatTheKernelRefusesIsHeldByNobody() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        Desired.LinkMtu longer = new Desired.LinkMtu(ETH0, 100_000);
        assertThat(host.reconciler().want(longer, Time.ZERO)).isPresent();
        // What was written down of it would be restored at the next start, whatever it is then.
        assertThat(directory).isEmptyDirectory();
        host.want(MTU);
        assertThat(host.reconciler().want(longer, Time.ZERO)).isPresent();
        host.reconciler().unwant(MTU.key());
        assertThat(setting("eth0/mtu")).isEqualTo("1500");
      }
    });
  }

  @Test
  void whatAnInterfaceLostWhileItWasOffComesBackWithIt() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(HOME_ADDRESS);
        host.want(new Desired.Route(252, Ipv6Prefix.parse("::/0"), Optional.empty(), ETH0));
        stranger.links().setUp(neighborhood.index(), false);
        host.handleEvents();
        assertThat(host.reconciler().unmet()).hasSize(1);
        stranger.links().setUp(neighborhood.index(), true);
        host.handleEvents();
        assertThat(host.reconciler().unmet()).isEmpty();
        assertThat(ours(stranger)).hasSize(1);
        assertThat(stranger.addresses().find(neighborhood.index(), HOME)).isPresent();
      }
    });
  }

  @Test
  void whatIsWantedOfAnInterfaceThatIsNotThereYetComesWithIt() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      InterfaceName later = new InterfaceName("later");
      try (Host host = host()) {
        Desired.OfKernel item =
            new Desired.InterfaceAddress(later, HOME, 128, DuplicateDetection.NONE, SourceUse.DEPRECATED);
        assertThat(host.reconciler().want(item, Time.ZERO)).hasValueSatisfying(
            unmet -> assertThat(unmet.reason()).contains("interface later", "ENODEV"));
        stranger.links().createVeth("later", "later-peer");
        int index = stranger.links().find("later").orElseThrow().index();
        stranger.links().setUp(index, true);
        host.handleEvents();
        assertThat(stranger.addresses().find(index, HOME)).isPresent();
      }
    });
  }

  @Test
  void addressesOfOthersStayTheirs() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(new Desired.InterfaceAddress(
            ETH0, neighborhood.host(), 64, DuplicateDetection.NONE, SourceUse.PREFERRED));
      }
      assertThat(stranger.addresses().find(neighborhood.index(), neighborhood.host())).isPresent();
    });
  }

  @Test
  void anotherTableTakesTheRulesOverAtOnce() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(RULE);
        host.want(DIRECT);
        int rules = stranger.rules().all().size();
        host.want(new Desired.SourceRule(HOME, 100));
        assertThat(stranger.rules().all()).hasSize(rules)
            .extracting(RuleInfo::action).contains(new RuleInfo.LookUp(100)).doesNotContain(new RuleInfo.LookUp(252));
      }
    });
  }

  @Test
  void rulesThatTwoHomeAddressesHaveInCommonStayAsLongAsOneNeedsThem() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      Desired.SourceRule other = new Desired.SourceRule(CARE_OF, 242);
      List<RuleInfo> none = stranger.rules().all();
      try (Host host = host()) {
        host.want(RULE);
        List<RuleInfo> one = stranger.rules().all();
        host.want(other);
        host.want(other);
        assertThat(stranger.rules().all()).hasSize(one.size() + 2).containsAll(one);
        host.reconciler().unwant(RULE.key());
        assertThat(stranger.rules().all()).hasSize(one.size());
        host.want(RULE);
        host.reconciler().unwant(other.key());
        assertThat(stranger.rules().all()).containsExactlyInAnyOrderElementsOf(one);
        host.reconciler().unwant(RULE.key());
        assertThat(stranger.rules().all()).isEqualTo(none);
      }
    });
  }

  @Test
  void rulesThatTheKernelTakesHalfOfLeaveItAsItWas() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      // The rule that others lead to has no table; those behind it have one that there cannot be.
      Desired.SourceRule refused = new Desired.SourceRule(HOME, 0);
      List<RuleInfo> none = stranger.rules().all();
      try (Host host = host()) {
        assertThat(host.reconciler().want(refused, Time.ZERO)).isPresent();
        assertThat(stranger.rules().all()).isEqualTo(none);
        host.want(RULE);
        List<RuleInfo> one = stranger.rules().all();
        assertThat(host.reconciler().want(refused, Time.ZERO)).isPresent();
        assertThat(stranger.rules().all()).containsExactlyInAnyOrderElementsOf(one);
        host.reconciler().unwant(RULE.key());
        assertThat(stranger.rules().all()).isEqualTo(none);
      }
    });
  }

  @Test
  void anotherWayReplacesARouteAtOnce() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(ROUTE);
        host.want(new Desired.Route(252, Ipv6Prefix.parse("::/0"), Optional.empty(), ETH0));
        assertThat(ours(stranger)).singleElement().returns(Optional.empty(), RouteInfo::via);
      }
    });
  }

  @Test
  void aRouterForwardsAndPutsEverythingBack() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      Neighborhood.write("/proc/sys/net/ipv6/conf/other/forwarding", "1");
      Map<String, Object> before = kernelState(stranger);
      stranger.routes().add(new RouteInfo(
          254, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST, Optional.of(ROUTER),
          neighborhood.index(), 1024, 0, 9, 0));
      try (Host host = host()) {
        host.want(new Desired.InterfaceHandling(ETH0, Desired.Handling.ROUTER));
        assertThat(setting("all/forwarding")).isEqualTo("1");
        assertThat(setting("eth0/accept_ra")).isEqualTo("2");
      }
      assertThat(setting("other/forwarding")).isEqualTo("1");
      Map<String, Object> after = kernelState(stranger);
      before.remove("routes");
      after.remove("routes");
      assertThat(after).isEqualTo(before);
    });
  }

  @Test
  void whatBrokeWhileEventsWereLostIsRepaired() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(HOME_ADDRESS);
        host.want(ROUTE);
        host.want(RULE);
        host.want(DIRECT);
        Map<String, Object> wanted = kernelState(stranger);
        stranger.routes().delete(ours(stranger).getFirst());
        deleteRules(stranger);
        stranger.addresses().delete(stranger.addresses().find(neighborhood.index(), HOME).orElseThrow());
        host.reconciler().handle(new KernelEvent.EventsLost(), new Time(Long.MAX_VALUE / 2));
        Map<String, Object> repaired = kernelState(stranger);
        // The kernel joins groups some time after it acknowledged an address.
        wanted.remove("groups");
        repaired.remove("groups");
        assertThat(repaired).isEqualTo(wanted);
      }
    });
  }

  @Test
  void aTakenAwayItemIsNotGivenBackMoreOftenThanItsBound() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      try (Host host = host()) {
        host.want(ROUTE);
        RouteInfo route = ours(stranger).getFirst();
        KernelEvent taken = new KernelEvent.RouteEvent(route, true, false, 0);
        Time now = new Time(Long.MAX_VALUE / 2);
        stranger.routes().delete(route);
        host.reconciler().handle(taken, now);
        assertThat(ours(stranger)).containsExactly(route);
        stranger.routes().delete(route);
        host.reconciler().handle(taken, now);
        assertThat(ours(stranger)).isEmpty();
        host.reconciler().reached(host.reconciler().next());
        assertThat(ours(stranger)).containsExactly(route);
        assertThat(host.reconciler().next()).isEqualTo(Time.NEVER);
      }
    });
  }

  @Test
  void whatTheKernelLearnedIsTakenAwayAndGivenBack() throws IOException {
    inNeighborhood((neighborhood, stranger) -> {
      Ipv6Address formed = Ipv6Address.parse("2001:db8:7::7");
      stranger.addresses().add(new AddressInfo(
          neighborhood.index(), formed, 64, Set.of(AddressFlag.NO_DAD), 1000, 2000, 2));
      RouteInfo learned = new RouteInfo(
          254, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST, Optional.of(ROUTER), neighborhood.index(), 1024, 0, 9,
          1800);
      stranger.routes().add(learned);
      try (Host host = host()) {
        host.want(HANDLING);
        assertThat(stranger.addresses().find(neighborhood.index(), formed)).isEmpty();
        assertThat(stranger.routes().madeBy(9)).isEmpty();
        assertThat(stranger.addresses().find(neighborhood.index(), neighborhood.host())).isPresent();
      }
      assertThat(stranger.addresses().find(neighborhood.index(), formed)).hasValueSatisfying(
          back -> assertThat(back.validSeconds()).isBetween(1900L, 2000L));
      assertThat(stranger.routes().madeBy(9)).singleElement().returns(Optional.of(ROUTER), RouteInfo::via);
    });
  }
}
