package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import tools.jackson.databind.JsonNode;

/** One daemon is the home agent of two home links. Two mobile nodes, one of each and never there, reach one another. */
@OnRealKernel
@Timeout(120)
final class SeveralHomeLinksTest {

  private static final String HOME_AGENT =
      """
      control-socket: ha.sock
      home-agent:
        - {interface: home1, address: 2001:db8:1::1, prefix: 2001:db8:1::/64, security: none, advertise: false}
        - {interface: home2, address: 2001:db8:2::1, prefix: 2001:db8:2::/64, security: none, advertise: false}
      router:
        interfaces:
          up1: {prefixes: [2001:db8:a::1/64], fast-solicited-ra: true}
          up2: {prefixes: [2001:db8:b::1/64], fast-solicited-ra: true}
      """;
  private static final String REAL_AND_VIRTUAL =
      HOME_AGENT.replace("interface: home2", "home-link: virtual");
  private static final String MOBILE_NODE =
      """
      control-socket: mn%1$d.sock
      mobile-node: {interface: eth0, home-address: 2001:db8:%1$d::100/64, home-agent: 2001:db8:%1$d::1, security: none}
      """;

  @TempDir private Path folder;
  private final TestNamespace homeAgent = new TestNamespace();
  private final TestNamespace first = new TestNamespace();
  private final TestNamespace second = new TestNamespace();

  @BeforeEach
  void build() {
    homeAgent.connect("up1", first, "eth0");
    homeAgent.connect("up2", second, "eth0");
    homeAgent.run("ip -6 addr add 2001:db8:a::1/64 dev up1 nodad");
    homeAgent.run("ip -6 addr add 2001:db8:b::1/64 dev up2 nodad");
    for (int link = 1; link <= 2; link++) {
      homeAgent.run("ip link add home" + link + " type veth peer name nobody" + link);
      homeAgent.run("ip link set nobody" + link + " up");
      homeAgent.run("ip link set home" + link + " up");
      homeAgent.run("ip -6 addr add 2001:db8:" + link + "::1/64 dev home" + link + " nodad");
    }
  }

  @AfterEach
  void leaveNothing() {
    first.close();
    second.close();
    homeAgent.close();
  }

  private DaemonProcess start(TestNamespace host, String name, String text) throws Exception {
    return new DaemonProcess(host, Files.writeString(folder.resolve(name), text));
  }

  private JsonNode ask(String request) throws IOException {
    return new ControlSocket(folder.resolve("ha.sock"))
        .await(request, answer -> !request.equals("bindings") || answer.path("bindings").size() == 2);
  }

  @Test
  void mobileNodesOfTwoHomeLinksReachOneAnother() throws Exception {
    reachOneAnother(HOME_AGENT, "home1", "home2");
  }

  @Test
  void oneOfTwoHomeLinksMayBeVirtual() throws Exception {
    homeAgent.run("ip link del home2");
    reachOneAnother(REAL_AND_VIRTUAL, "home1", "roam0");
  }

  private void reachOneAnother(String configuration, String... interfaces) throws Exception {
    try (DaemonProcess _ = start(homeAgent, "ha.yaml", configuration);
        DaemonProcess one = start(first, "mn1.yaml", MOBILE_NODE.formatted(1));
        DaemonProcess other = start(second, "mn2.yaml", MOBILE_NODE.formatted(2))) {
      one.next("acknowledged, status 0");
      other.next("acknowledged, status 0");

      first.run("ping -6 -n -c 3 -i 0.2 -W 10 -I 2001:db8:1::100 2001:db8:2::100");
      assertThat(ask("bindings").path("bindings").valueStream().map(each -> each.path("home_address").asString()))
          .containsExactly("2001:db8:1::100", "2001:db8:2::100");
      assertThat(ask("status").path("home_agents").valueStream().map(each -> each.path("interface").asString()))
          .containsExactly(interfaces);
      assertThat(ask("stats").at("/home_agent/discarded")).isEmpty();
    }
  }
}
