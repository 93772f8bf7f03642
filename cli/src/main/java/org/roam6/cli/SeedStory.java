package org.roam6.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.roam6.sim.report.SeedReport;

/** Tells what happens in a seed, and keeps it in files. */
final class SeedStory {

  private final PrintWriter out;
  private final Path folder;

  SeedStory(PrintWriter out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /**
   * Runs a seed once more.
   *
   * @param mostRuns how many plans may be tried to cut it down where an invariant fails
   * @return whether all invariants held
   */
  boolean tell(long seed, int mostRuns) throws IOException {
    Files.createDirectories(folder);
    Path packets = folder.resolve("seed-" + seed + ".pcapng");
    SeedReport.Story story;
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(packets))) {
      story = SeedReport.tell(seed, mostRuns, stream);
    }
    Path scenario = folder.resolve("seed-" + seed + ".scenario");
    Files.writeString(scenario, story.scenario());
    Path timeline = folder.resolve("seed-" + seed + ".timeline.txt");
    Files.write(timeline, story.timeline());
    out.println(story.scenario());
    story.timeline().forEach(out::println);
    out.printf(
        "%nseed %d: %s, %d events, digest %016x%nIn %s: %s, %s, %s%n",
        seed,
        story.report().violation().map(text -> "VIOLATED " + text).orElse("all invariants hold"),
        story.report().events(),
        story.report().digest(),
        folder,
        scenario.getFileName(),
        timeline.getFileName(),
        packets.getFileName());
    return story.report().violation().isEmpty();
  }
}
