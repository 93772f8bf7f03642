package org.roam6.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;

/**
 * A packet into the tunnel and out of it, at a home agent with few or many bindings, to each in turn; and a packet on its
 * direct path to a mobile node and from it, at a correspondent node with as many.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForwardBenchmark {

  private static final int HEADROOM = 128;
  private static final int LENGTH = 1400;
  private static final int DESTINATION_LOW = 32;
  private static final int INNER_SOURCE_LOW = 56;
  private static final int OUTER_SOURCE_LOW = 16;
  private static final int DIRECT_HEADER = 24;
  private static final long HOME_PREFIX = 0x2001_0db8_0001_0000L;
  private static final long VISITED_PREFIX = 0x2001_0db8_000a_0000L;
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");

  /** How many mobile nodes are away from home. */
  @Param({"1", "100000"})
  public int bindings;

  private final Forwarder forwarder = new Forwarder(new InterfaceName("roam0"));
  private final Packet packet = new Packet();
  private final MemorySegment plain = Arena.global().allocate(HEADROOM + LENGTH, 64);
  private final MemorySegment tunnelled = Arena.global().allocate(HEADROOM + LENGTH + Packet.HEADER_LENGTH, 64);
  private final ByteBuffer plainHeader = plain.asSlice(HEADROOM).asByteBuffer();
  private final ByteBuffer tunnelledHeader = tunnelled.asSlice(HEADROOM).asByteBuffer();
  private final MemorySegment direct = Arena.global().allocate(HEADROOM + LENGTH + DIRECT_HEADER, 64);
  private final ByteBuffer directHeader = direct.asSlice(HEADROOM).asByteBuffer();
  private ForwardingState state = new ForwardingState();
  private ForwardingState correspondent = new ForwardingState();
  private int next;

  /** Makes the bindings and the packets. */
  @Setup
  public void prepare() {
    state = new ForwardingState();
    correspondent = new ForwardingState();
    for (int i = 1; i <= bindings; i++) {
      BindingKey key = BindingKey.of(new Ipv6Address(HOME_PREFIX, i));
      Ipv6Address careOf = new Ipv6Address(VISITED_PREFIX, i);
      state.put(new Tunnel(key, Side.HOME_AGENT, HOME_AGENT, careOf, List.of(), Time.NEVER));
      DirectPath.Key path = new DirectPath.Key(DirectPath.Side.CORRESPONDENT, key.homeAddress(), CORRESPONDENT);
      correspondent.put(new DirectPath(path, careOf, Time.NEVER), ForwardingState.DEFAULT_PATH_MTU);
    }
    header(plainHeader, LENGTH, 17, CORRESPONDENT, new Ipv6Address(HOME_PREFIX, 0));
    header(tunnelledHeader, LENGTH + Packet.HEADER_LENGTH, 41, new Ipv6Address(VISITED_PREFIX, 0), HOME_AGENT);
    ByteBuffer inner = tunnelled.asSlice(HEADROOM + Packet.HEADER_LENGTH).asByteBuffer();
    header(inner, LENGTH, 17, new Ipv6Address(HOME_PREFIX, 0), CORRESPONDENT);
  }

  private static void header(
      ByteBuffer buffer, int length, int nextHeader, Ipv6Address source, Ipv6Address destination) {
    buffer.putInt(0x6000_0000).putShort((short) (length - Packet.HEADER_LENGTH)).put((byte) nextHeader).put((byte) 63);
    source.writeTo(buffer);
    destination.writeTo(buffer);
  }

  private int nextBinding() {
    // Steps through all in an order that no cache can guess; the number is odd and no divisor of a power of ten.
    next = (int) ((next + 48_271L) % bindings);
    return next + 1;
  }

  /** A packet to a mobile node gets its outer header. */
  @Benchmark
  public Verdict encapsulate() {
    plainHeader.putLong(DESTINATION_LOW, nextBinding());
    packet.show(plain, HEADROOM, LENGTH, Packet.Origin.HOST);
    return forwarder.forward(packet, state, 0);
  }

  /** A packet to a mobile node gets its type 2 routing header. */
  @Benchmark
  public Verdict sendDirectly() {
    header(plainHeader.rewind(), LENGTH, 17, CORRESPONDENT, new Ipv6Address(HOME_PREFIX, nextBinding()));
    packet.show(plain, HEADROOM, LENGTH, Packet.Origin.HOST);
    return forwarder.forward(packet, correspondent, 0);
  }

  /** What {@link #sendDirectly} does beside forwarding. */
  @Benchmark
  public int prepareDirectly() {
    header(plainHeader.rewind(), LENGTH, 17, CORRESPONDENT, new Ipv6Address(HOME_PREFIX, nextBinding()));
    packet.show(plain, HEADROOM, LENGTH, Packet.Origin.HOST);
    return packet.length();
  }

  /** A packet from a mobile node is checked against its binding and loses its Home Address option. */
  @Benchmark
  public Verdict receiveDirectly() {
    int binding = nextBinding();
    header(
        directHeader.rewind(), LENGTH + DIRECT_HEADER, 60, new Ipv6Address(VISITED_PREFIX, binding), CORRESPONDENT);
    directHeader.putLong(0x1102_0102_0000_c910L).putLong(HOME_PREFIX).putLong(binding);
    packet.show(direct, HEADROOM, LENGTH + DIRECT_HEADER, Packet.Origin.LINK);
    return forwarder.forward(packet, correspondent, 0);
  }

  /** A packet from a mobile node is checked against its binding and loses its outer header. */
  @Benchmark
  public Verdict decapsulate() {
    int binding = nextBinding();
    tunnelledHeader.putLong(OUTER_SOURCE_LOW, binding);
    tunnelledHeader.putLong(INNER_SOURCE_LOW, binding);
    packet.show(tunnelled, HEADROOM, LENGTH + Packet.HEADER_LENGTH, Packet.Origin.LINK);
    return forwarder.forward(packet, state, 0);
  }
}
