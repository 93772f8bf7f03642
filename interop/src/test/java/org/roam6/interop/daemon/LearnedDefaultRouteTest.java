package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.RouteInfo;

/** A host that learned its default route from a real router's advertisements becomes a router, and keeps it. */
@OnRealKernel
@Timeout(120)
final class LearnedDefaultRouteTest {

  private static final String UPSTREAM =
      """
      control-socket: upstream.sock
      router:
        interfaces:
          up0: {prefixes: [2001:db8:e::1/64], fast-solicited-ra: true, interval: [30ms, 70ms], minimum-delay: 30ms}
      """;
  private static final String ROUTER =
      """
      control-socket: router.sock
      router:
        interfaces:
          lan0: {prefixes: [2001:db8:a::1/64]}
      """;

  @TempDir private Path folder;
  private final TestNamespace here = new TestNamespace();
  private final TestNamespace upstream = new TestNamespace();
  private final TestNamespace lan = new TestNamespace();

  @BeforeEach
  void plugInTheCables() {
    here.connect("uplink0", upstream, "up0");
    here.connect("lan0", lan, "eth0");
    here.run("ip -6 addr add 2001:db8:a::1/64 dev lan0 nodad");
    upstream.run("ip -6 addr add 2001:db8:e::1/64 dev up0 nodad");
    upstream.awaitLinkLocalAddress("up0");
    here.awaitLinkLocalAddress("lan0");
  }

  @AfterEach
  void leaveNothing() {
    here.close();
    upstream.close();
    lan.close();
  }

  private DaemonProcess start(TestNamespace namespace, String name, String text) throws Exception {
    return new DaemonProcess(namespace, Files.writeString(folder.resolve(name), text));
  }

  private void awaitDefaultRoute() throws IOException {
    String wait = "until ip -6 route show default dev uplink0 proto ra | grep -q .; do :; done";
    here.run("timeout 10 sh " + Files.writeString(folder.resolve("wait"), wait));
  }

  /** RFC 4861 6.2.5: who ceases to be a router SHOULD say so, and nobody waits for the end of its lifetime. */
  private void awaitNoDefaultRoute() throws IOException {
    String wait = "while ip -6 route show default dev uplink0 proto ra | grep -q .; do :; done";
    here.run("timeout 10 sh " + Files.writeString(folder.resolve("wait"), wait));
  }

  /** Default routes that went since {@code events} was opened. */
  private static List<RouteInfo> routesLost(KernelEvents events) throws IOException {
    List<RouteInfo> lost = new ArrayList<>();
    for (List<KernelEvent> some = events.read(); !some.isEmpty(); some = events.read()) {
      for (KernelEvent event : some) {
        if (event instanceof KernelEvent.RouteEvent(RouteInfo route, boolean gone, _, _)
            && gone
            && route.destination().length() == 0
            && route.protocol() == Rtnetlink.RTPROT_RA) {
          lost.add(route);
        }
      }
    }
    return lost;
  }

  private String setting(String name) {
    return here.run("sysctl -n net.ipv6.conf." + name).strip();
  }

  @Test
  void itStaysOverStartRunAndStop() throws Exception {
    try (DaemonProcess advertising = start(upstream, "upstream.yaml", UPSTREAM);
        KernelEvents events = here.call(KernelEvents::open)) {
      awaitDefaultRoute();
      try (DaemonProcess router = start(here, "router.yaml", ROUTER)) {
        assertThat(setting("all.forwarding")).isEqualTo("1");
        assertThat(setting("uplink0.accept_ra")).isEqualTo("2");
        assertThat(setting("lan0.accept_ra")).as("a router's own link").isEqualTo("1");
        // Learned anew, or still there: both are right while it runs.
        awaitDefaultRoute();
        assertThat(router.terminate()).isEqualTo(ExitStatus.OK);
      }
      assertThat(setting("all.forwarding")).isEqualTo("0");
      assertThat(setting("uplink0.accept_ra")).isEqualTo("1");
      awaitDefaultRoute();
      assertThat(routesLost(events)).isEmpty();
      assertThat(advertising.terminate()).isEqualTo(ExitStatus.OK);
      awaitNoDefaultRoute();
    }
  }

  @Test
  void itIsLearnedWhileTheHostForwards() throws Exception {
    try (DaemonProcess router = start(here, "router.yaml", ROUTER)) {
      try (DaemonProcess advertising = start(upstream, "upstream.yaml", UPSTREAM)) {
        awaitDefaultRoute();
        here.run("ip link del uplink0");
        advertising.next("interface up0 is not there");
        here.connect("uplink0", upstream, "up0");
        upstream.run("ip -6 addr add 2001:db8:e::1/64 dev up0 nodad");
        awaitDefaultRoute();
        assertThat(advertising.terminate()).isEqualTo(ExitStatus.OK);
      }
      assertThat(router.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(setting("uplink0.accept_ra")).isEqualTo("1");
  }

  @Test
  void theNextOneRestoresWhatAKilledOneChanged() throws Exception {
    try (DaemonProcess advertising = start(upstream, "upstream.yaml", UPSTREAM);
        KernelEvents events = here.call(KernelEvents::open)) {
      awaitDefaultRoute();
      try (DaemonProcess killed = start(here, "router.yaml", ROUTER)) {
        killed.kill();
      }
      assertThat(setting("uplink0.accept_ra")).isEqualTo("2");
      try (DaemonProcess next = start(here, "router.yaml", ROUTER)) {
        assertThat(next.terminate()).isEqualTo(ExitStatus.OK);
      }
      assertThat(setting("all.forwarding")).isEqualTo("0");
      assertThat(setting("uplink0.accept_ra")).isEqualTo("1");
      assertThat(routesLost(events)).isEmpty();
      assertThat(advertising.terminate()).isEqualTo(ExitStatus.OK);
    }
  }
}
