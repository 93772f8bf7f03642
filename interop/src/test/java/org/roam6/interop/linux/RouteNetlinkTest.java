package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.linux.netlink.RuleInfo.Selector;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** The kernel takes what the messages ask for, and tells it back as it was asked for. */
@OnRealKernel
final class RouteNetlinkTest {

  private static final int PROTOCOL = 77;
  private static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Prefix EVERYWHERE = Ipv6Prefix.parse("::/0");
  private static final LinkLayerAddress MAC = LinkLayerAddress.parse("02:00:00:00:00:09");

  /** What a test does with a cable of two ends that are up, in a namespace of its own. */
  private interface Body {
    void run(RouteNetlink netlink, int one, int other) throws IOException;
  }

  private static void withCable(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (RouteNetlink netlink = RouteNetlink.open()) {
        netlink.links().createVeth("one", "other");
        int one = netlink.links().find("one").orElseThrow().index();
        int other = netlink.links().find("other").orElseThrow().index();
        netlink.links().setNoLinkLocalAddress(one);
        netlink.links().setUp(one, true);
        netlink.links().setUp(other, true);
        body.run(netlink, one, other);
      }
      return true;
    });
  }

  private static AddressInfo address(int index, AddressFlag... flags) {
    return new AddressInfo(
        index, ADDRESS, 64, Set.of(flags), AddressInfo.FOREVER, AddressInfo.FOREVER, PROTOCOL);
  }

  private static RouteInfo route(Optional<Ipv6Address> via, int out) {
    return new RouteInfo(252, EVERYWHERE, RouteKind.UNICAST, via, out, 70, 1460, PROTOCOL, 0);
  }

  private static List<RouteInfo> ours(RouteNetlink netlink) throws NetlinkException {
    return netlink.routes().madeBy(PROTOCOL);
  }

  @Test
  void interfacesAreMadeChangedAndRemoved() throws IOException {
    withCable((netlink, one, other) -> {
      netlink.links().createBridge("br");
      int bridge = netlink.links().find("br").orElseThrow().index();
      netlink.links().setMaster(one, bridge);
      netlink.links().setMtu(one, 1400);
      netlink.links().setAddress(one, MAC);
      LinkInfo link = netlink.links().find(one).orElseThrow();
      assertThat(link).returns(bridge, LinkInfo::master).returns(1400, LinkInfo::mtu).returns("veth", LinkInfo::kind)
          .returns(Optional.of(MAC), LinkInfo::address).returns(true, LinkInfo::up).returns(true, LinkInfo::carrier);
      netlink.links().delete(one);
      assertThat(netlink.links().find("one")).isEmpty();
      assertThat(netlink.links().find(other)).isEmpty();
    });
  }

  @Test
  void carrierIsCounted() throws IOException {
    withCable((netlink, one, other) -> {
      LinkInfo before = netlink.links().find(one).orElseThrow();
      netlink.links().setUp(other, false);
      netlink.links().setUp(other, true);
      LinkInfo after = netlink.links().find(one).orElseThrow();
      assertThat(after.carrier()).isTrue();
      assertThat(after.carrierDowns()).isEqualTo(before.carrierDowns() + 1);
      assertThat(after.carrierUps()).isEqualTo(before.carrierUps() + 1);
    });
  }

  @Test
  void noLinkLocalAddressAppearsWhereNoneIsWanted() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (RouteNetlink netlink = RouteNetlink.open(); KernelEvents events = KernelEvents.open()) {
        netlink.links().createVeth("one", "other");
        int one = netlink.links().find("one").orElseThrow().index();
        int other = netlink.links().find("other").orElseThrow().index();
        netlink.links().setNoLinkLocalAddress(one);
        netlink.links().setUp(one, true);
        netlink.links().setUp(other, true);
        Events.await(events, event -> event instanceof KernelEvent.AddressEvent told
            && told.address().interfaceIndex() == other);
        assertThat(netlink.addresses().all()).extracting(AddressInfo::interfaceIndex).containsOnly(other);
      }
      return true;
    });
  }

  @Test
  void addressesAreAddedChangedAndRemoved() throws IOException {
    withCable((netlink, one, other) -> {
      netlink.addresses().add(address(one, AddressFlag.NO_DAD));
      assertThat(netlink.addresses().find(one, ADDRESS))
          .contains(address(one, AddressFlag.NO_DAD, AddressFlag.PERMANENT));
      netlink.addresses().replace(new AddressInfo(
          one, ADDRESS, 64, Set.of(AddressFlag.NO_DAD), 0, AddressInfo.FOREVER, PROTOCOL));
      assertThat(netlink.addresses().find(one, ADDRESS)).hasValueSatisfying(
          changed -> assertThat(changed.flags()).contains(AddressFlag.DEPRECATED));
      netlink.addresses().delete(address(one));
      assertThat(netlink.addresses().find(one, ADDRESS)).isEmpty();
      assertThatThrownBy(() -> netlink.addresses().delete(address(one)))
          .asInstanceOf(type(NetlinkException.class)).returns(Errno.EADDRNOTAVAIL, NetlinkException::errno);
    });
  }

  @Test
  void oneRouteTakesThePlaceOfAnotherInOneStep() throws IOException {
    withCable((netlink, one, other) -> {
      netlink.addresses().add(address(one, AddressFlag.NO_DAD));
      RouteInfo atHome = route(Optional.of(Ipv6Address.parse("2001:db8:1::1")), one);
      RouteInfo away = route(Optional.empty(), other);
      netlink.routes().replace(atHome);
      assertThat(ours(netlink)).containsExactly(atHome);
      netlink.routes().replace(away);
      assertThat(ours(netlink)).containsExactly(away);
      netlink.routes().replace(atHome);
      assertThat(ours(netlink)).containsExactly(atHome);
      netlink.routes().delete(atHome);
      assertThat(ours(netlink)).isEmpty();
    });
  }

  @Test
  void routesThatLeadNowhereNeedNoInterface() throws IOException {
    withCable((netlink, one, other) -> {
      RouteInfo hole = new RouteInfo(
          254, Ipv6Prefix.parse("2001:db8:dead::/48"), RouteKind.UNREACHABLE, Optional.empty(), 0, 70, 0, PROTOCOL, 0);
      netlink.routes().add(hole);
      assertThat(ours(netlink)).singleElement().returns(RouteKind.UNREACHABLE, RouteInfo::kind);
      assertThat(netlink.routes().lookup(Ipv6Address.UNSPECIFIED, Ipv6Address.parse("2001:db8:dead::1"))).isEmpty();
      assertThat(netlink.routes().lookup(Ipv6Address.UNSPECIFIED, Ipv6Address.parse("2001:db8:beef::1"))).isEmpty();
      netlink.routes().delete(ours(netlink).getFirst());
      assertThat(ours(netlink)).isEmpty();
    });
  }

  @Test
  void theKernelSaysWhichWayAPacketWouldGo() throws IOException {
    withCable((netlink, one, other) -> {
      netlink.addresses().add(address(one, AddressFlag.NO_DAD));
      Ipv6Address router = Ipv6Address.parse("2001:db8:1::1");
      netlink.routes().add(new RouteInfo(
          Rtnetlink.RT_TABLE_MAIN, EVERYWHERE, RouteKind.UNICAST, Optional.of(router), one, 70, 0, PROTOCOL, 0));
      assertThat(netlink.routes().lookup(ADDRESS, Ipv6Address.parse("2001:db8:9::9")))
          .hasValueSatisfying(found -> assertThat(found).returns(Optional.of(router), RouteInfo::via)
              .returns(one, RouteInfo::out));
    });
  }

  @Test
  void rulesAreAddedAndRemoved() throws IOException {
    withCable((netlink, one, other) -> {
      Selector from = Selector.fromOrUnbound(new Ipv6Prefix(ADDRESS, 128));
      Selector service = new Selector(
          Ipv6Prefix.parse("::/0"), false, Ipv6Prefix.parse("2001:db8:f::/48"), 17, 5000, 65534, 0, false);
      for (RuleInfo rule : List.of(
          new RuleInfo(1000, from, new RuleInfo.LookUp(252), PROTOCOL),
          new RuleInfo(1000, service, new RuleInfo.LookUp(252), PROTOCOL),
          new RuleInfo(1000, Selector.ownWithoutMark(0x1000_0000), new RuleInfo.LookUp(252), PROTOCOL),
          new RuleInfo(1001, Selector.ALL, new RuleInfo.LookUpSpecial(254), PROTOCOL),
          new RuleInfo(1003, Selector.ALL, new RuleInfo.Nothing(), PROTOCOL),
          new RuleInfo(1002, from.inverse(), new RuleInfo.GoTo(1003), PROTOCOL))) {
        netlink.rules().add(rule);
        assertThat(netlink.rules().all()).contains(rule);
        assertThatThrownBy(() -> netlink.rules().add(rule))
            .asInstanceOf(type(NetlinkException.class)).returns(Errno.EEXIST, NetlinkException::errno);
        netlink.rules().delete(rule);
        assertThat(netlink.rules().all()).doesNotContain(rule);
      }
    });
  }

  @Test
  void flushForgetsWhatWasLearnedAndKeepsWhatWasSet() throws IOException {
    withCable((netlink, one, other) -> {
      Ipv6Address set = Ipv6Address.parse("fe80::2");
      netlink.neighbors().replace(new NeighborInfo(
          one, Ipv6Address.parse("fe80::1"), Optional.of(MAC), NeighborState.REACHABLE, true, 0));
      NeighborInfo permanent = new NeighborInfo(one, set, Optional.of(MAC), NeighborState.PERMANENT, false, PROTOCOL);
      netlink.neighbors().replace(permanent);
      assertThat(netlink.neighbors().find(one, Ipv6Address.parse("fe80::1")))
          .hasValueSatisfying(known -> assertThat(known.router()).isTrue());
      netlink.neighbors().flush(one);
      assertThat(netlink.neighbors().find(one, Ipv6Address.parse("fe80::1"))).isEmpty();
      assertThat(netlink.neighbors().find(one, set)).contains(permanent);
    });
  }

  @Test
  void refusalsCarryTheKernelsWords() throws IOException {
    withCable((netlink, one, other) -> assertThatThrownBy(
            () -> netlink.addresses().add(new AddressInfo(one, ADDRESS, 64, Set.of(), 20, 10, PROTOCOL)))
        .asInstanceOf(type(NetlinkException.class))
        .returns(Errno.EINVAL, NetlinkException::errno)
        .extracting(Throwable::getMessage).asString().contains("EINVAL (invalid argument): ipv6: address lifetime"));
  }

  @Test
  void changesAreToldWithWhoCausedThem() throws IOException {
    withCable((netlink, one, other) -> {
      try (KernelEvents events = KernelEvents.open(); RouteNetlink stranger = RouteNetlink.open()) {
        RouteInfo route = route(Optional.empty(), other);
        netlink.routes().replace(route);
        netlink.routes().replace(route);
        stranger.routes().delete(route);
        netlink.links().setUp(other, false);
        List<KernelEvent> told = Events.pending(events);
        assertThat(told).contains(
            new KernelEvent.RouteEvent(route, false, false, netlink.socket().port()),
            new KernelEvent.RouteEvent(route, false, true, netlink.socket().port()),
            new KernelEvent.RouteEvent(route, true, false, stranger.socket().port()));
        assertThat(told).anySatisfy(event -> assertThat(event).isInstanceOf(KernelEvent.LinkEvent.class));
      }
    });
  }

  private static void overflow(RouteNetlink netlink, int out) throws IOException {
    for (int i = 0; i < 20_000; i++) {
      netlink.routes().replace(route(Optional.empty(), out));
    }
  }

  @Test
  void lostEventsAreToldAloneAsWhatWaitedMayBeOver() throws IOException {
    withCable((netlink, one, other) -> {
      try (KernelEvents events = KernelEvents.open()) {
        overflow(netlink, other);
        assertThat(Events.pending(events)).containsExactly(new KernelEvent.EventsLost());
      }
    });
  }

  @Test
  void whatHappensOnceEventsAreKnownToBeLostIsToldAgain() throws IOException {
    withCable((netlink, one, other) -> {
      try (KernelEvents events = KernelEvents.open()) {
        overflow(netlink, other);
        assertThat(events.read()).contains(new KernelEvent.EventsLost());
        RouteInfo route = route(Optional.empty(), other);
        netlink.routes().delete(route);
        assertThat(Events.pending(events))
            .contains(new KernelEvent.RouteEvent(route, true, false, netlink.socket().port()));
      }
    });
  }
}
