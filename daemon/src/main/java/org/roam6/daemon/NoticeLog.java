package org.roam6.daemon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.daemon.management.NoticeDocument;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Notice.Level;

/** Counts facts and writes them down, one line each, with the time to the millisecond. */
final class NoticeLog {

  private final LineWriter out;
  private final boolean verbose;
  private final SortedMap<String, Long> counts = new TreeMap<>();

  /**
   * A log.
   *
   * @param out takes the lines
   * @param verbose whether facts for those who follow packets are written too; counted they are
   *     anyway
   */
  NoticeLog(LineWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  /** A fact that a role tells. */
  void tell(Notice notice, Instant time) {
    String role = NoticeDocument.role(notice);
    count(role + "." + NoticeDocument.kind(notice));
    if (verbose || notice.level() != Level.DEBUG) {
      out.write(() -> format(time, notice.level(), role, notice.text()));
    }
  }

  /** A fact of the daemon itself. */
  void line(Instant time, Level level, String who, String text) {
    out.write(() -> format(time, level, who, text));
  }

  private static String format(Instant time, Level level, String who, String text) {
    return String.format("%s %-7s %s: %s", time.truncatedTo(ChronoUnit.MILLIS), level, who, text);
  }

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** How often each fact was told so far. */
  SortedMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
