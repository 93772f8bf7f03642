package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roam6.sim.plan.InterfacePlans;
import org.roam6.sim.plan.LeasePlans;
import org.roam6.sim.plan.PlanMaker;

/** All invariants hold in many networks, whatever goes wrong there. */
class SeedsTest {

  private static final int SEEDS = 500;

  /** Far from those, so that what is tried grows over the ranges that were drawn by hand. */
  private static final long ELSEWHERE = 1_000_000;

  private static final int SEEDS_ELSEWHERE = 20;

  private static final int SEEDS_WITH_LEASES = 60;

  private static final int SEEDS_WITH_INTERFACES = 60;

  /** In which invariants did not hold once. */
  private static final long[] FORMER_FINDS = {
    527, 606, 800, 911, 1646, 1674, 1906, 2004, 2752, 3844, 3847, 4279, 4365, 4537, 4565, 5387, 5540, 6098, 7409, 7960,
    8595, 8654, 9585, 13_675, 15_214, 16_985, 19_439, 19_712, 19_750, 25_138, 25_361, 26_795, 28_878, 30_857, 31_358,
    41_057, 41_608, 42_275, 43_236, 50_582, 50_630, 50_644, 50_702, 51_122, 51_264, 52_525, 54_304, 54_614, 56_504,
    57_089, 58_311, 59_762, 63_221, 64_055, 70_973, 71_613, 75_069, 82_553, 1_000_001, 1_000_030, 1_000_035, 1_000_039,
    1_000_072, 1_000_121, 1_000_361, 1_000_414, 1_000_470, 1_000_541, 1_000_568, 2_000_082, 2_000_097, 2_000_354,
    2_000_386, 2_000_584, 2_000_601, 3_000_461
  };

  /** What became of a seed. */
  private record Result(long events, List<String> found) {
    static Result of(long seed) {
      Simulation.Outcome outcome = new Simulation(PlanMaker.of(seed)).run();
      List<String> found = outcome.violations().stream().map(violation -> "seed " + seed + ": " + violation).toList();
      return new Result(outcome.events(), found);
    }
  }

  @Test
  void allInvariantsHold() {
    long[] seeds =
        Stream.of(
                LongStream.range(0, SEEDS),
                LongStream.range(ELSEWHERE + SEEDS, ELSEWHERE + SEEDS + SEEDS_ELSEWHERE),
                LongStream.range(InterfacePlans.FIRST, InterfacePlans.FIRST + SEEDS_WITH_INTERFACES),
                LongStream.range(LeasePlans.FIRST, LeasePlans.FIRST + SEEDS_WITH_LEASES),
                LongStream.of(FORMER_FINDS))
            .flatMapToLong(each -> each)
            .toArray();
    List<Result> results = LongStream.of(seeds).parallel().mapToObj(Result::of).toList();
    System.out.printf("%d seeds, %d events%n", seeds.length, results.stream().mapToLong(Result::events).sum());
    assertThat(results.stream().flatMap(result -> result.found().stream())).isEmpty();
  }
}
