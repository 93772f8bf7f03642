package org.roam6.bench.homeagent;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.protocol.homeagent.PrefixDiscoveryPolicy;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.sim.SeededRandomness;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * The tables of a home agent and its data plane, without any socket: what bindings take of the heap, how long a Binding
 * Update takes from the packet to the acknowledgement and the new tunnel, and how long a packet to its mobile node.
 */
final class TablesInMemory {

  private static final InterfaceName UPLINK = new InterfaceName("eth1");
  private static final InterfaceName TUNNEL = new InterfaceName("roam0");
  private static final LinkLayerAddress ROUTER = new LinkLayerAddress(0x0200_0000_0001L);
  private static final int LINK_MTU = 1500;
  private static final int MOST_MEASURED = 200_000;
  // Steps through all mobile nodes in an order that no cache can guess.
  private static final long STEP = 48_271;

  private final int bindings;
  private final Host host;
  private final ForwardingState state = new ForwardingState();
  private Time now = Time.ZERO.plus(Duration.ofHours(1));

  private TablesInMemory(int bindings) {
    this.bindings = bindings;
    HomeAgentConfig config =
        new HomeAgentConfig(
            TUNNEL,
            MobileNodes.HOME_AGENT,
            MobileNodes.HOME_PREFIX,
            List.of(AdvertisedPrefix.of(MobileNodes.HOME_AGENT, MobileNodes.HOME_PREFIX.length())),
            new Security.None(),
            TUNNEL,
            Lifetime.LONGEST.duration(),
            0,
            PrefixDiscoveryPolicy.OFF,
            new HomeAgentLimits(bindings, 5, Duration.ofSeconds(1)));
    host = new Host(List.of(new HomeAgent(config, new SeededRandomness(1))));
    tell(new Event.WallClockSet(0));
    tell(new Event.LinkChanged(TUNNEL, Event.LinkPresence.CARRIER, new LinkLayerAddress(0), LINK_MTU));
    tell(new Event.AddressChanged(TUNNEL, MobileNodes.HOME_AGENT, Event.AddressState.READY));
  }

  /**
   * What was measured.
   *
   * @param heapOctets that a binding takes
   * @param updateNanos from a Binding Update of a mobile node that moved to the end
   * @param lookUpNanos from a packet to a mobile node to its outer header
   */
  record Result(double heapOctets, double updateNanos, double lookUpNanos) {}

  /** Measures with so many bindings. */
  static Result measure(int bindings) {
    TablesInMemory tables = new TablesInMemory(bindings);
    long before = liveOctets();
    for (int i = 0; i < bindings; i++) {
      tables.update(i, 0);
    }
    long after = liveOctets();
    int measured = Math.min(MOST_MEASURED, Math.max(bindings, MOST_MEASURED / 10));
    tables.updates(measured, 1);
    double updateNanos = tables.updates(measured, 1 + MOST_MEASURED / Math.min(bindings, MOST_MEASURED));
    tables.lookUps(measured);
    double lookUpNanos = tables.lookUps(measured);
    return new Result((double) (after - before) / bindings, updateNanos, lookUpNanos);
  }

  private static long liveOctets() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  private double updates(int count, int firstRound) {
    long nanos = 0;
    for (int i = 0; i < count; i++) {
      nanos += update(number(i), firstRound + i / bindings);
    }
    return (double) nanos / count;
  }

  private int number(int turn) {
    return (int) (turn * STEP % bindings);
  }

  /** One Binding Update: nanoseconds without the making of it. */
  private long update(int number, int round) {
    Event event = new Event.PacketReceived(UPLINK, ROUTER, MobileNodes.update(number, round));
    long start = System.nanoTime();
    boolean answered = tell(event);
    long nanos = System.nanoTime() - start;
    if (!answered) {
      throw new IllegalStateException("no tunnel for mobile node " + number);
    }
    return nanos;
  }

  private boolean tell(Event event) {
    boolean tunnelled = false;
    now = now.plus(Duration.ofMillis(1));
    for (Effect effect : host.handle(event, now)) {
      if (effect instanceof Effect.Want(Desired.WantedTunnel(var tunnel))) {
        state.put(tunnel, LINK_MTU);
        tunnelled = true;
      }
    }
    return tunnelled;
  }

  private double lookUps(int count) {
    Forwarder forwarder = new Forwarder(TUNNEL);
    Packet packet = new Packet();
    int headroom = 128;
    int length = 1400;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(headroom + length, 64);
      ByteBuffer header = memory.asSlice(headroom).asByteBuffer();
      header.putInt(0x6000_0000).putShort((short) (length - Packet.HEADER_LENGTH)).put((byte) 17).put((byte) 63);
      Ipv6Address.parse("2001:db8:c::1").writeTo(header);
      MobileNodes.HOME_AGENT.writeTo(header);
      int destination = 32;
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        header.putLong(destination, MobileNodes.homeAddress(number(i)).low());
        packet.show(memory, headroom, length, Packet.Origin.HOST);
        if (forwarder.forward(packet, state, now.nanos()) != Verdict.ENCAPSULATED) {
          throw new IllegalStateException("no outer header");
        }
      }
      return (double) (System.nanoTime() - start) / count;
    }
  }
}
