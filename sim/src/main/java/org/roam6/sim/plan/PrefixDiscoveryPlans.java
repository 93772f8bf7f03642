package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.network.PrefixDiscovery;
import org.roam6.sim.network.PrefixDiscovery.Lasting;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Adds mobile prefix discovery to every third plan. What it draws comes from a stream of its own, so that the other
 * plans are what they were before there was any.
 */
final class PrefixDiscoveryPlans {

  private static final int SECOND = 1000;
  private static final long MORE_PREFIXES = 0x2001_0db8_9000_0000L;

  private final Plan plain;
  private final SeededRandomness random;

  private PrefixDiscoveryPlans(Plan plain) {
    this.plain = plain;
    this.random = new SeededRandomness(plain.seed()).of("prefix discovery");
  }

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    PrefixDiscoveryPlans maker = new PrefixDiscoveryPlans(plain);
    return maker.random.chance(1 / 3.0) ? maker.make() : plain;
  }

  private Plan make() {
    List<Step> steps = new ArrayList<>(plain.steps());
    for (int i = (int) random.number(0, 12); i > 0; i--) {
      Duration moment = random.millis(2 * SECOND, plain.calm().nanos() / 1_000_000);
      steps.add(new Step(new Trigger.At(Time.ZERO.plus(moment)), action()));
    }
    return plain.withSettings(plain.settings().withPrefixDiscovery(who())).withSteps(steps);
  }

  private List<String> mobileNodes() {
    return plain.topology().of(Kind.MOBILE_NODE).stream().map(HostPlan::name).toList();
  }

  private PrefixDiscovery who() {
    List<String> hosts = new ArrayList<>();
    if (random.chance(0.9)) {
      hosts.add("ha");
    }
    mobileNodes().stream().filter(_ -> random.chance(0.8)).forEach(hosts::add);
    Duration minimum = random.millis(SECOND, 20 * SECOND);
    Duration maximum = minimum.plus(random.millis(0, 60 * SECOND));
    PrefixDiscovery who = PrefixDiscovery.NONE.withHosts(hosts).withIntervals(minimum, maximum);
    // It is deprecated at some time, and a clock that is an hour wrong does not end it.
    return random.chance(0.4)
        ? who.withHomePrefix(new Lasting(Duration.ofDays(30), random.millis(0, 200 * SECOND)))
        : who;
  }

  private Action action() {
    List<String> mobileNodes = mobileNodes();
    String mobileNode = mobileNodes.get((int) random.jitter(mobileNodes.size()));
    return random.chance(0.3) ? new Action.ForgeAdvertisement("attacker", mobileNode) : advertise();
  }

  private Action advertise() {
    Ipv6Address address = new Ipv6Address(MORE_PREFIXES + (random.number(0, 3) << 16), 0);
    Duration valid = random.chance(0.2) ? Duration.ZERO : Duration.ofSeconds(random.number(1, 300));
    return new Action.Advertise(
        "squatter", "home", new Ipv6Prefix(address, 64), new Lasting(valid, valid.dividedBy(random.number(1, 3))));
  }
}
