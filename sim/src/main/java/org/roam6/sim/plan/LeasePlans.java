package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.network.LeaseRefusal;
import org.roam6.sim.network.Leasing;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;

/**
 * Has addresses leased on some visited links of the plans from seed {@link #FIRST} on; those before are what they were
 * before there were leases. In those from seed {@link #FIRST_REFUSING} on servers refuse them for a while.
 */
public final class LeasePlans {

  /** The first seed with leases. */
  public static final long FIRST = 2_000_000;

  /** The first seed with servers that refuse them. */
  public static final long FIRST_REFUSING = 3_000_000;

  private static final long SECOND = 1_000_000_000;

  /**
   * How long the refusals of one link last at most, from the first one to the end of the last one: who asks in vain for
   * as long asks again after as long, and has to find all well again before invariants want that.
   */
  private static final long LONGEST = 60 * SECOND;

  private LeasePlans() {}

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    if (plain.seed() < FIRST) {
      return plain;
    }
    Plan leased = leased(plain, new SeededRandomness(plain.seed()).of("leases"));
    return plain.seed() < FIRST_REFUSING
        ? leased
        : refusing(leased, new SeededRandomness(plain.seed()).of("refused leases"));
  }

  private static Plan leased(Plan plain, SeededRandomness random) {
    List<String> links =
        PlanMaker.visitedLinks(plain).stream().filter(_ -> random.chance(0.7)).toList();
    Leasing leasing = new Leasing(links, Duration.ofSeconds(20 + random.jitter(random.chance(0.7) ? 60 : 600)));
    return plain.withSettings(plain.settings().withLeasing(leasing));
  }

  private static Plan refusing(Plan plain, SeededRandomness random) {
    List<String> words = LeaseRefusal.words();
    List<Step> steps = new ArrayList<>(plain.steps());
    for (String link : plain.settings().leasing().links()) {
      Trigger begin = begin(plain, random);
      for (long i = random.jitter(5); i > 0; i--) {
        long after = random.jitter(LONGEST);
        long most = Math.min(LONGEST - after, random.chance(0.5) ? 5 * SECOND : LONGEST);
        long duration = 1 + random.jitter(most);
        LeaseRefusal why = LeaseRefusal.of(words.get((int) random.jitter(words.size())));
        steps.add(
            new Step(
                PlanMaker.later(begin, Duration.ofNanos(after)),
                new Action.RefuseLeases(link, why, Duration.ofNanos(duration))));
      }
    }
    return plain.withSteps(steps);
  }

  /** At any time, or while a mobile node waits for an answer. */
  private static Trigger begin(Plan plain, SeededRandomness random) {
    if (random.chance(0.5)) {
      return new Trigger.At(Time.ZERO.plus(Duration.ofNanos(2 * SECOND + random.jitter(plain.calm().nanos()))));
    }
    List<HostPlan> mobileNodes = plain.topology().of(Kind.MOBILE_NODE);
    String mobileNode = mobileNodes.get((int) random.jitter(mobileNodes.size())).name();
    return new Trigger.OnNotice(mobileNode, "message-sent", 1 + (int) random.jitter(8), Duration.ZERO);
  }
}
