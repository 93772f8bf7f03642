package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.ping;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;

/** The home agent as a peer of its own mobile nodes (RFC 6275 10.4.2), and two of them as peers of each other. */
@OnRealKernel
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeersBehindTunnelsTest {

  private static final String HOME_ADDRESS = HomeAndAway.HOME_ADDRESS;
  private static final String SECOND = HomeAndAway.SECOND_HOME_ADDRESS;
  private static final String HOME_AGENT = HomeAndAway.HOME_AGENT;

  private HomeAndAway network;
  private DaemonProcess homeAgent;
  private DaemonProcess mobileNode;
  private DaemonProcess second;

  @BeforeAll
  void leaveHome(@TempDir Path folder) throws Exception {
    network = new HomeAndAway(folder);
    homeAgent = network.startHomeAgentOfTwo();
    network.move(HomeAndAway.VISITED);
    mobileNode = network.startMobileNode("");
    second = network.startSecondMobileNode();
    mobileNode.next("acknowledged, status 0");
    second.next("acknowledged, status 0");
  }

  @AfterAll
  void close() {
    second.close();
    mobileNode.close();
    homeAgent.close();
    network.close();
  }

  @Test
  void homeAgentAndMobileNodeReachEachOther() throws IOException {
    assertThat(ping(network.homeAgent(), "-c 1 -W 5 " + HOME_ADDRESS)).contains(" 1 received");
    assertThat(ping(network.mobileNode(), "-c 1 -W 5 " + HOME_AGENT)).contains(" 1 received");
    HomeAndAway.exchange(network.homeAgent(), HOME_AGENT, network.mobileNode(), HOME_ADDRESS);
  }

  @Test
  void twoMobileNodesReachEachOther() throws IOException {
    assertThat(ping(network.mobileNode(), "-c 1 -W 5 " + SECOND)).contains(" 1 received");
    HomeAndAway.exchange(network.mobileNode(), HOME_ADDRESS, network.secondMobileNode(), SECOND);
    // The home agent is one hop between them.
    assertThat(ping(network.mobileNode(), "-c 1 -W 2 -t 2 " + SECOND)).contains(" 1 received");
    assertThat(ping(network.mobileNode(), "-c 1 -W 2 -t 1 " + SECOND)).contains("From " + HOME_AGENT, "Time exceeded");
  }

  @Test
  void learnFromARouterThatThePathIsNarrow() throws IOException {
    network.narrow(HomeAndAway.HOME, 1280);
    try {
      String there = "-c 1 -W 1 -M do -s 1400 -I " + HOME_ADDRESS + " " + HomeAndAway.CORRESPONDENT;
      assertThat(ping(network.mobileNode(), there)).contains("icmp_seq=1 Packet too big: mtu=1280");
      ping(network.mobileNode(), "-c 1 -W 1 -s 1232 " + SECOND);
      assertThat(ping(network.mobileNode(), "-c 1 -W 5 -s 1232 " + SECOND)).contains(" 1 received");
      HomeAndAway.exchange(network.mobileNode(), HOME_ADDRESS, network.secondMobileNode(), SECOND);
    } finally {
      network.narrow(HomeAndAway.HOME, 1500);
    }
  }
}
