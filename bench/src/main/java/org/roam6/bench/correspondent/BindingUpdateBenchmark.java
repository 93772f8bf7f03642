package org.roam6.bench.correspondent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.sim.SeededRandomness;
import org.roam6.wire.Octets;

/** A Binding Update through the whole check, from the packet to the acknowledgement, without any socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BindingUpdateBenchmark {

  private static final int MOBILE_NODES = 1000;

  private final Host host =
      new Host(
          List.of(
              new Correspondent(
                  CorrespondentConfig.of(new InterfaceName("roam0")), new SeededRandomness(1))));
  private final Time now = Time.ZERO.plus(Duration.ofHours(1));

  /** Has the mobile nodes bound. */
  @Setup
  public void bind() {
    host.handle(
        new Event.AddressChanged(MobileNodes.UPLINK, MobileNodes.CORRESPONDENT, Event.AddressState.READY), now);
    nodes = new MobileNodes(MOBILE_NODES, host, now);
  }

  private MobileNodes nodes = new MobileNodes(0, host, now);

  /** One after the other, as each is new only once; the making of it is part of this: {@link #make} says how much. */
  @Benchmark
  public List<Effect> makeAndCheck() {
    return host.handle(MobileNodes.received(nodes.update()), now);
  }

  /** What a mobile node does for one, to be taken off {@link #makeAndCheck}. */
  @Benchmark
  public Octets make() {
    return nodes.update();
  }
}
