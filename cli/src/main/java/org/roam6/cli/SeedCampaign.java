package org.roam6.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.roam6.sim.report.SeedReport;

/**
 * Runs many seeds, several at once. It stops at the first that fails: the one with the lowest number, since no seed is
 * begun once a lower one has failed, and those that are running are waited for.
 */
final class SeedCampaign {

  private static final int RUNS_TO_SHRINK = 400;
  private static final Duration BETWEEN_SIGNS = Duration.ofMillis(200);
  private static final int BAR = 30;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Path folder;
  private final boolean json;
  private final boolean terminal = isTerminal();
  private final SortedMap<Long, SeedReport> failed = new TreeMap<>();
  private long finished;
  private long events;
  private long lastSign = System.nanoTime();

  SeedCampaign(PrintWriter out, PrintWriter err, Path folder, boolean json) {
    this.out = out;
    this.err = err;
    this.folder = folder;
    this.json = json;
  }

  private static boolean isTerminal() {
    boolean terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return terminal && System.getenv("NO_COLOR") == null;
  }

  int run(long from, long seeds, int threads) throws IOException {
    long start = System.nanoTime();
    runAll(from, seeds, threads);
    double seconds = (System.nanoTime() - start) / 1e9;
    clearBar();
    long eventsPerSecond = Math.round(events / seconds);
    out.printf(
        Locale.ROOT,
        "%d seeds from %d, %d events in %.1f s: %,d events a second on %d threads, %s%n",
        finished,
        from,
        events,
        seconds,
        eventsPerSecond,
        threads,
        failed.isEmpty() ? "all invariants held" : "VIOLATED in seed " + failed.firstKey());
    if (!failed.isEmpty()) {
      out.println("Cutting seed " + failed.firstKey() + " down ...");
      out.flush();
      boolean held = new SeedStory(out, folder).tell(failed.firstKey(), RUNS_TO_SHRINK);
      if (held) {
        out.println("The seed did not fail again: the simulator is not deterministic, which is a defect of its own.");
      }
    }
    if (json) {
      out.println(SimDocuments.ofSeeds(finished, List.copyOf(failed.keySet()), events, eventsPerSecond));
    }
    return failed.isEmpty() ? ExitStatus.OK : ExitStatus.FAILURE;
  }

  private void runAll(long from, long seeds, int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      ExecutorCompletionService<SeedReport> running = new ExecutorCompletionService<>(executor);
      long next = from;
      int underWay = 0;
      while (underWay > 0 || next < from + seeds && failed.isEmpty()) {
        while (underWay < threads && next < from + seeds && failed.isEmpty()) {
          long seed = next++;
          running.submit(() -> SeedReport.of(seed));
          underWay++;
        }
        note(running.take().get(), seeds);
        underWay--;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitStatus.FAILURE, "interrupted");
    } catch (ExecutionException thrown) {
      throw new IllegalStateException("a simulation ended by an exception", thrown.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private void note(SeedReport report, long seeds) {
    finished++;
    events += report.events();
    report.violation().ifPresent(_ -> failed.put(report.seed(), report));
    if (terminal && System.nanoTime() - lastSign > BETWEEN_SIGNS.toNanos()) {
      lastSign = System.nanoTime();
      int done = (int) (BAR * finished / seeds);
      List<String> bar = new ArrayList<>(List.of("#".repeat(done), ".".repeat(BAR - done)));
      err.printf("\r[%s] %d of %d seeds, %,d events ", String.join("", bar), finished, seeds, events);
      err.flush();
    }
  }

  private void clearBar() {
    if (terminal) {
      err.print("\r" + " ".repeat(BAR * 3) + "\r");
      err.flush();
    }
  }
}
