package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.ping;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;

/** What becomes of packets of all sizes, and of their errors, where the visited link carries 1280 octets. */
@OnRealKernel
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TunnelPacketsTest {

  private static final String HOME_ADDRESS = HomeAndAway.HOME_ADDRESS;
  private static final String HOME_AGENT = HomeAndAway.HOME_AGENT;
  private static final String CORRESPONDENT = HomeAndAway.CORRESPONDENT;

  private HomeAndAway network;
  private DaemonProcess homeAgent;
  private DaemonProcess mobileNode;

  @BeforeAll
  void leaveHome(@TempDir Path folder) throws Exception {
    network = new HomeAndAway(folder);
    homeAgent = network.startHomeAgent("");
    mobileNode = network.startMobileNode("");
    mobileNode.next("at home as");
    network.narrow(HomeAndAway.VISITED, 1280);
    network.move(HomeAndAway.VISITED);
    mobileNode.next("acknowledged, status 0");
    // The first large packet is lost while the home agent learns from the router how narrow the path is.
    ping(network.router(), "-c 1 -W 1 -s 1232 -I " + CORRESPONDENT + " " + HOME_ADDRESS);
  }

  @AfterAll
  void close() {
    mobileNode.close();
    homeAgent.close();
    network.close();
  }

  @BeforeEach
  void forgetPathOfCorrespondent() {
    correspondent().run("ip -6 route flush cache");
  }

  private TestNamespace correspondent() {
    return network.router();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 1191, 1192, 1193, 1231, 1232})
  void carriesWhatEveryLinkMustCarryToTheMobileNodeAndBack(int size) throws IOException {
    String options = "-c 1 -W 5 -M do -s " + size + " ";
    assertThat(ping(correspondent(), options + "-I " + CORRESPONDENT + " " + HOME_ADDRESS)).contains(" 1 received");
    assertThat(ping(network.mobileNode(), options + CORRESPONDENT)).contains(" 1 received");
  }

  @Test
  void tellsCorrespondentsThatPacketsAreTooBig() throws IOException {
    String first = ping(correspondent(), "-c 1 -W 2 -M do -s 1400 -I " + CORRESPONDENT + " " + HOME_ADDRESS);
    assertThat(first).contains("From " + HOME_AGENT + " icmp_seq=1 Packet too big: mtu=1280");
    // The mobile node learns the same for its answer; from then on both send fragments of their own.
    ping(correspondent(), "-c 1 -W 1 -s 1400 -I " + CORRESPONDENT + " " + HOME_ADDRESS);
    assertThat(ping(correspondent(), "-c 1 -W 5 -s 1400 -I " + CORRESPONDENT + " " + HOME_ADDRESS))
        .contains(" 1 received");
  }

  @Test
  void tellsTheMobileNodesOwnProgramsThatPacketsAreTooBig() throws IOException {
    // To the home agent itself: no other test has sent anything large there.
    String first = ping(network.mobileNode(), "-c 1 -W 2 -M do -s 1400 " + HOME_AGENT);
    // by its own kernel where the tunnel device has the MTU of the link, else by an ICMPv6 error of the tunnel
    assertThat(first).containsPattern("message too long, mtu: 1280|icmp_seq=1 Packet too big: mtu=1280");
    ping(network.mobileNode(), "-c 1 -W 1 -s 1400 " + HOME_AGENT);
    assertThat(ping(network.mobileNode(), "-c 1 -W 5 -s 1400 " + HOME_AGENT)).contains(" 1 received");
  }

  @Test
  void carriesTcpInBothDirections() throws IOException {
    HomeAndAway.exchange(correspondent(), CORRESPONDENT, network.mobileNode(), HOME_ADDRESS);
  }

  @Test
  void carriesDatagramsOfEverySizeAroundTheSmallestMtu() throws Exception {
    try (DatagramSocket here = socket(network.mobileNode(), HOME_ADDRESS);
        DatagramSocket there = socket(correspondent(), CORRESPONDENT)) {
      for (int size = 1200; size <= 1280; size++) {
        exchange(there, here, size);
        exchange(here, there, size);
      }
    }
  }

  private static DatagramSocket socket(TestNamespace namespace, String address) {
    return namespace.call(() -> {
      DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.setSoTimeout(500);
      return socket;
    });
  }

  /** Once again where the first is lost to learning the path. */
  private static void exchange(DatagramSocket from, DatagramSocket to, int size) throws IOException {
    byte[] octets = new byte[size];
    Arrays.fill(octets, (byte) size);
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    from.send(new DatagramPacket(octets, size, to.getLocalSocketAddress()));
    try {
      to.receive(packet);
    } catch (java.net.SocketTimeoutException lost) {
      from.send(new DatagramPacket(octets, size, to.getLocalSocketAddress()));
      to.receive(packet);
    }
    assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(octets);
  }

  @Test
  void theHomeAgentIsOneHopAndTheMobileNodeNone() throws IOException {
    String there = " -c 1 -W 2 -I " + CORRESPONDENT + " " + HOME_ADDRESS;
    assertThat(ping(correspondent(), "-t 2" + there)).contains(" 1 received");
    assertThat(ping(correspondent(), "-t 1" + there)).contains("From " + HOME_AGENT, "Time exceeded");
    assertThat(ping(network.mobileNode(), "-c 1 -W 2 -t 2 " + CORRESPONDENT)).contains(" 1 received");
    assertThat(ping(network.mobileNode(), "-c 1 -W 2 -t 1 " + CORRESPONDENT))
        .contains("From " + HOME_AGENT, "Time exceeded");
  }

  @Test
  void tellsCorrespondentsThatTheCareOfAddressCannotBeReached() throws IOException {
    String careOf = network.mobileNode().run("ip -6 -o addr show dev eth0 scope global")
        .replaceAll("(?s).*inet6 (2001:db8:a:[0-9a-f:]+)/.*", "$1");
    correspondent().run("ip -6 route add unreachable " + careOf);
    try {
      assertThat(ping(correspondent(), "-c 1 -W 2 -I " + CORRESPONDENT + " " + HOME_ADDRESS))
          .contains("From " + HOME_AGENT + " icmp_seq=1 Destination unreachable: Address unreachable");
    } finally {
      correspondent().run("ip -6 route del unreachable " + careOf);
    }
  }
}
