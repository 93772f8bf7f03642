package org.roam6.bench.homeagent;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/**
 * What a binding of a home agent costs, by how many there are: of the role's tables and those of the data plane in
 * memory, and, as root, of a daemon that gets its Binding Updates over a cable.
 */
public final class ManyBindings {

  private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};

  private ManyBindings() {}

  /**
   * Prints the tables.
   *
   * @param arguments how many bindings, 1,000 to 1,000,000 unless given; {@code home-link} for a daemon with a real
   *     home link
   */
  public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
    if (arguments.length > 0 && arguments[0].equals("home-link")) {
      int bindings = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
      RealHomeLink.measure(bindings);
      return;
    }
    int[] sizes =
        arguments.length == 0 ? SIZES : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    print("tables:%10s %16s %12s %12s".formatted("bindings", "heap B/binding", "ns/update", "ns/look-up"));
    // The first one warms up.
    TablesInMemory.measure(sizes[0]);
    for (int size : sizes) {
      TablesInMemory.Result result = TablesInMemory.measure(size);
      print(
          "       %10d %16.0f %12.0f %12.0f"
              .formatted(size, result.heapOctets(), result.updateNanos(), result.lookUpNanos()));
    }
    WholeDaemon.measure(sizes);
  }

  static void print(String line) {
    System.out.println(line);
  }
}
