package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.linux.tun.TunDevice;
import org.roam6.linux.tun.TunnelDataPlane;
import org.roam6.linux.tun.TunnelDevice;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;

/**
 * A mobile node and its peer, a router between them, and no home agent: what goes between them goes directly, or not at
 * all.
 */
@OnRealKernel
@Timeout(60)
class DirectPathDataPlaneTest {

  private static final String HOME = "2001:db8:9::100";
  private static final String HOME_AGENT = "2001:db8:9::1";
  private static final String CARE_OF = "2001:db8:1::2";
  private static final String PEER = "2001:db8:2::2";
  private static final String PEER_HOME = "2001:db8:8::200";
  private static final String PEER_HOME_AGENT = "2001:db8:8::1";
  private static final InterfaceName ROAM0 = new InterfaceName("roam0");
  private static final int OCTETS = 8 << 20;

  private final TestNamespace mobileNode = new TestNamespace();
  private final TestNamespace router = new TestNamespace();
  private final TestNamespace peer = new TestNamespace();
  private final List<End> ends = new ArrayList<>();
  private int peerLinkMtu = 1500;
  private LinkCapture wire;

  /** One host with the thread of its loop. */
  private record End(
      EventLoop loop,
      Thread thread,
      TunnelDataPlane dataPlane,
      TunnelDevice device,
      SignallingShield shield,
      ForwardingState state) {}

  @BeforeEach
  void connect() {
    mobileNode.connect("cable0", router, "left");
    peer.connect("cable0", router, "right");
    router.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    router.run("ip -6 address add 2001:db8:1::1/64 dev left nodad");
    router.run("ip -6 address add 2001:db8:2::1/64 dev right nodad");
    mobileNode.run("ip -6 address add " + CARE_OF + "/64 dev cable0 nodad");
    mobileNode.run("ip -6 route add default via 2001:db8:1::1");
    peer.run("ip -6 address add " + PEER + "/64 dev cable0 nodad");
    peer.run("ip -6 route add default via 2001:db8:2::1");
    wire = router.call(() -> LinkCapture.open(Libc.system().interfaceIndex("left")));
  }

  @AfterEach
  void close() throws InterruptedException, SystemCallException {
    wire.close();
    for (End end : ends) {
      end.loop.stop();
      end.thread.join();
      end.dataPlane.close();
      end.device.close();
      end.shield.close();
      end.loop.close();
    }
    List.of(mobileNode, router, peer).forEach(TestNamespace::close);
  }

  private End start(TestNamespace host, ForwardingState state) {
    TunnelDevice device = host.call(() -> TunDevice.open(ROAM0));
    End end = host.call(() -> {
      EventLoop loop = EventLoop.open();
      TunnelDataPlane dataPlane = TunnelDataPlane.open(loop, device, ROAM0, state, HoldLimits.NONE);
      dataPlane.listen(Libc.system().interfaceIndex("cable0"));
      SignallingShield shield = SignallingShield.open(List.of(), List.of());
      return new End(loop, Thread.ofPlatform().unstarted(() -> run(loop)), dataPlane, device, shield, state);
    });
    ends.add(end);
    end.thread.start();
    host.run("ip link set roam0 mtu 1452 up");
    host.run("ip -6 rule add pref 1060 iif lo fwmark 0/" + RoutedSender.MARK + " lookup 101");
    return end;
  }

  private static void run(EventLoop loop) {
    try {
      loop.run();
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  private static void beMobile(TestNamespace host, ForwardingState state, String home, String careOf, String agent) {
    state.put(
        new Tunnel(
            BindingKey.of(Ipv6Address.parse(home)),
            Tunnel.Side.MOBILE_NODE,
            Ipv6Address.parse(careOf),
            Ipv6Address.parse(agent),
            List.of(),
            Time.NEVER));
    host.run("ip -6 address add " + home + "/128 dev roam0 nodad");
    host.run("ip -6 rule add pref 1061 from " + home + " lookup 102");
    host.run("ip -6 route add default dev roam0 table 102");
  }

  /** The way from a home address to a peer, and that back. */
  private void connect(
      ForwardingState mobile,
      TestNamespace at,
      ForwardingState correspondent,
      String home,
      String careOf,
      String peer) {
    DirectPath.Key key =
        new DirectPath.Key(DirectPath.Side.MOBILE_NODE, Ipv6Address.parse(home), Ipv6Address.parse(peer));
    mobile.put(new DirectPath(key, Ipv6Address.parse(careOf), Time.NEVER), linkMtu(mobile));
    key = new DirectPath.Key(DirectPath.Side.CORRESPONDENT, key.homeAddress(), key.correspondent());
    correspondent.put(new DirectPath(key, Ipv6Address.parse(careOf), Time.NEVER), linkMtu(correspondent));
    at.run("ip -6 route add " + home + "/128 dev roam0 table 101 src " + peer);
  }

  private int linkMtu(ForwardingState host) {
    return host == ends.getLast().state ? peerLinkMtu : 1500;
  }

  /** The peer knows what its own link carries, and the mobile node does not. */
  private void narrowPeerLink(int mtu) {
    peerLinkMtu = mtu;
    router.run("ip link set right mtu " + mtu);
    peer.run("ip link set cable0 mtu " + mtu);
  }

  private void startWithFixedPeer() {
    ForwardingState mobile = new ForwardingState();
    ForwardingState correspondent = new ForwardingState();
    start(mobileNode, mobile);
    start(peer, correspondent);
    beMobile(mobileNode, mobile, HOME, CARE_OF, HOME_AGENT);
    connect(mobile, peer, correspondent, HOME, CARE_OF, PEER);
  }

  private void startWithMobilePeer() {
    ForwardingState mobile = new ForwardingState();
    ForwardingState other = new ForwardingState();
    start(mobileNode, mobile);
    start(peer, other);
    beMobile(mobileNode, mobile, HOME, CARE_OF, HOME_AGENT);
    beMobile(peer, other, PEER_HOME, PEER, PEER_HOME_AGENT);
    connect(mobile, peer, other, HOME, CARE_OF, PEER_HOME);
    connect(other, mobileNode, mobile, PEER_HOME, PEER, HOME);
  }

  private static DatagramSocket socket(TestNamespace host, String address) {
    return host.call(() -> {
      DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.setSoTimeout(10_000);
      return socket;
    });
  }

  /** Datagrams of a length from one to the other and back. */
  private static void exchange(
      TestNamespace one, String address, TestNamespace other, String otherAddress, int length) throws Exception {
    try (DatagramSocket here = socket(one, address);
        DatagramSocket there = socket(other, otherAddress)) {
      byte[] content = new byte[length];
      content[length - 1] = 77;
      here.send(new DatagramPacket(content, length, there.getLocalSocketAddress()));
      DatagramPacket received = new DatagramPacket(new byte[65_535], 65_535);
      there.receive(received);
      assertThat(received.getLength()).isEqualTo(length);
      assertThat(received.getData()[length - 1]).isEqualTo((byte) 77);
      assertThat(received.getSocketAddress()).isEqualTo(here.getLocalSocketAddress());
      there.send(new DatagramPacket(content, length, received.getSocketAddress()));
      here.receive(received);
      assertThat(received.getLength()).isEqualTo(length);
      assertThat(received.getSocketAddress()).isEqualTo(there.getLocalSocketAddress());
    }
  }

  /** No packet on the link shows one of these addresses in its IPv6 header; packets of both hosts do. */
  private void assertWireShowsNeither(String... homeAddresses) {
    List<Ipv6Address> seen = new ArrayList<>();
    Optional<ByteBuffer> frame = wire.read();
    while (frame.isPresent()) {
      ByteBuffer octets = frame.get();
      if (octets.remaining() >= 54 && octets.getShort(12) == (short) 0x86dd) {
        seen.add(Ipv6Address.read(octets, 22));
        seen.add(Ipv6Address.read(octets, 38));
      }
      frame = wire.read();
    }
    assertThat(seen).contains(Ipv6Address.parse(CARE_OF), Ipv6Address.parse(PEER));
    for (String address : homeAddresses) {
      assertThat(seen).doesNotContain(Ipv6Address.parse(address));
    }
    assertThat(seen).doesNotContain(Ipv6Address.parse(HOME_AGENT), Ipv6Address.parse(PEER_HOME_AGENT));
  }

  @Test
  void tcpGoesDirectlyBothWays() throws Exception {
    startWithFixedPeer();
    TcpTransfer.thereAndBack(peer, PEER, mobileNode, HOME, OCTETS);
    TcpTransfer.thereAndBack(mobileNode, HOME, peer, PEER, OCTETS);
    assertWireShowsNeither(HOME);
    for (End end : ends) {
      assertThat(end.dataPlane.lost()).isZero();
      assertThat(end.dataPlane.count(Verdict.ENCAPSULATED)).isZero();
      assertThat(end.dataPlane.sent()).isGreaterThan(2 * OCTETS / 1460);
      // Rows of segments: far fewer look-ups than packets.
      assertThat(end.dataPlane.count(Verdict.DIRECT_SENT)).isLessThan(end.dataPlane.sent());
    }
  }

  @Test
  void datagramsAndTheirFragmentsGoDirectlyBothWays() throws Exception {
    startWithFixedPeer();
    exchange(mobileNode, HOME, peer, PEER, 100);
    exchange(mobileNode, HOME, peer, PEER, 4000);
    exchange(peer, PEER, mobileNode, HOME, 4000);
    assertWireShowsNeither(HOME);
  }

  @Test
  void echoesGoDirectlyAndUnboundSocketsTakeTheBoundAddress() {
    startWithFixedPeer();
    mobileNode.run("ping -6 -c 2 -i 0.01 -W 10 -s 1300 -I " + HOME + " " + PEER);
    peer.run("ip -6 address add 2001:db8:2::77/64 dev cable0 nodad");
    peer.run("ping -6 -c 2 -i 0.01 -W 10 " + HOME);
    assertWireShowsNeither(HOME);
  }

  @Test
  void mobileNodesReachEachOtherDirectly() throws Exception {
    startWithMobilePeer();
    exchange(mobileNode, HOME, peer, PEER_HOME, 100);
    exchange(peer, PEER_HOME, mobileNode, HOME, 4000);
    mobileNode.run("ping -6 -c 2 -i 0.01 -W 10 -I " + HOME + " " + PEER_HOME);
    TcpTransfer.thereAndBack(mobileNode, HOME, peer, PEER_HOME, OCTETS);
    assertWireShowsNeither(HOME, PEER_HOME);
  }

  @Test
  void errorsOfThePeerAndOfRoutersReachTheSocket() throws Exception {
    startWithMobilePeer();
    assertErrorReaches(mobileNode, HOME, PEER_HOME, "PortUnreachableException");
    // A router's. Sockets hear of this one without asking.
    router.run("ip -6 route add prohibit " + PEER + "/128");
    assertErrorReaches(mobileNode, HOME, PEER_HOME, "Permission denied");
    assertThat(ends.getFirst().dataPlane.count(Verdict.ERROR_RELAYED)).isPositive();
  }

  @Test
  void errorsReachTheSocketsOfAFixedPeerToo() throws Exception {
    startWithFixedPeer();
    assertErrorReaches(peer, PEER, HOME, "PortUnreachableException");
    router.run("ip -6 route add prohibit " + CARE_OF + "/128");
    assertErrorReaches(peer, PEER, HOME, "Permission denied");
    assertThat(ends.getLast().dataPlane.count(Verdict.ERROR_RELAYED)).isPositive();
  }

  private static void assertErrorReaches(TestNamespace host, String from, String to, String error)
      throws Exception {
    try (DatagramSocket socket = socket(host, from)) {
      socket.connect(InetAddress.getByName(to), 9);
      socket.send(new DatagramPacket(new byte[8], 8));
      DatagramPacket received = new DatagramPacket(new byte[8], 8);
      assertThatThrownBy(() -> socket.receive(received)).asString().contains(error);
    }
  }

  @Test
  void narrowLinksAreLearnedOf() throws Exception {
    narrowPeerLink(1350);
    startWithMobilePeer();
    TcpTransfer.thereAndBack(mobileNode, HOME, peer, PEER_HOME, OCTETS);
    assertThat(ends.getFirst().dataPlane.count(Verdict.ERROR_RELAYED)).isPositive();
    exchange(mobileNode, HOME, peer, PEER_HOME, 4000);
  }

  @Test
  void packetsOfTheSmallestMtuGoInFragmentsOverTheNarrowestLink() throws Exception {
    narrowPeerLink(1280);
    startWithMobilePeer();
    TcpTransfer.thereAndBack(mobileNode, HOME, peer, PEER_HOME, OCTETS / 8);
    // Fragments that the host made are divided once more.
    exchange(mobileNode, HOME, peer, PEER_HOME, 4000);
  }

  @Test
  void pathsThatEndLeaveNoPacketBehind() throws Exception {
    startWithFixedPeer();
    try (DatagramSocket here = socket(mobileNode, HOME);
        DatagramSocket there = socket(peer, PEER)) {
      here.send(new DatagramPacket(new byte[] {1}, 1, there.getLocalSocketAddress()));
      DatagramPacket received = new DatagramPacket(new byte[8], 8);
      there.receive(received);
    }
    End mobile = ends.getFirst();
    CompletableFuture.runAsync(
            () -> mobile.state.directPaths().forEach(path -> mobile.state.remove(path.key())), mobile.loop)
        .get();
    mobileNode.run("ping -6 -c 1 -W 10 " + PEER);
    try (DatagramSocket here = socket(mobileNode, HOME)) {
      here.send(new DatagramPacket(new byte[] {1}, 1, InetAddress.getByName(PEER), 9));
    }
    while (mobile.dataPlane.count(Verdict.ENCAPSULATED) == 0) {
      Thread.onSpinWait();
    }
  }
}
