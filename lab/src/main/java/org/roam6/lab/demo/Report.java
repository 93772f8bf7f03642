package org.roam6.lab.demo;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Tells a person what happens. */
final class Report {

  private static final String HEAD = "%-8s %-25s %9s %9s %9s %9s %9s %9s | %8s %5s%n";

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void head() {
    out.printf(
        HEAD, "", "milliseconds after the", "link", "router", "address", "update", "acknow-", "first", "gap", "");
    out.printf(HEAD, "move", "cable was pulled", "lost", "heard", "ready", "sent", "ledged", "packet", "ms", "lost");
    out.flush();
  }

  void move(Move move) {
    OptionalLong acknowledged = move.first(Move.ACKNOWLEDGED);
    out.printf(
        HEAD,
        move.kind().word(),
        move.from() + " -> " + move.to(),
        millis(move, move.first(Move.LINK_LOST)),
        millis(move, move.first(Move.ROUTER_HEARD)),
        millis(move, move.first(Move.ADDRESS_READY)),
        millis(move, move.first(Move.UPDATE_SENT)),
        millis(move, acknowledged.isPresent() ? acknowledged : move.first(Move.RETURNED)),
        millis(move, OptionalLong.of(move.pause().end())),
        String.format(Locale.ROOT, "%.1f", move.gapMillis()),
        move.lostPackets());
    out.flush();
  }

  private static String millis(Move move, OptionalLong moment) {
    return moment.isPresent() ? String.format(Locale.ROOT, "%.1f", (moment.getAsLong() - move.start()) / 1e6) : "-";
  }

  /** The gaps of each kind of move. */
  void gaps(List<Move> all) {
    out.println();
    out.printf("%-22s %5s %12s %12s %12s%n", "gap in ms", "moves", "median", "worst", "updates");
    for (Move.Kind kind : Move.Kind.values()) {
      List<Move> moves = all.stream().filter(move -> move.kind() == kind).toList();
      double[] gaps = moves.stream().mapToDouble(Move::gapMillis).sorted().toArray();
      int updates = moves.stream().mapToInt(Move::bindingUpdatesSent).sum();
      if (gaps.length > 0) {
        out.printf(
            Locale.ROOT,
            "%-22s %5d %12.1f %12.1f %12d%n",
            kind.word(),
            gaps.length,
            median(gaps),
            gaps[gaps.length - 1],
            updates);
      }
    }
    out.flush();
  }

  void table(DemoResult result) {
    gaps(result.moves());
    Transfer.Outcome transfer = result.transfer();
    out.printf(
        Locale.ROOT,
        "%nWith Roam6:    %d MiB by TCP %s, %s%n",
        transfer.octets() >> 20,
        transfer.intact() ? "arrived intact" : "did not arrive intact",
        transfer.broken() ? "the connection BROKE" : "the connection held");
    out.printf("Without Roam6: %s%n", result.brokenWithout() > 0 ? "the connection broke" : "the connection held");
    out.flush();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : Arrays.stream(sorted, half - 1, half + 1).average().orElseThrow();
  }
}
