package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;

class ForwardingAllocationTest {

  private static final int HEADROOM = 64;
  private static final int LENGTH = 140;
  private static final int ROUNDS = 100_000;

  @Test
  void steadyForwardingAllocatesNothing() {
    Ipv6Address home = Ipv6Address.parse("2001:db8:1::100");
    Ipv6Address agent = Ipv6Address.parse("2001:db8:1::1");
    Ipv6Address careOf = Ipv6Address.parse("2001:db8:a::100");
    ForwardingState homeAgent = new ForwardingState();
    homeAgent.put(new Tunnel(BindingKey.of(home), Side.HOME_AGENT, agent, careOf, List.of(), Time.NEVER));
    ForwardingState mobileNode = new ForwardingState();
    mobileNode.put(
        new Tunnel(BindingKey.of(home), Side.MOBILE_NODE, careOf, agent, List.of(agent), Time.NEVER));

    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2048, 64);
      ByteBuffer inner = memory.asSlice(HEADROOM).asByteBuffer();
      inner.putInt(0x6000_0000).putShort((short) (LENGTH - Packet.HEADER_LENGTH)).put((byte) 17).put((byte) 63);
      Ipv6Address.parse("2001:db8:c::1").writeTo(inner);
      home.writeTo(inner);

      thereAndBack(homeAgent, mobileNode, memory);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      thereAndBack(homeAgent, mobileNode, memory);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // The forwarder and the packet of one run; a single octet for each packet would be 200,000.
      assertThat(allocated).isLessThan(1_000);
    }
  }

  private static void thereAndBack(ForwardingState homeAgent, ForwardingState mobileNode, MemorySegment memory) {
    Forwarder forwarder = new Forwarder();
    Packet packet = new Packet();
    for (int i = 0; i < ROUNDS; i++) {
      packet.show(memory, HEADROOM, LENGTH, Packet.Origin.HOST);
      forwarder.forward(packet, homeAgent, i);
      packet.show(memory, packet.start(), packet.length(), Packet.Origin.LINK);
      forwarder.forward(packet, mobileNode, i);
    }
    assertThat(forwarder.count(Verdict.ENCAPSULATED)).isEqualTo(ROUNDS);
    assertThat(forwarder.count(Verdict.DECAPSULATED)).isEqualTo(ROUNDS);
  }
}
