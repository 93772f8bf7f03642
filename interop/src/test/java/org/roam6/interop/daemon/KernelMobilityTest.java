package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import tools.jackson.databind.JsonNode;

/**
 * Roam6 with another implementation: the kernel's own mobility support (Home Address options and type 2 routing headers
 * by xfrm, tunnels by ip6_tunnel), driven as UMIP drives it. The messages are those that UMIP was captured sending.
 */
@OnRealKernel
@Tag("mobility-kernel")
@Timeout(120)
final class KernelMobilityTest {

  private static final String HOME = "2001:db8:1::100";
  private static final String CARE_OF = "2001:db8:a::5";
  private static final String AGENT = "2001:db8:1::1";
  private static final String NEIGHBOR = "2001:db8:1::ff";
  private static final String TUNNEL = "tunnel0 mode ip6ip6 local " + CARE_OF + " remote " + AGENT;
  private static final String SCRIPTS = "interop/src/test/resources/org/roam6/interop/daemon/";

  /** Acknowledge, Home Registration; in the options PadN of two octets and the Alternate Care-of Address. */
  private static final String REGISTRATION =
      "3b030500" + "0000" + "b60c" + "c000" + "0100" + "0100" + "0310" + "20010db8000a00000000000000000005";
  private static final String DEREGISTRATION =
      "3b030500" + "0000" + "b620" + "c000" + "0000" + "0100" + "0310" + "20010db8000100000000000000000100";
  private static final String ACCEPTED = "00";
  private static final int STATUS = 12;

  /** As UMIP has its users configure radvd. */
  private static final String ADVERTISEMENTS =
      """
      interface eth0 {
        AdvSendAdvert on; MinRtrAdvInterval 0.03; MaxRtrAdvInterval 0.07; AdvIntervalOpt on;
        AdvHomeAgentFlag on; AdvHomeAgentInfo on; HomeAgentLifetime 1800; HomeAgentPreference 10;
        prefix 2001:db8:1::1/64 { AdvOnLink on; AdvAutonomous on; AdvRouterAddr on; };
      };
      """;

  @TempDir private Path folder;

  private static String script(String name) {
    return "python3 " + Path.of(System.getProperty("roam6.root")).resolve(SCRIPTS + name) + " ";
  }

  private static String exchange(TestNamespace mobileNode, String update) {
    return mobileNode.run(script("exchange.py") + HOME + " " + AGENT + " " + update).strip();
  }

  private static void assertAccepted(String acknowledgement) {
    assertThat(acknowledgement.substring(STATUS, STATUS + 2)).isEqualTo(ACCEPTED);
  }

  private static void ping(TestNamespace from, String source, String destination) {
    from.run("ping -6 -n -c 3 -i 0.2 -w 10 -I " + source + " " + destination);
  }

  @Test
  void homeAgentServesAMobileNodeOfTheKernel() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startOpenHomeAgent()) {
      network.move(HomeAndAway.VISITED);
      TestNamespace mobileNode = network.mobileNode();
      leaveHome(mobileNode);

      assertAccepted(exchange(mobileNode, REGISTRATION));
      JsonNode binding = network.homeAgentSocket().ask("bindings").path("bindings").path(0);
      assertThat(binding.toString()).contains(HOME, CARE_OF);
      ping(mobileNode, HOME, NEIGHBOR);
      ping(network.router(), NEIGHBOR, HOME);
      // UMIP's tunnels have no encapsulation limit; those that a person makes have one, in a header of its own.
      mobileNode.run("ip -6 tunnel change " + TUNNEL + " encaplimit 4");
      ping(mobileNode, HOME, NEIGHBOR);

      network.move(HomeAndAway.HOME);
      returnHome(mobileNode);
      assertAccepted(exchange(mobileNode, DEREGISTRATION));
      assertThat(network.homeAgentSocket().ask("bindings").path("bindings")).isEmpty();
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  private static void leaveHome(TestNamespace mobileNode) {
    mobileNode.run("sysctl -qw net.ipv6.conf.eth0.accept_ra=0");
    mobileNode.run("ip -6 addr flush dev eth0 scope global");
    mobileNode.run("ip -6 route flush root 2001:db8::/32 dev eth0");
    mobileNode.run("ip -6 addr add " + CARE_OF + "/64 dev eth0 nodad");
    mobileNode.run("ip -6 route replace default via 2001:db8:a::ff dev eth0");
    mobileNode.run("ip -6 tunnel add " + TUNNEL + " encaplimit none");
    mobileNode.run("ip link set tunnel0 up");
    mobileNode.run("ip -6 addr add " + HOME + "/128 dev tunnel0 home nodad");
    mobileNode.run("ip -6 rule add from " + HOME + " lookup 100");
    mobileNode.run("ip -6 route add default dev tunnel0 table 100");
    String out = "src " + HOME + " dst " + AGENT;
    String in = "src " + AGENT + " dst " + HOME;
    mobileNode.run("ip xfrm state add " + out + " proto hao mode ro coa " + CARE_OF);
    mobileNode.run("ip xfrm state add " + in + " proto route2 mode ro coa " + CARE_OF);
    mobileNode.run("ip xfrm policy add dir out " + out + " proto 135 type 5 tmpl " + out + " proto hao mode ro");
    mobileNode.run(
        "ip xfrm policy add dir in " + in + " proto 135 tmpl " + in + " proto route2 mode ro level use");
  }

  private static void returnHome(TestNamespace mobileNode) {
    mobileNode.run("ip xfrm policy flush");
    mobileNode.run("ip xfrm state flush");
    mobileNode.run("ip -6 rule del from " + HOME + " lookup 100");
    mobileNode.run("ip -6 tunnel del tunnel0");
    mobileNode.run("ip -6 addr flush dev eth0 scope global");
    mobileNode.run("ip -6 addr add " + HOME + "/64 dev eth0 nodad");
  }

  @Test
  void mobileNodeIsServedByAHomeAgentOfTheKernel() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      TestNamespace homeAgent = network.homeAgent();
      homeAgent.run("sysctl -qw net.ipv6.conf.eth0.proxy_ndp=1 net.ipv6.neigh.eth0.proxy_delay=0");
      Path configuration = Files.writeString(folder.resolve("radvd.conf"), ADVERTISEMENTS);
      Process radvd =
          homeAgent.background("radvd -n -m none -C " + configuration + " -p " + folder.resolve("radvd.pid"));
      Process agent = homeAgent.background(script("home_agent.py") + AGENT + " eth0");
      try (BufferedReader said = agent.inputReader(UTF_8)) {
        assertThat(said.readLine()).isEqualTo("ready");
        leaveAndReturn(network, said);
      } finally {
        agent.destroyForcibly();
        radvd.destroyForcibly();
      }
    }
  }

  private static void leaveAndReturn(HomeAndAway network, BufferedReader agent)
      throws IOException, InterruptedException {
    try (DaemonProcess mobileNode = network.startOpenMobileNode()) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      assertThat(agent.readLine()).startsWith("update 3b");
      assertThat(agent.readLine()).startsWith("update 3b");
      ping(network.router(), NEIGHBOR, HOME);
      ping(network.mobileNode(), HOME, NEIGHBOR);

      network.move(HomeAndAway.HOME);
      mobileNode.next("binding deleted");
      assertThat(agent.readLine()).startsWith("update 3b");
      ping(network.router(), NEIGHBOR, HOME);
      assertThat(mobileNode.terminate()).isEqualTo(ExitStatus.OK);
    }
  }
}
