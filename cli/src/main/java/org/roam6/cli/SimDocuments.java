package org.roam6.cli;

import java.util.List;
import org.roam6.sim.report.ScenarioReport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code roam6 sim} prints for programs. */
final class SimDocuments {

  private SimDocuments() {}

  /** The document {@code roam6.sim/1}. */
  static String ofSeeds(long seeds, List<Long> failed, long events, long eventsPerSecond) {
    ObjectNode document =
        JsonMapper.shared().createObjectNode().put("schema", "roam6.sim/1").put("seeds", seeds);
    var list = document.putArray("failed");
    failed.forEach(list::add);
    return document.put("events", events).put("events_per_s", eventsPerSecond).toString();
  }

  /** The document {@code roam6.scenario/1}. */
  static String ofScenario(ScenarioReport.Ran ran) {
    ObjectNode document =
        JsonMapper.shared().createObjectNode().put("schema", "roam6.scenario/1").put("name", ran.name());
    var list = document.putArray("faults");
    ran.faults().forEach(list::add);
    return document.put("events", ran.events()).toString();
  }
}
