package org.roam6.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** The two messages of a handover, from octets to values and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address ROUTER = Ipv6Address.parse("fe80::1");

  private final MobilityHeader update = MobilityHeader.of(
      new BindingUpdate(1, true, true, false, false, 0, 105, List.of(new AlternateCareOfAddress(CARE_OF))));
  private final Octets updateOctets = update.encode(HOME, HOME_AGENT);
  private final Icmpv6Message advertisement = new RouterAdvertisement(
      64, false, false, true, RouterPreference.MEDIUM, 1800, 0, 0,
      List.of(
          new SourceLinkLayerAddress(LinkLayerAddress.parse("02:00:00:00:00:01")),
          new PrefixInformation(Ipv6Address.parse("2001:db8:a::1"), 64, true, true, true, 3600, 1800, 0, 0)),
      0);
  private final Octets advertisementOctets = advertisement.encode(ROUTER, Ipv6Address.ALL_NODES);

  /** A home registration with its checksum. */
  @Benchmark
  public Octets encodeBindingUpdate() {
    return update.encode(HOME, HOME_AGENT);
  }

  /** The same, checked and taken apart. */
  @Benchmark
  public Decoded<MobilityHeader> decodeBindingUpdate() {
    return MobilityHeader.decode(updateOctets, HOME, HOME_AGENT);
  }

  /** A router advertisement with one prefix. */
  @Benchmark
  public Octets encodeRouterAdvertisement() {
    return advertisement.encode(ROUTER, Ipv6Address.ALL_NODES);
  }

  /** The same, checked and taken apart. */
  @Benchmark
  public Decoded<Icmpv6Message> decodeRouterAdvertisement() {
    return Icmpv6Message.decode(advertisementOctets, ROUTER, Ipv6Address.ALL_NODES);
  }
}
