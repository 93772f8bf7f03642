package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;

/** Interfaces that are renamed, vanish and come back under daemons that run: packets flow again afterwards. */
@OnRealKernel
@Timeout(120)
final class InterfacesComeAndGoTest {

  private static final String HOME_ADDRESS = "2001:db8:1::100";
  private static final String GONE = "WARNING daemon: interface eth0 is not there: waiting for it";
  private static final String BACK = "interface eth0 is there";

  @TempDir private Path folder;
  private HomeAndAway network;

  @BeforeEach
  void build() throws Exception {
    network = new HomeAndAway(folder);
  }

  @AfterEach
  void takeDown() {
    network.close();
  }

  @Test
  void aHomeAgentsInterfaceIsRemovedAndAddedAgain() throws Exception {
    network.move(HomeAndAway.VISITED);
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      network.unplug("ha0");
      homeAgent.next(GONE);
      assertThat(bindings()).contains(HOME_ADDRESS);
      network.plugHomeAgent("eth0");
      homeAgent.next(BACK);
      network.awaitReachable();
      assertThat(network.homeAgent().run("cat /proc/net/igmp6")).contains("ff0200000000000000000001ff000100");
    }
  }

  @Test
  void aHomeAgentsInterfaceIsRenamedAndGetsItsNameBack() throws Exception {
    network.move(HomeAndAway.VISITED);
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      network.homeAgent().run("ip link set eth0 name lan9");
      homeAgent.next(GONE);
      assertThat(bindings()).contains(HOME_ADDRESS);
      network.homeAgent().run("ip link set lan9 name eth0");
      homeAgent.next(BACK);
      network.awaitReachable();
    }
  }

  @Test
  void aMobileNodesInterfaceIsRemovedAndAddedAgain() throws Exception {
    network.move(HomeAndAway.VISITED);
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      network.unplug("mn0");
      mobileNode.next(GONE);
      network.plugMobileNode("eth0", HomeAndAway.OTHER);
      mobileNode.next(BACK);
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      assertThat(bindings()).contains("2001:db8:b:");
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void aMobileNodesInterfaceIsRenamedAndNothingIsLeftOnIt() throws Exception {
    network.move(HomeAndAway.VISITED);
    String settings = "sysctl -a --pattern net.ipv6.conf.(eth0|wlan9).(accept_ra|autoconf|optimistic_dad)$";
    String before = network.mobileNode().run(settings);
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      network.mobileNode().run("ip link set eth0 name wlan9");
      mobileNode.next(GONE);
      awaitSettings(settings, before.replace("eth0", "wlan9"));
      assertThat(network.mobileNode().run("ip -6 neigh show nud permanent")).isEmpty();
      network.mobileNode().run("ip link set wlan9 name eth0");
      mobileNode.next(BACK);
      network.awaitReachable();
      assertThat(mobileNode.terminate()).isEqualTo(ExitStatus.OK);
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(network.mobileNode().run(settings)).isEqualTo(before);
  }

  /** What is told of an interface and what is done about it are separate things. */
  private void awaitSettings(String question, String wanted) throws Exception {
    String found = network.mobileNode().run(question);
    for (int i = 0; i < 200 && !found.equals(wanted); i++) {
      found = network.mobileNode().run(question);
    }
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void anotherInterfaceTakesTheNameOfTheAdvertisingOne() throws Exception {
    network.router().run("ip link set eth1 name old1");
    network.advertising().next("interface eth1 is not there: waiting for it");
    network.unplug("r1");
    network.plugVisitedLink("new1");
    network.router().awaitLinkLocalAddress("new1");
    network.move(HomeAndAway.VISITED);
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      network.router().run("ip link set new1 name eth1");
      network.advertising().next("interface eth1 is there");
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
      String linkLocal = network.router().run("ip -6 -o addr show dev eth1 scope link").split("\\s+", -1)[3];
      assertThat(network.mobileNode().run("ip -6 route show default"))
          .contains("via " + linkLocal.substring(0, linkLocal.indexOf('/')));
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void interfacesThatAreNotThereAtTheStartAreWaitedFor() throws Exception {
    network.unplug("ha0");
    network.unplug("mn0");
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      assertThat(homeAgent.log()).anySatisfy(line -> assertThat(line).contains(GONE));
      assertThat(mobileNode.log()).filteredOn(line -> line.contains("WARNING")).singleElement().asString()
          .contains(GONE);
      network.plugHomeAgent("eth0");
      homeAgent.next(BACK);
      network.plugMobileNode("eth0", HomeAndAway.VISITED);
      mobileNode.next(BACK);
      mobileNode.next("acknowledged, status 0");
      network.awaitReachable();
    }
  }

  private String bindings() throws Exception {
    return network.homeAgentSocket().ask("bindings").toString();
  }
}
