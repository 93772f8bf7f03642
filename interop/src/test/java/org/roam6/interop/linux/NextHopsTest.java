package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.host.NextHops;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** Frames leave by the way that the kernel's own packets would take, also after that changed. */
@OnRealKernel
final class NextHopsTest {

  private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:9::9");
  private static final Ipv6Address NONE = Ipv6Address.UNSPECIFIED;
  private static final LinkLayerAddress OTHER_MAC = LinkLayerAddress.parse("02:00:00:00:00:42");

  private interface Body {
    void run(Neighborhood neighborhood, NextHops nextHops, KernelEvents events) throws IOException;
  }

  private static void withRoute(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create(); KernelEvents events = KernelEvents.open()) {
        neighborhood.netlink().routes().add(route(neighborhood));
        NextHops nextHops = new NextHops(neighborhood.netlink(), 64);
        handle(nextHops, events);
        body.run(neighborhood, nextHops, events);
      }
      return true;
    });
  }

  private static RouteInfo route(Neighborhood neighborhood) {
    return new RouteInfo(
        254, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST, Optional.of(neighborhood.neighbor()), neighborhood.index(),
        1024, 0, 4, 0);
  }

  private static void handle(NextHops nextHops, KernelEvents events) throws NetlinkException {
    for (KernelEvent event : Events.pending(events)) {
      nextHops.handle(event);
    }
  }

  private static int find(NextHops nextHops, Ipv6Address destination) {
    return nextHops.find(destination.high(), destination.low());
  }

  @Test
  void leadsThroughTheRouter() throws IOException {
    withRoute((neighborhood, nextHops, events) -> {
      assertThat(find(nextHops, FAR)).isEqualTo(NextHops.UNKNOWN);
      int slot = nextHops.resolve(NONE, FAR);
      assertThat(find(nextHops, FAR)).isEqualTo(slot);
      assertThat(nextHops.interfaceIndex(slot)).isEqualTo(neighborhood.index());
      assertThat(nextHops.target(slot)).isEqualTo(neighborhood.netlink().links().find("other").orElseThrow()
          .address().orElseThrow().value());
      assertThat(nextHops.source(slot)).isEqualTo(neighborhood.netlink().links().find("eth0").orElseThrow()
          .address().orElseThrow().value());
    });
  }

  @Test
  void followsANeighborThatMoved() throws IOException {
    withRoute((neighborhood, nextHops, events) -> {
      nextHops.resolve(NONE, FAR);
      neighborhood.netlink().neighbors().replace(new NeighborInfo(
          neighborhood.index(), neighborhood.neighbor(), Optional.of(OTHER_MAC), NeighborState.PERMANENT, false, 0));
      handle(nextHops, events);
      assertThat(find(nextHops, FAR)).isEqualTo(NextHops.UNKNOWN);
      assertThat(nextHops.target(nextHops.resolve(NONE, FAR))).isEqualTo(OTHER_MAC.value());
    });
  }

  @Test
  void forgetsARouteThatWent() throws IOException {
    withRoute((neighborhood, nextHops, events) -> {
      nextHops.resolve(NONE, FAR);
      neighborhood.netlink().routes().delete(route(neighborhood));
      handle(nextHops, events);
      assertThat(find(nextHops, FAR)).isEqualTo(NextHops.UNKNOWN);
      int slot = nextHops.resolve(NONE, FAR);
      assertThat(nextHops.interfaceIndex(slot)).isEqualTo(NextHops.NO_INTERFACE);
      assertThat(find(nextHops, FAR)).isEqualTo(slot);
    });
  }

  @Test
  void hasTheKernelLookForANeighborThatIsNotKnown() throws IOException {
    withRoute((neighborhood, nextHops, events) -> {
      Ipv6Address unknown = Ipv6Address.parse("2001:db8:1::99");
      assertThat(nextHops.interfaceIndex(nextHops.resolve(NONE, unknown))).isEqualTo(NextHops.NO_INTERFACE);
      neighborhood.netlink().neighbors().replace(new NeighborInfo(
          neighborhood.index(), unknown, Optional.of(OTHER_MAC), NeighborState.REACHABLE, false, 0));
      handle(nextHops, events);
      assertThat(nextHops.target(nextHops.resolve(NONE, unknown))).isEqualTo(OTHER_MAC.value());
    });
  }

  @Test
  void remembersNoMoreThanItHasRoomFor() throws IOException {
    withRoute((neighborhood, nextHops, events) -> {
      for (int i = 1; i <= 1000; i++) {
        Ipv6Address destination = new Ipv6Address(FAR.high(), i);
        assertThat(nextHops.interfaceIndex(nextHops.resolve(NONE, destination))).isEqualTo(neighborhood.index());
        assertThat(find(nextHops, destination)).isNotEqualTo(NextHops.UNKNOWN);
      }
      assertThat(find(nextHops, new Ipv6Address(FAR.high(), 1))).isEqualTo(NextHops.UNKNOWN);
    });
  }
}
