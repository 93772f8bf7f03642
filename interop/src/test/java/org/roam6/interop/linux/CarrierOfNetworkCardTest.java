package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.tun.TunDevice;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkChanged;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;

/**
 * The kernel holds back what it tells of the carrier of a network card, up to a second. A TUN device whose carrier is
 * set by hand is treated the same.
 */
@OnRealKernel
final class CarrierOfNetworkCardTest {

  private static final InterfaceName CARD = new InterfaceName("card0");

  @TempDir Path directory;

  private interface Body {
    void run(Links links, int card, Host host) throws IOException;
  }

  private void withCard(Body body) throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (TunDevice device = TunDevice.open(CARD); RouteNetlink netlink = RouteNetlink.open()) {
        assertThat(device.descriptor()).isNotNegative();
        int card = netlink.links().find(CARD.value()).orElseThrow().index();
        netlink.links().setUp(card, true);
        try (Host host = new Host(directory)) {
          body.run(netlink.links(), card, host);
        }
      }
      return true;
    });
  }

  private static List<LinkPresence> toldOf(Host host) {
    return host.told().stream().flatMap(CarrierOfNetworkCardTest::presence).toList();
  }

  private static Stream<LinkPresence> presence(Event event) {
    return event instanceof LinkChanged link && link.name().equals(CARD) ? Stream.of(link.presence()) : Stream.empty();
  }

  @Test
  void aLossSoonAfterAnotherEventIsToldAtOnce() throws IOException {
    withCard((links, card, host) -> {
      links.setCarrier(card, false);
      host.poll();
      links.setCarrier(card, true);
      host.poll();
      links.setCarrier(card, false);
      host.poll();
      assertThat(toldOf(host)).containsExactly(
          LinkPresence.CARRIER, LinkPresence.NO_CARRIER, LinkPresence.CARRIER, LinkPresence.NO_CARRIER);
    });
  }

  @Test
  void aFlapBetweenTwoLooksIsTold() throws IOException {
    withCard((links, card, host) -> {
      links.setCarrier(card, false);
      links.setCarrier(card, true);
      host.poll();
      host.handleEvents();
      assertThat(toldOf(host)).containsExactly(LinkPresence.CARRIER, LinkPresence.NO_CARRIER, LinkPresence.CARRIER);
    });
  }

  @Test
  void anEventThatWaitedWhileTheCardWasAskedIsNotToldAsNews() throws IOException {
    withCard((links, card, host) -> {
      try (KernelEvents events = KernelEvents.open()) {
        links.setCarrier(card, false);
        Events.await(events, event -> isLossOf(card, event));
        links.setCarrier(card, true);
        host.poll();
        host.handleEvents();
        assertThat(toldOf(host)).containsExactly(LinkPresence.CARRIER, LinkPresence.NO_CARRIER, LinkPresence.CARRIER);
      }
    });
  }

  @Test
  void aCardThatIsAskedWhileOtherEventsWaitIsNotToldOfAheadOfThem() throws IOException {
    withCard((links, card, host) -> {
      links.setMtu(card, 1400);
      links.setUp(card, false);
      host.poll();
      host.handleEvents();
      // With the other MTU, and then turned off.
      assertThat(toldOf(host)).containsExactly(LinkPresence.CARRIER, LinkPresence.CARRIER, LinkPresence.ABSENT);
    });
  }

  private static boolean isLossOf(int card, KernelEvent event) {
    return event instanceof KernelEvent.LinkEvent link && link.link().index() == card && !link.link().carrier();
  }
}
