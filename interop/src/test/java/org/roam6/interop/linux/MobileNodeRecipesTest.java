package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkChanged;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** What a mobile node relies on in the kernel, so that it loses no second. */
@OnRealKernel
final class MobileNodeRecipesTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:5::5");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:1::77");
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final Desired.OfKernel HANDLING = new Desired.InterfaceHandling(ETH0, Desired.Handling.MOBILE_NODE);

  @TempDir Path directory;

  private interface Body {
    void run(Neighborhood neighborhood, Host host) throws IOException;
  }

  private void onMobileNode(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create(); Host host = new Host(directory)) {
        // Duplicate address detection of a minute: it never ends by itself during a test.
        Neighborhood.write("/proc/sys/net/ipv6/conf/eth0/dad_transmits", "60");
        host.want(HANDLING);
        body.run(neighborhood, host);
      }
      return true;
    });
  }

  private static Desired.OfKernel optimistic(Ipv6Address address) {
    return new Desired.InterfaceAddress(ETH0, address, 64, DuplicateDetection.OPTIMISTIC, SourceUse.PREFERRED);
  }

  private static Event told(Ipv6Address address, AddressState state) {
    return new Event.AddressChanged(ETH0, address, state);
  }

  @Test
  void anOptimisticAddressIsUsableWhileDuplicateDetectionRuns() throws IOException {
    onMobileNode((neighborhood, host) -> {
      host.want(optimistic(CARE_OF));
      host.awaitTold(told(CARE_OF, AddressState.OPTIMISTIC)::equals);
      assertThat(neighborhood.echoes(CARE_OF)).isTrue();
      host.handleEvents();
      assertThat(host.told()).doesNotContain(told(CARE_OF, AddressState.READY));
    });
  }

  @Test
  void theFirstSolicitationForANewAddressIsAnswered() throws IOException {
    onMobileNode((neighborhood, host) -> {
      for (int i = 1; i <= 20; i++) {
        Ipv6Address address = new Ipv6Address(CARE_OF.high(), 0x1000 + i);
        host.want(optimistic(address));
        ByteBuffer solicitation = ByteBuffer.allocate(32).put((byte) 135).position(8);
        address.writeTo(solicitation);
        solicitation.put((byte) 1).put((byte) 1);
        neighborhood.sendIcmp(neighborhood.neighbor(), address.solicitedNode(), solicitation.array());
        assertThat(neighborhood.nextIcmpType(NEIGHBOR_ADVERTISEMENT)).isTrue();
      }
    });
  }

  @Test
  void aDuplicateIsTold() throws IOException {
    onMobileNode((neighborhood, host) -> {
      host.want(optimistic(CARE_OF));
      host.awaitTold(told(CARE_OF, AddressState.OPTIMISTIC)::equals);
      ByteBuffer advertisement = ByteBuffer.allocate(32).put((byte) 136).position(4).putInt(0x20000000);
      CARE_OF.writeTo(advertisement);
      advertisement.put((byte) 2).put((byte) 1).putInt(0x02000000).putShort((short) 7);
      neighborhood.sendIcmp(CARE_OF, Ipv6Address.ALL_NODES, advertisement.array());
      host.awaitTold(told(CARE_OF, AddressState.DUPLICATE)::equals);
    });
  }

  @Test
  void anAddressThatWentThroughDuplicateDetectionIsReady() throws IOException {
    onMobileNode((neighborhood, host) -> {
      Neighborhood.write("/proc/sys/net/ipv6/conf/eth0/dad_transmits", "0");
      host.want(optimistic(CARE_OF));
      host.awaitTold(told(CARE_OF, AddressState.READY)::equals);
    });
  }

  @Test
  void socketsWithoutAddressChooseTheHomeAddress() throws IOException {
    onMobileNode((neighborhood, host) -> {
      RouteNetlink netlink = neighborhood.netlink();
      netlink.links().createVeth("roam0", "roam0x");
      for (String end : List.of("roam0", "roam0x")) {
        int index = netlink.links().find(end).orElseThrow().index();
        netlink.links().setNoLinkLocalAddress(index);
        netlink.links().setUp(index, true);
      }
      InterfaceName roam0 = new InterfaceName("roam0");
      netlink.routes().add(new RouteInfo(
          254, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST, Optional.of(neighborhood.neighbor()),
          neighborhood.index(), 1024, 0, 4, 0));
      host.want(new Desired.InterfaceAddress(roam0, HOME, 128, DuplicateDetection.NONE, SourceUse.PREFERRED));
      host.awaitTold(event -> event.equals(new Event.AddressChanged(roam0, HOME, AddressState.READY)));
      assertThat(chosenSource()).isEqualTo(neighborhood.host());
      Desired.OfKernel rule = new Desired.SourceRule(HOME, 252);
      host.want(new Desired.Route(252, Ipv6Prefix.parse("::/0"), Optional.empty(), roam0));
      host.want(rule);
      assertThat(chosenSource()).isEqualTo(HOME);
      host.reconciler().unwant(rule.key());
      assertThat(chosenSource()).isEqualTo(neighborhood.host());
    });
  }

  /** The source address that the kernel gives a socket which has none. */
  private static Ipv6Address chosenSource() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      channel.connect(new InetSocketAddress("2001:db8:9::9", 9));
      byte[] octets = ((InetSocketAddress) channel.getLocalAddress()).getAddress().getAddress();
      return Ipv6Address.read(ByteBuffer.wrap(octets), 0);
    }
  }

  @Test
  void aLossOfCarrierThatWasOverBeforeAnybodyLookedIsTold() throws IOException {
    onMobileNode((neighborhood, host) -> {
      int other = neighborhood.netlink().links().find("other").orElseThrow().index();
      host.handleEvents();
      host.told().clear();
      neighborhood.netlink().links().setUp(other, false);
      neighborhood.netlink().links().setUp(other, true);
      host.poll();
      host.handleEvents();
      assertThat(host.told().stream()
              .flatMap(event -> event instanceof LinkChanged link && link.name().equals(ETH0)
                  ? Optional.of(link.presence()).stream() : null))
          .startsWith(LinkPresence.NO_CARRIER, LinkPresence.CARRIER);
    });
  }

  @Test
  void aDeprecatedAddressIsNotChosen() throws IOException {
    onMobileNode((neighborhood, host) -> {
      Neighborhood.write("/proc/sys/net/ipv6/conf/eth0/dad_transmits", "0");
      host.want(optimistic(CARE_OF));
      host.want(new Desired.InterfaceAddress(
          ETH0, CARE_OF, 64, DuplicateDetection.OPTIMISTIC, SourceUse.DEPRECATED));
      assertThat(neighborhood.netlink().addresses().find(neighborhood.index(), CARE_OF).map(AddressInfo::flags))
          .hasValueSatisfying((Set<AddressFlag> flags) -> assertThat(flags).contains(AddressFlag.DEPRECATED));
    });
  }

  @Test
  void flushedNeighborsAreForgotten() throws IOException {
    onMobileNode((neighborhood, host) -> {
      host.want(new Desired.NeighborEntry(
          ETH0, Ipv6Address.parse("fe80::9"), LinkLayerAddress.parse("02:00:00:00:00:09")));
      neighborhood.learnNeighbor(Ipv6Address.parse("fe80::1"));
      host.reconciler().flushNeighbors(ETH0);
      var left = neighborhood.netlink().neighbors();
      assertThat(left.find(neighborhood.index(), Ipv6Address.parse("fe80::1"))).isEmpty();
      assertThat(left.find(neighborhood.index(), Ipv6Address.parse("fe80::9"))).isPresent();
    });
  }
}
