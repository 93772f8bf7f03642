package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import org.roam6.interop.daemon.Applications.Ping;
import org.roam6.wire.Ipv6Address;

/** Which of its addresses the kernel of a mobile node gives to applications, and which way their packets go. */
@OnRealKernel
@Timeout(120)
final class SourceAddressTest {

  private static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse("2001:db8:1::100");
  // The router's addresses on the home link and the visited ones, and in two prefixes far away.
  private static final String AT_HOME = "2001:db8:1::ff";
  private static final String VISITED = "2001:db8:a::ff";
  private static final String OTHER = "2001:db8:b::ff";
  private static final String FAR = "2001:db8:e::1";
  private static final String FAR_DIRECT = "2001:db8:d::1";
  private static final String DIRECT =
      "direct: [port 53, udp port 5000-5010, tcp port 853 to 2001:db8:e::/64, 2001:db8:d::/64]";
  private static final List<Integer> PORTS = List.of(7, 53, 853, 5000, 5010, 5011);

  @TempDir private static Path folder;

  // What one test leaves does not matter to the next: each goes where it wants to be.
  private static HomeAndAway network;
  private static Correspondent correspondent;
  private static DaemonProcess homeAgent;
  private static DaemonProcess mobileNode;
  private static Applications applications;

  @BeforeAll
  static void start() throws Exception {
    network = new HomeAndAway(folder);
    for (String address : List.of(FAR, FAR_DIRECT)) {
      network.router().run("ip -6 addr add " + address + "/128 dev lo nodad");
    }
    correspondent = new Correspondent(network.router(), List.of(AT_HOME, VISITED, OTHER, FAR, FAR_DIRECT), PORTS);
    homeAgent = network.startHomeAgent("");
    mobileNode = network.startMobileNodeWith(DIRECT);
    applications = new Applications(network, mobileNode, HomeAndAway.HOME);
  }

  @AfterAll
  static void end() throws Exception {
    mobileNode.close();
    homeAgent.close();
    correspondent.close();
    network.close();
  }

  @Test
  void newConnectionsTakeTheHomeAddressAtHomeAndAway() throws Exception {
    applications.at(HomeAndAway.HOME);
    assertHomeAddressIsTaken(false);
    assertThat(applications.tcp(AT_HOME, 7)).as("to a neighbour at home").isEqualTo(HOME_ADDRESS);
    applications.at(HomeAndAway.VISITED);
    assertHomeAddressIsTaken(true);
    assertThat(applications.tcp(AT_HOME, 7)).as("to the home link").isEqualTo(HOME_ADDRESS);
    applications.at(HomeAndAway.OTHER);
    assertHomeAddressIsTaken(true);
    assertThat(applications.tcp(VISITED, 7)).as("to the link before").isEqualTo(HOME_ADDRESS);
    applications.at(HomeAndAway.HOME);
    assertHomeAddressIsTaken(false);
  }

  private static void assertHomeAddressIsTaken(boolean tunnelled) {
    assertThat(applications.tcp(FAR, 7)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.udp(FAR, 7)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.ping(FAR)).isEqualTo(new Ping(HOME_ADDRESS, tunnelled));
  }

  @Test
  void connectionsThatBeginWhileTheNodeMovesTakeTheHomeAddress() throws Exception {
    applications.at(HomeAndAway.HOME);
    for (String next : List.of(HomeAndAway.VISITED, HomeAndAway.OTHER, HomeAndAway.HOME)) {
      try (SocketChannel connection =
          applications.goingTo(next, () -> applications.beginConnection(FAR, 7))) {
        assertThat(connection.finishConnect()).isTrue();
        assertThat(Correspondent.address(connection.socket().getInputStream().readAllBytes()))
            .isEqualTo(HOME_ADDRESS);
      }
    }
  }

  @Test
  void whatStaysOnTheVisitedLinkIsDirect() throws Exception {
    applications.at(HomeAndAway.VISITED);
    Ipv6Address careOfAddress = applications.careOfAddress();
    assertThat(applications.tcp(VISITED, 7)).isEqualTo(careOfAddress);
    assertThat(applications.udp(VISITED, 7)).isEqualTo(careOfAddress);
    assertThat(applications.ping(VISITED)).isEqualTo(new Ping(careOfAddress, false));
    assertThat(applications.ping("ff02::2%eth0").source().isLinkLocal()).isTrue();
  }

  @Test
  void multicastNeverEntersTheTunnel() throws Exception {
    applications.at(HomeAndAway.VISITED);
    assertThat(applications.ping("ff02::2").source().isLinkLocal()).isTrue();
    // The kernel looks first where an interface came up first.
    applications.restartInterface();
    assertThat(applications.ping("ff02::2").source().isLinkLocal()).isTrue();
  }

  @Test
  void directTrafficTakesTheCareOfAddress() throws Exception {
    applications.at(HomeAndAway.VISITED);
    assertDirect();
    applications.at(HomeAndAway.OTHER);
    assertDirect();
    applications.at(HomeAndAway.HOME);
    assertThat(applications.udp(FAR, 53)).as("at home").isEqualTo(HOME_ADDRESS);
    assertThat(applications.tcp(FAR_DIRECT, 7)).as("at home").isEqualTo(HOME_ADDRESS);
  }

  private static void assertDirect() {
    Ipv6Address careOfAddress = applications.careOfAddress();
    for (String to : List.of(FAR, VISITED, OTHER)) {
      assertThat(applications.udp(to, 53)).as(to).isEqualTo(careOfAddress);
      assertThat(applications.tcp(to, 53)).as(to).isEqualTo(careOfAddress);
    }
    assertThat(applications.udp(FAR, 5000)).isEqualTo(careOfAddress);
    assertThat(applications.udp(FAR, 5010)).isEqualTo(careOfAddress);
    assertThat(applications.udp(FAR, 5011)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.tcp(FAR, 5000)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.tcp(FAR, 853)).isEqualTo(careOfAddress);
    assertThat(applications.udp(FAR, 853)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.tcp(FAR_DIRECT, 7)).isEqualTo(careOfAddress);
    assertThat(applications.ping(FAR_DIRECT)).isEqualTo(new Ping(careOfAddress, false));
    assertThat(applications.tcp(FAR, 7)).isEqualTo(HOME_ADDRESS);
    assertThat(applications.ping(FAR)).isEqualTo(new Ping(HOME_ADDRESS, true));
  }

  @Test
  void whoBindsAnAddressKeepsIt() throws Exception {
    applications.at(HomeAndAway.VISITED);
    Ipv6Address careOfAddress = applications.careOfAddress();
    for (String to : List.of(FAR, FAR_DIRECT, VISITED)) {
      for (Ipv6Address from : List.of(HOME_ADDRESS, careOfAddress)) {
        for (int port : List.of(7, 53)) {
          assertThat(applications.tcp(from, to, port)).isEqualTo(from);
          assertThat(applications.udp(from, to, port)).isEqualTo(from);
        }
        assertThat(applications.ping("-I " + from + " " + to)).isEqualTo(new Ping(from, from.equals(HOME_ADDRESS)));
      }
    }
  }

  @Test
  void otherInterfacesAndTheirRulesAreLeftAlone() throws Exception {
    applications.at(HomeAndAway.VISITED);
    TestNamespace here = network.mobileNode();
    here.run("ip link add spare type veth peer name spare-peer");
    here.run("ip link set spare up");
    here.run("ip link set spare-peer up");
    here.run("ip -6 addr add 2001:db8:77::1/64 dev spare nodad");
    here.run("ip -6 rule add from 2001:db8:77::1 lookup 77 priority 2000");
    here.run("ip -6 route add default dev spare table 77");
    for (String packet : List.of(
        "2001:db8:77::5",
        FAR + " from 2001:db8:77::1",
        FAR + " from 2001:db8:77::1 ipproto udp dport 53",
        FAR_DIRECT + " from 2001:db8:77::1",
        VISITED + " from 2001:db8:77::1")) {
      assertThat(here.run("ip -6 route get " + packet)).contains("dev spare").doesNotContain("src 2001:db8:1::100");
    }
    here.run("ip -6 rule del priority 2000");
    here.run("ip link del spare");
  }

  @Test
  void nothingIsLeftOfThePolicyAndNothingIsDoubled() throws Exception {
    applications.at(HomeAndAway.VISITED);
    String running = machine(network.mobileNode());
    assertThat(running).contains("lookup 251", "dport 5000-5010", "table 251", "table 252");
    mobileNode.kill();
    assertThat(machine(network.mobileNode())).contains("lookup 251");
    mobileNode = network.startMobileNodeWith(DIRECT);
    applications = new Applications(network, mobileNode, HomeAndAway.VISITED);
    assertThat(machine(network.mobileNode())).isEqualTo(running);
    assertThat(mobileNode.terminate()).isEqualTo(ExitStatus.OK);
    assertThat(machine(network.mobileNode())).doesNotContain("lookup 25", "table 25", "proto 62", "roam0");
    mobileNode = network.startMobileNodeWith(DIRECT);
    applications = new Applications(network, mobileNode, HomeAndAway.VISITED);
  }

  private static String machine(TestNamespace mobileNode) {
    String all =
        mobileNode.run("ip -6 rule")
            + mobileNode.run("ip -6 route show table all")
            + mobileNode.run("ip -6 -br addr");
    return all.lines().sorted().collect(Collectors.joining("\n"));
  }
}
