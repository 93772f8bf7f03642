package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.GroupForwarder;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;

class ForwardingAllocationTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final ValueLayout.OfLong BIG_LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int HEADROOM = 64;
  private static final int LENGTH = 140;
  private static final int ROUNDS = 100_000;

  @Test
  void steadyForwardingAllocatesNothing() {
    ForwardingState homeAgent = new ForwardingState();
    homeAgent.put(new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, AGENT, CARE_OF, List.of(), Time.NEVER));
    ForwardingState mobileNode = new ForwardingState();
    mobileNode.put(
        new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, AGENT, List.of(AGENT), Time.NEVER));

    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2048, 64);
      header(memory, LENGTH - Packet.HEADER_LENGTH, 17, Ipv6Address.parse("2001:db8:c::1"), HOME);

      Forwarder forwarder = new Forwarder(new InterfaceName("roam0"));
      thereAndBack(forwarder, homeAgent, mobileNode, memory);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      thereAndBack(forwarder, homeAgent, mobileNode, memory);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // The packet of one run; a single octet for each packet would be 200,000.
      assertThat(allocated).isLessThan(1_000);
      assertThat(forwarder.count(Verdict.ENCAPSULATED)).isEqualTo(2 * ROUNDS);
      assertThat(forwarder.count(Verdict.DECAPSULATED)).isEqualTo(2 * ROUNDS);
    }
  }

  @Test
  void steadyDirectPathsAllocateNothing() {
    Ipv6Address peer = Ipv6Address.parse("2001:db8:2::200");
    Ipv6Address peerCareOf = Ipv6Address.parse("2001:db8:b::200");
    ForwardingState here = new ForwardingState();
    ForwardingState there = new ForwardingState();
    there.put(new Tunnel(BindingKey.of(peer), Side.MOBILE_NODE, peerCareOf, AGENT, List.of(), Time.NEVER));
    here.put(directPath(DirectPath.Side.MOBILE_NODE, HOME, peer, CARE_OF), 1500);
    here.put(directPath(DirectPath.Side.CORRESPONDENT, peer, HOME, peerCareOf), 1500);
    there.put(directPath(DirectPath.Side.CORRESPONDENT, HOME, peer, CARE_OF), 1500);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2048, 64);
      header(memory, LENGTH - Packet.HEADER_LENGTH, 17, HOME, peer);
      Forwarder forwarder = new Forwarder(new InterfaceName("roam0"));
      thereAndBack(forwarder, here, there, memory);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      thereAndBack(forwarder, here, there, memory);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
      assertThat(forwarder.count(Verdict.DIRECT_SENT)).isEqualTo(2 * ROUNDS);
      assertThat(forwarder.count(Verdict.DIRECT_RECEIVED)).isEqualTo(2 * ROUNDS);
    }
  }

  @Test
  void steadyGroupsAllocateNothing() {
    Ipv6Address group = Ipv6Address.parse("ff0e::77");
    Ipv6Address secondHome = Ipv6Address.parse("2001:db8:1::200");
    ForwardingState homeAgent = new ForwardingState();
    homeAgent.put(new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, AGENT, CARE_OF, List.of(), Time.NEVER));
    homeAgent.put(new Tunnel(BindingKey.of(secondHome), Side.HOME_AGENT, AGENT, AGENT, List.of(), Time.NEVER));
    homeAgent.groups().setForwarding(true);
    homeAgent.groups().putListener(group, HOME);
    homeAgent.groups().putListener(group, secondHome);
    ForwardingState mobileNode = new ForwardingState();
    mobileNode.put(new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, AGENT, List.of(), Time.NEVER));
    mobileNode.putHomeAddress(HOME);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4096, 64);
      MemorySegment fromHome = memory.asSlice(1024, 1024);
      header(fromHome, LENGTH - Packet.HEADER_LENGTH, 17, HOME, group);
      MemorySegment heard = memory.asSlice(2048, 1024);
      header(heard, LENGTH - Packet.HEADER_LENGTH, 17, AGENT, group);
      Forwarder forwarder = new Forwarder(new InterfaceName("roam0"));
      GroupForwarder groups = new GroupForwarder();
      fromAndToGroups(forwarder, groups, homeAgent, mobileNode, memory);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      fromAndToGroups(forwarder, groups, homeAgent, mobileNode, memory);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
      assertThat(forwarder.count(Verdict.TO_HOME_LINK)).isEqualTo(2 * ROUNDS);
      assertThat(groups.count(Verdict.ENCAPSULATED)).isEqualTo(4 * ROUNDS);
      assertThat(forwarder.count(Verdict.DECAPSULATED)).isEqualTo(2 * ROUNDS);
    }
  }

  /** A packet of the mobile node to a group goes there, and one from the home link to two mobile nodes. */
  private static void fromAndToGroups(
      Forwarder forwarder,
      GroupForwarder groups,
      ForwardingState homeAgent,
      ForwardingState mobileNode,
      MemorySegment memory) {
    Packet packet = new Packet();
    Packet copy = new Packet();
    for (int i = 0; i < ROUNDS; i++) {
      MemorySegment.copy(memory, 1024, memory, 0, 1024);
      packet.show(memory, HEADROOM, LENGTH, Packet.Origin.HOST);
      forwarder.forward(packet, mobileNode, i);
      packet.show(memory, packet.start(), packet.length(), Packet.Origin.LINK);
      forwarder.forward(packet, homeAgent, i);

      MemorySegment.copy(memory, 2048, memory, 0, 1024);
      packet.show(memory, HEADROOM, LENGTH, Packet.Origin.LINK);
      groups.begin(packet, homeAgent);
      copy.show(memory, HEADROOM, LENGTH, Packet.Origin.LINK);
      while (groups.next(packet, copy, homeAgent, i)) {
        copy.show(memory, HEADROOM, LENGTH, Packet.Origin.LINK);
      }
      // The second copy's headers stand before the packet: made the first one's, it reaches the mobile node.
      memory.set(BIG_LONG, HEADROOM - 16, CARE_OF.high());
      memory.set(BIG_LONG, HEADROOM - 8, CARE_OF.low());
      packet.show(memory, HEADROOM - Packet.HEADER_LENGTH, LENGTH + Packet.HEADER_LENGTH, Packet.Origin.LINK);
      forwarder.forward(packet, mobileNode, i);
    }
  }

  private static DirectPath directPath(
      DirectPath.Side side, Ipv6Address home, Ipv6Address correspondent, Ipv6Address careOf) {
    return new DirectPath(new DirectPath.Key(side, home, correspondent), careOf, Time.NEVER);
  }

  @Test
  void steadyFragmentsAndErrorsAllocateNothing() {
    ForwardingState mobileNode = new ForwardingState();
    mobileNode.put(new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, AGENT, List.of(), Time.NEVER));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(16_384, 64);
      Forwarder forwarder = new Forwarder(new InterfaceName("roam0"));
      fragmentsAndErrors(forwarder, mobileNode, memory);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      fragmentsAndErrors(forwarder, mobileNode, memory);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
      assertThat(forwarder.count(Verdict.DECAPSULATED)).isEqualTo(2 * ROUNDS);
      assertThat(forwarder.count(Verdict.TOO_BIG)).isEqualTo(2 * ROUNDS);
    }
  }

  /** Shows three packets again and again: a fragment, the one that completes it, and one that is too big. */
  private static void fragmentsAndErrors(Forwarder forwarder, ForwardingState state, MemorySegment memory) {
    MemorySegment first = memory.asSlice(4096, 2048);
    ByteBuffer inner = header(first, 8 + 800, 44, AGENT, CARE_OF);
    inner.putInt(0x2900_0001).putInt(0).putInt(0x6000_0000).putShort((short) 1000).putShort((short) 0x113f);
    AGENT.writeTo(inner);
    HOME.writeTo(inner);
    MemorySegment last = memory.asSlice(8192, 2048);
    header(last, 8 + 240, 44, AGENT, CARE_OF).putInt(0x2900_0000 | 800);
    MemorySegment big = memory.asSlice(12_288, 2048);
    header(big, 1460, 17, HOME, AGENT);
    Packet packet = new Packet();
    for (int i = 0; i < ROUNDS; i++) {
      forward(forwarder, state, packet, memory, first, Packet.Origin.LINK, 40 + 8 + 800, i);
      forward(forwarder, state, packet, memory, last, Packet.Origin.LINK, 40 + 8 + 240, i);
      forward(forwarder, state, packet, memory, big, Packet.Origin.HOST, 1500, i);
    }
  }

  private static void forward(
      Forwarder forwarder,
      ForwardingState state,
      Packet packet,
      MemorySegment memory,
      MemorySegment original,
      Packet.Origin origin,
      int length,
      int round) {
    MemorySegment.copy(original, 0, memory, 0, 2048);
    packet.show(memory, HEADROOM, length, origin);
    forwarder.forward(packet, state, round * 1_000_000L);
  }

  private static ByteBuffer header(MemorySegment memory, int payload, int next, Ipv6Address from, Ipv6Address to) {
    ByteBuffer buffer = memory.asSlice(HEADROOM).asByteBuffer();
    buffer.putInt(0x6000_0000).putShort((short) payload).put((byte) next).put((byte) 63);
    from.writeTo(buffer);
    to.writeTo(buffer);
    return buffer;
  }

  private static void thereAndBack(
      Forwarder forwarder, ForwardingState homeAgent, ForwardingState mobileNode, MemorySegment memory) {
    Packet packet = new Packet();
    for (int i = 0; i < ROUNDS; i++) {
      packet.show(memory, HEADROOM, LENGTH, Packet.Origin.HOST);
      forwarder.forward(packet, homeAgent, i);
      packet.show(memory, packet.start(), packet.length(), Packet.Origin.LINK);
      forwarder.forward(packet, mobileNode, i);
    }
  }
}
