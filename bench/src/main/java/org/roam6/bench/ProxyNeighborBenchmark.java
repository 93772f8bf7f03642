package org.roam6.bench;

import java.time.Duration;
import java.time.Instant;
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
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.sim.SeededRandomness;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.ip.Ipv6Packet;

/** How long a home agent takes from a neighbour solicitation to its answer, by how many bindings it has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProxyNeighborBenchmark {

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final Ipv6Prefix PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::5");
  private static final Ipv6Address NEIGHBOR = Ipv6Address.parse("fe80::77");
  private static final LinkLayerAddress NEIGHBOR_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:77");
  private static final int QUESTIONS = 64;

  /** Bindings of the home agent. */
  @Param({"100", "1000", "10000"})
  public int bindings;

  private final Host host = new Host(List.of(new HomeAgent(config(), new SeededRandomness(1))));
  private final Event[] questions = new Event[QUESTIONS];
  private int next;

  private static HomeAgentConfig config() {
    return HomeAgentConfig.of(LINK, HOME_AGENT, PREFIX, new Security.None(), new InterfaceName("roam0"));
  }

  /** Makes the bindings, and questions about addresses all over the prefix. */
  @Setup
  public void bind() {
    host.handle(new Event.WallClockSet(0), Time.ZERO);
    host.handle(
        new Event.LinkChanged(LINK, Event.LinkPresence.CARRIER, LinkLayerAddress.parse("02:00:00:00:00:01"), 1500),
        Time.ZERO);
    Instant expiry = Instant.EPOCH.plus(Duration.ofDays(1));
    for (int i = 0; i < bindings; i++) {
      host.handle(
          new Event.Recalled(
              new Memory.HomeRegistration(
                  homeAddress(i), CARE_OF, new SequenceNumber(1), Lifetime.LONGEST, false, expiry)),
          Time.ZERO);
    }
    for (int i = 0; i < QUESTIONS; i++) {
      questions[i] = question(homeAddress((int) ((long) i * bindings / QUESTIONS)));
    }
  }

  private static Ipv6Address homeAddress(int number) {
    return PREFIX.withInterfaceIdentifier(0x9e3779b97f4a7c15L * (number + 1));
  }

  private static Event question(Ipv6Address target) {
    Ipv6Address group = target.solicitedNode();
    NeighborSolicitation solicitation = new NeighborSolicitation(target, List.of());
    Ipv6Packet packet =
        Ipv6Packet.of(NEIGHBOR, group, 255, IpProtocol.ICMPV6, solicitation.encode(NEIGHBOR, group));
    return new Event.PacketReceived(LINK, NEIGHBOR_LINK_LAYER, packet.encode());
  }

  /** One question and its answer. */
  @Benchmark
  public List<Effect> answer() {
    next = (next + 1) % QUESTIONS;
    List<Effect> effects = host.handle(questions[next], Time.ZERO);
    if (effects.isEmpty()) {
      throw new IllegalStateException("no answer");
    }
    return effects;
  }
}
