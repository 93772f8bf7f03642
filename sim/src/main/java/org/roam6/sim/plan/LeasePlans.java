package org.roam6.sim.plan;

import java.time.Duration;
import java.util.List;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.network.Leasing;

/**
 * Has addresses leased on some visited links of the plans from seed {@link #FIRST} on; those before are what they were
 * before there were leases.
 */
public final class LeasePlans {

  /** The first seed with leases. */
  public static final long FIRST = 2_000_000;

  private static final String VISITED = "visited-";

  private LeasePlans() {}

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    return plain.seed() < FIRST ? plain : leased(plain, new SeededRandomness(plain.seed()).of("leases"));
  }

  private static Plan leased(Plan plain, SeededRandomness random) {
    List<String> links =
        plain.topology().links().stream().filter(link -> link.startsWith(VISITED) && random.chance(0.7)).toList();
    Leasing leasing = new Leasing(links, Duration.ofSeconds(20 + random.jitter(random.chance(0.7) ? 60 : 600)));
    return plain.withSettings(plain.settings().withLeasing(leasing));
  }
}
