package org.roam6.lab.demo;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.roam6.lab.demo.DatagramRecord.Pause;
import org.roam6.lab.demo.NoticeStream.Told;

/**
 * One move of the mobile node, and what was seen of it. Times are nanoseconds on the clock of {@link System#nanoTime}.
 *
 * @param kind leaving home, between visited links, or returning
 * @param start when the cable was pulled
 * @param end when the next move began, or the demo ended
 * @param told what the mobile node told meanwhile
 * @param pause the longest pause of the datagram stream around it
 * @param lostPackets datagrams of that time that never arrived
 */
record Move(Kind kind, String from, String to, long start, long end, List<Told> told, Pause pause, int lostPackets) {

  /** The kinds of moves. */
  enum Kind {
    LEAVE,
    VISITED,
    RETURN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String LINK_LOST = "link-lost";
  static final String ROUTER_HEARD = "router-heard";
  static final String ADDRESS_READY = "care-of-address-formed";
  static final String UPDATE_SENT = "binding-update-sent";
  static final String ACKNOWLEDGED = "binding-acknowledged";
  static final String RETURNED = "returned-home";

  /** The notice that tells that a move of this kind is done. */
  static List<String> completion(Kind kind) {
    return switch (kind) {
      case LEAVE, VISITED -> List.of(ACKNOWLEDGED);
      case RETURN -> List.of(RETURNED);
    };
  }

  Move {
    told = List.copyOf(told);
  }

  /** Whether the node was where it went to before the next move. */
  boolean isComplete() {
    return told.stream().anyMatch(each -> completion(kind).contains(each.kind()));
  }

  /** When the first notice of a kind was told. */
  OptionalLong first(String noticeKind) {
    return told.stream().filter(each -> each.kind().equals(noticeKind)).mapToLong(Told::at).findFirst();
  }

  int bindingUpdatesSent() {
    return (int) told.stream().filter(each -> each.kind().equals(UPDATE_SENT)).count();
  }

  double gapMillis() {
    return pause.length() / 1e6;
  }

  /** From the first Binding Update to its acknowledgement. */
  double registrationMillis() {
    long sent = first(UPDATE_SENT).orElse(end);
    long acknowledged = told.stream()
        .filter(each -> each.kind().equals(ACKNOWLEDGED) || each.kind().equals(RETURNED))
        .mapToLong(Told::at)
        .findFirst()
        .orElse(end);
    return Math.max(0, acknowledged - sent) / 1e6;
  }
}
