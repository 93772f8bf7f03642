package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.linux.tun.TunDevice;
import org.roam6.linux.tun.TunnelDataPlane;
import org.roam6.linux.tun.TunnelDevice;
import org.roam6.linux.tun.VethDevice;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** TCP between a home agent and the home address of a mobile node, through the real kernel and both data planes. */
@OnRealKernel
@Timeout(60)
class TunnelDataPlaneTest {

  private static final String HOME_AGENT = "2001:db8:1::1";
  private static final String CARE_OF = "2001:db8:1::2";
  private static final String HOME = "2001:db8:9::100";
  private static final String CORRESPONDENT = "2001:db8:c::1";
  private static final int OCTETS = 8 << 20;
  // Until the compiler has seen all that happens for packets.
  private static final int WARM_UP_TRANSFERS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TestNamespace homeAgent = new TestNamespace();
  private final TestNamespace mobileNode = new TestNamespace();
  private final List<End> ends = new ArrayList<>();

  /** One end of the tunnel with the thread of its loop. */
  private record End(
      EventLoop loop, Thread thread, TunnelDataPlane dataPlane, TunnelDevice device, ForwardingState state) {}

  @BeforeEach
  void connect() {
    homeAgent.connect("cable0", mobileNode, "cable0");
    homeAgent.run("ip -6 address add " + HOME_AGENT + "/64 dev cable0 nodad");
    homeAgent.run("ip -6 address add " + CORRESPONDENT + "/128 dev lo nodad");
    mobileNode.run("ip -6 address add " + CARE_OF + "/64 dev cable0 nodad");
    mobileNode.run("ip -6 address add " + HOME + "/128 dev lo nodad");
  }

  @AfterEach
  void close() throws InterruptedException, SystemCallException {
    for (End end : ends) {
      end.loop.stop();
      end.thread.join();
      end.dataPlane.close();
      end.device.close();
      end.loop.close();
    }
    homeAgent.close();
    mobileNode.close();
  }

  @Test
  void carriesTcpBothWaysThroughTunDevices() throws Exception {
    End agent = start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = start(mobileNode, Side.MOBILE_NODE, () -> TunDevice.open(new InterfaceName("roam0")));
    leadThroughTunnel();

    transfer();

    assertThat(agent.dataPlane.lost()).isZero();
    assertThat(mobile.dataPlane.lost()).isZero();
    // The last acknowledgement may be on its way when both programs are done; its sender counts it when it has gone.
    long deadline = System.nanoTime() + 1_000_000_000;
    long sent = agent.dataPlane.sent();
    while (mobile.dataPlane.count(Verdict.DECAPSULATED) != sent && System.nanoTime() < deadline) {
      sent = agent.dataPlane.sent();
    }
    assertThat(mobile.dataPlane.count(Verdict.DECAPSULATED)).isEqualTo(sent);
    assertThat(agent.dataPlane.sent()).isGreaterThan(OCTETS / 1460);
    // Rows of segments: far fewer look-ups than packets.
    assertThat(agent.dataPlane.count(Verdict.ENCAPSULATED)).isLessThan(agent.dataPlane.sent() / 2);
  }

  @Test
  void carriesTcpBothWaysThroughVethPairsWhereThereIsNoTun() throws Exception {
    for (TestNamespace host : List.of(homeAgent, mobileNode)) {
      host.run("ip link add roam0 address 02:00:00:00:00:10 arp off type veth peer name roam0x arp off");
      host.run("sysctl -qw net.ipv6.conf.roam0x.disable_ipv6=1");
      host.run("ip link set roam0x up");
    }
    End agent = start(homeAgent, Side.HOME_AGENT, TunnelDataPlaneTest::veth);
    start(mobileNode, Side.MOBILE_NODE, TunnelDataPlaneTest::veth);
    leadThroughTunnel();

    transfer();

    assertThat(agent.dataPlane.count(Verdict.DECAPSULATED)).isPositive();
    assertThat(agent.dataPlane.sent()).isGreaterThan(OCTETS / 1460);
  }

  @Test
  void steadyTrafficAllocatesNothing() throws Exception {
    End agent = start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = start(mobileNode, Side.MOBILE_NODE, () -> TunDevice.open(new InterfaceName("roam0")));
    leadThroughTunnel();
    for (int i = 0; i < WARM_UP_TRANSFERS; i++) {
      transfer();
    }

    long agentBefore = allocated(agent);
    long mobileBefore = allocated(mobile);
    long sentBefore = agent.dataPlane.sent();
    transfer();

    long sent = agent.dataPlane.sent() - sentBefore;
    assertThat(sent).isGreaterThan(OCTETS / 1460);
    // Asking itself allocates a little; an object of the smallest size for each packet would be 16 octets.
    assertThat(allocated(agent) - agentBefore).isLessThan(sent);
    assertThat(allocated(mobile) - mobileBefore).isLessThan(sent);
  }

  @Test
  void theLastPacketsOfAMobileNodeWaitForItsTunnel() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    leadThroughTunnel();
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket to = socket(homeAgent, CORRESPONDENT)) {
      for (int i = 0; i < 12; i++) {
        from.send(new DatagramPacket(new byte[] {(byte) i}, 1, to.getLocalSocketAddress()));
      }
      // Between two links it knows a tunnel, and does not send.
      changeTunnel(mobile, false);
      for (int i = 12; i < 20; i++) {
        from.send(new DatagramPacket(new byte[] {(byte) i}, 1, to.getLocalSocketAddress()));
      }
      awaitHeld(mobile, 20);
      changeTunnel(mobile, true);
      DatagramPacket received = new DatagramPacket(new byte[100], 100);
      for (int i = 12; i < 20; i++) {
        to.receive(received);
        assertThat(received.getData()[0]).isEqualTo((byte) i);
      }
      assertThat(mobile.dataPlane.heldInVain()).isEqualTo(12);
    }
  }

  @Test
  void whatCameLaterDoesNotOvertakeWhatWaited() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    leadThroughTunnel();
    int message = Libc.system().eventfd(1, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket to = socket(homeAgent, CORRESPONDENT)) {
      from.send(new DatagramPacket(new byte[] {1}, 1, to.getLocalSocketAddress()));
      awaitHeld(mobile, 1);
      // The loop finds both at once: what opens the tunnel, and behind it a packet.
      inLoop(mobile, () -> {
        mobile.loop.onReadable(message, () -> {
          ignore(mobile, message);
          putTunnel(mobile, true);
        });
        from.send(new DatagramPacket(new byte[] {2}, 1, to.getLocalSocketAddress()));
      });
      DatagramPacket received = new DatagramPacket(new byte[100], 100);
      for (byte i = 1; i <= 2; i++) {
        to.receive(received);
        assertThat(received.getData()[0]).isEqualTo(i);
      }
    } finally {
      Libc.system().close(message);
    }
  }

  private static void ignore(End end, int descriptor) {
    try {
      end.loop.forget(descriptor);
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWaitedDoesNotOvertakeTheBindingUpdate() throws Exception {
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    leadToCorrespondent();
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket signalling = socket(mobileNode, CARE_OF);
        Stranger ear = new Stranger(homeAgent, homeAgent, "cable0", Ipv6Address.parse(HOME_AGENT))) {
      from.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(CORRESPONDENT), 9));
      awaitHeld(mobile, 1);
      inLoop(mobile, () -> {
        putTunnel(mobile, true);
        signalling.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(HOME_AGENT), 9));
      });
      for (int protocol : List.of(IpProtocol.UDP, IpProtocol.IPV6)) {
        assertThat(ear.next(TunnelDataPlaneTest::isOutbound).protocol()).isEqualTo(protocol);
      }
    }
  }

  /** Whether it is what the mobile node sends away, other than to find its neighbours. */
  private static boolean isOutbound(Ipv6Packet packet) {
    return packet.header().source().equals(Ipv6Address.parse(CARE_OF)) && packet.protocol() != IpProtocol.ICMPV6;
  }

  @Test
  void whatWaitedTooLongIsLost() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = start(
        mobileNode,
        Side.MOBILE_NODE,
        () -> TunDevice.open(new InterfaceName("roam0")),
        new HoldLimits(8, Duration.ZERO),
        false);
    leadThroughTunnel();
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket to = socket(homeAgent, CORRESPONDENT)) {
      from.send(new DatagramPacket(new byte[] {1}, 1, to.getLocalSocketAddress()));
      awaitHeld(mobile, 1);
      changeTunnel(mobile, true);
      from.send(new DatagramPacket(new byte[] {2}, 1, to.getLocalSocketAddress()));
      DatagramPacket received = new DatagramPacket(new byte[100], 100);
      to.receive(received);
      assertThat(received.getData()[0]).isEqualTo((byte) 2);
    }
  }

  @Test
  void whatWaitsGoesAlongTheHostsRoutesWhereItsTunnelGoes() throws Exception {
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    leadToCorrespondent();
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket to = socket(homeAgent, CORRESPONDENT)) {
      from.send(new DatagramPacket(new byte[] {1}, 1, to.getLocalSocketAddress()));
      awaitHeld(mobile, 1);
      mobileNode.run("ip -6 route replace " + CORRESPONDENT + "/128 via " + HOME_AGENT + " dev cable0");
      inLoop(mobile, mobile.dataPlane::tunnelGone);
      DatagramPacket received = new DatagramPacket(new byte[100], 100);
      to.receive(received);
      assertThat(received.getAddress()).isEqualTo(InetAddress.getByName(HOME));
    }
  }

  @Test
  void packetsOfABindingThatIsOverWaitAtTheMobileNode() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    inLoop(mobile, () -> mobile.state.put(over(Side.MOBILE_NODE, CARE_OF, HOME_AGENT)));
    leadThroughTunnel();
    try (DatagramSocket from = socket(mobileNode, HOME);
        DatagramSocket to = socket(homeAgent, CORRESPONDENT)) {
      from.send(new DatagramPacket(new byte[] {1}, 1, to.getLocalSocketAddress()));
      awaitHeld(mobile, 1);
      changeTunnel(mobile, true);
      to.receive(new DatagramPacket(new byte[100], 100));
    }
  }

  @Test
  void whatIsAnsweredByTheHomeAgentDoesNotWait() throws Exception {
    End agent = startHolding(homeAgent, Side.HOME_AGENT);
    inLoop(agent, () -> agent.state.put(over(Side.HOME_AGENT, HOME_AGENT, CARE_OF)));
    leadToMobileNode();
    try (DatagramSocket from = socket(homeAgent, CORRESPONDENT)) {
      from.send(new DatagramPacket(new byte[] {1}, 1, InetAddress.getByName(HOME), 9));
      await(() -> agent.dataPlane.count(Verdict.EXPIRED) > 0);
      inLoop(agent, () -> {});
      assertThat(agent.dataPlane.held()).isZero();
    }
  }

  @Test
  void theHostIsToldWhatItsTunnelDoesNotCarry() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    inLoop(mobile, () -> mobile.state.put(tunnelOfMobileNode(true), 1400));
    leadThroughTunnel();
    Process ping = mobileNode.background("ping -6 -n -c 1 -W 10 -M do -s 1400 -I " + HOME + " " + CORRESPONDENT);
    assertThat(ping.inputReader().lines()).anyMatch(line -> line.contains("Packet too big: mtu=1360"));
    assertThat(mobile.dataPlane.count(Verdict.TOO_BIG)).isEqualTo(1);
  }

  @Test
  void tcpIsToldThatItsRowsAreOfTooLongSegments() throws Exception {
    start(homeAgent, Side.HOME_AGENT, () -> TunDevice.open(new InterfaceName("roam0")));
    End mobile = startHolding(mobileNode, Side.MOBILE_NODE);
    inLoop(mobile, () -> mobile.state.put(tunnelOfMobileNode(true), 1400));
    leadThroughTunnel();
    transfer();
    assertThat(mobile.dataPlane.count(Verdict.TOO_BIG)).isPositive();
    // Not only of the single segment by which TCP asks, after a while, whether a row was lost.
    assertThat(mobileNode.run("cat /proc/net/snmp6"))
        .containsPattern("Icmp6InPktTooBigs\\s+" + mobile.dataPlane.count(Verdict.TOO_BIG) + "\\b");
  }

  private static Tunnel over(Side side, String here, String there) {
    BindingKey key = BindingKey.of(Ipv6Address.parse(HOME));
    return new Tunnel(
        key, side, Ipv6Address.parse(here), Ipv6Address.parse(there), List.of(), new Time(1));
  }

  private End startHolding(TestNamespace host, Side side) {
    HoldLimits limits = new HoldLimits(8, Duration.ofMinutes(1));
    return start(host, side, () -> TunDevice.open(new InterfaceName("roam0")), limits, false);
  }

  private static void awaitHeld(End end, int packets) {
    await(() -> end.dataPlane.held() >= packets);
  }

  private static void await(BooleanSupplier reached) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void inLoop(End end, Work work) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(() -> {
      work.run();
      return true;
    });
    end.loop.execute(task);
    task.get();
  }

  private static DatagramSocket socket(TestNamespace host, String address) {
    return host.call(() -> {
      DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.setSoTimeout(10_000);
      return socket;
    });
  }

  private static void changeTunnel(End mobile, boolean sending) throws Exception {
    inLoop(mobile, () -> putTunnel(mobile, sending));
  }

  private static void putTunnel(End mobile, boolean sending) {
    mobile.state.put(tunnelOfMobileNode(sending));
    mobile.dataPlane.tunnelsChanged();
  }

  private static Tunnel tunnelOfMobileNode(boolean sending) {
    BindingKey key = BindingKey.of(Ipv6Address.parse(HOME));
    Ipv6Address here = Ipv6Address.parse(CARE_OF);
    return new Tunnel(key, Side.MOBILE_NODE, here, Ipv6Address.parse(HOME_AGENT), List.of(), Time.NEVER, sending);
  }

  private static long allocated(End end) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(end.thread.threadId());
  }

  private End start(TestNamespace host, Side side, Callable<TunnelDevice> open) {
    return start(host, side, open, HoldLimits.NONE, true);
  }

  private End start(
      TestNamespace host, Side side, Callable<TunnelDevice> open, HoldLimits limits, boolean withTunnel) {
    boolean agent = side == Side.HOME_AGENT;
    Ipv6Address here = Ipv6Address.parse(agent ? HOME_AGENT : CARE_OF);
    Ipv6Address there = Ipv6Address.parse(agent ? CARE_OF : HOME_AGENT);
    ForwardingState state = new ForwardingState();
    if (withTunnel) {
      state.put(new Tunnel(BindingKey.of(Ipv6Address.parse(HOME)), side, here, there, List.of(), Time.NEVER));
    }
    TunnelDevice device = host.call(open);
    End end = host.call(() -> {
      EventLoop loop = EventLoop.open();
      TunnelDataPlane dataPlane = TunnelDataPlane.open(loop, device, new InterfaceName("roam0"), state, limits);
      dataPlane.listen(Libc.system().interfaceIndex("cable0"));
      return new End(loop, Thread.ofPlatform().unstarted(() -> run(loop)), dataPlane, device, state);
    });
    ends.add(end);
    end.thread.start();
    host.run("ip link set roam0 mtu 1460 up");
    return end;
  }

  private static void run(EventLoop loop) {
    try {
      loop.run();
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  private static TunnelDevice veth() throws SystemCallException {
    LinkLayerAddress address = LinkLayerAddress.parse("02:00:00:00:00:10");
    return VethDevice.open(Libc.system().interfaceIndex("roam0x"), address);
  }

  private void leadThroughTunnel() {
    leadToMobileNode();
    leadToCorrespondent();
  }

  private void leadToMobileNode() {
    homeAgent.run("ip -6 route add " + HOME + "/128 dev roam0");
  }

  private void leadToCorrespondent() {
    mobileNode.run("ip -6 route add " + CORRESPONDENT + "/128 dev roam0 src " + HOME);
  }

  private void transfer() throws Exception {
    TcpTransfer.thereAndBack(homeAgent, CORRESPONDENT, mobileNode, HOME, OCTETS);
  }
}
