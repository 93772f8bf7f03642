package org.roam6.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The interfaces of a mobile node, for people. */
final class MobileInterfaces {

  private MobileInterfaces() {}

  static void print(JsonNode interfaces, PrintWriter out) {
    for (JsonNode each : interfaces) {
      out.println("interface    " + line(each));
    }
  }

  private static String line(JsonNode each) {
    List<String> words = new ArrayList<>();
    words.add(each.path("movement").asString());
    if (each.path("care_of_address").isString()) {
      words.add("at " + each.path("care_of_address").asString());
    }
    if (each.path("router").isString()) {
      words.add("router " + each.path("router").asString());
    }
    if (!each.path("usable").asBoolean()) {
      words.add("not usable");
    }
    if (each.path("preferred").asBoolean()) {
      words.add("preferred");
    }
    if (each.path("used").asBoolean()) {
      words.add("in use");
    }
    return each.path("interface").asString() + " " + String.join(", ", words);
  }
}
