package org.roam6.bench;

import java.util.Arrays;
import org.roam6.bench.correspondent.CorrespondentLoad;
import org.roam6.bench.dataplane.DataPlaneComparison;
import org.roam6.bench.homeagent.ManyBindings;
import org.roam6.bench.sim.CrowdBenchmark;

/**
 * Runs {@code data-plane [ROUNDS [SECONDS]]}, {@code correspondent [SECONDS]}, {@code sim [hour]}, {@code bindings
 * [SIZES | home-link [SIZE]]}, or JMH with its own arguments.
 */
public final class Main {

  private Main() {}

  /** The program. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("data-plane")) {
      DataPlaneComparison.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else if (arguments.length > 0 && arguments[0].equals("correspondent")) {
      CorrespondentLoad.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else if (arguments.length > 0 && arguments[0].equals("sim")) {
      CrowdBenchmark.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else if (arguments.length > 0 && arguments[0].equals("bindings")) {
      ManyBindings.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else {
      org.openjdk.jmh.Main.main(arguments);
    }
  }
}
