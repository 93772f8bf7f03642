package org.roam6.lab.demo;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the demo found.
 *
 * @param moves the moves, in their order
 * @param transfer the TCP transfer that went on meanwhile
 * @param brokenWithout connections that broke without Roam6
 */
record DemoResult(List<Move> moves, Transfer.Outcome transfer, int brokenWithout) {

  private static final double TENTHS = 10.0;

  DemoResult {
    moves = List.copyOf(moves);
  }

  /** Whether Roam6 did what it is for. */
  boolean isGood() {
    return transfer.intact() && !transfer.broken();
  }

  /** The document {@code roam6.demo/1}. */
  String json() {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("schema", "roam6.demo/1");
    putMoves(document, moves);
    document.putObject("tcp")
        .put("bytes", transfer.octets())
        .put("intact", transfer.intact())
        .put("connections_broken", transfer.broken() ? 1 : 0);
    document.putObject("control").put("connections_broken", brokenWithout);
    return document.toPrettyString() + "\n";
  }

  /** Puts what was seen of each move into a document. */
  static void putMoves(ObjectNode document, List<Move> moves) {
    var list = document.putArray("moves");
    for (Move move : moves) {
      list.addObject()
          .put("kind", move.kind().word())
          .put("from", move.from())
          .put("to", move.to())
          .put("gap_ms", rounded(move.gapMillis()))
          .put("lost_packets", move.lostPackets())
          .put("registration_ms", rounded(move.registrationMillis()))
          .put("binding_updates_sent", move.bindingUpdatesSent());
    }
  }

  private static double rounded(double millis) {
    return Math.round(millis * TENTHS) / TENTHS;
  }
}
