package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 status}: what the daemon is and where it stands. */
@Command(
    name = "status",
    description = "Show what the daemon is and where it stands.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    return daemon.show("status", StatusCommand::print);
  }

  private static void print(JsonNode status, PrintWriter out) {
    out.println(
        "roam6 is up for %s, pid %s, tunnel interface %s"
            .formatted(
                Durations.millis(status.path("uptime_ms")),
                status.path("pid").asString(),
                status.path("tunnel_interface").asString()));
    if (status.has("home_agent")) {
      out.println("home agent   " + homeAgent(status.get("home_agent")));
    }
    for (JsonNode each : status.path("home_agents")) {
      out.println("home agent   " + homeAgent(each));
    }
    if (status.has("mobile_node")) {
      JsonNode node = status.get("mobile_node");
      out.println("mobile node  " + mobileNode(node));
      if (node.path("home_addresses").size() > 1) {
        node.path("home_addresses").forEach(each -> out.println("home address " + homeAddress(each)));
      }
      if (node.path("interfaces").size() > 1) {
        MobileInterfaces.print(node.path("interfaces"), out);
      }
    }
    if (status.has("correspondent")) {
      JsonNode node = status.get("correspondent");
      out.println(
          "correspondent %s of %s bindings"
              .formatted(node.path("bindings").asString(), node.path("maximum_bindings").asString()));
    }
    for (JsonNode each : status.path("router").path("interfaces")) {
      out.println("router       " + router(each));
    }
    for (JsonNode warning : status.path("warnings")) {
      out.println("warning      " + warning.asString());
    }
  }

  private static String homeAgent(JsonNode node) {
    return "%s on %s, home link %s, %s of %s bindings"
        .formatted(
            node.path("address").asString(),
            node.path("interface").asString(),
            node.path("prefix").asString(),
            node.path("bindings").asString(),
            node.path("maximum_bindings").asString());
  }

  private static String mobileNode(JsonNode node) {
    String where =
        switch (node.path("whereabouts").asString()) {
          case "home" ->
              "at home"
                  + (node.path("care_of_address").isString()
                      ? ", for other home addresses away at " + node.path("care_of_address").asString()
                      : "");
          case "away" ->
              "away at "
                  + node.path("care_of_address").asString("no care-of address")
                  + (node.path("registered").asBoolean()
                      ? ", registered with "
                      : ", not registered with ")
                  + node.path("home_agent").asString("any home agent");
          default -> "no router heard yet";
        };
    String router =
        node.path("router").isString() ? ", router " + node.path("router").asString() : "";
    String direct =
        node.path("correspondents").asInt(0) > 0
            ? ", direct paths to %s of %s correspondent nodes"
                .formatted(
                    node.path("direct_paths").asString(), node.path("correspondents").asString())
            : "";
    return "%s on %s: %s%s%s"
        .formatted(
            node.path("home_address").asString(),
            node.path("interface").asString(),
            where,
            router,
            direct);
  }

  private static String homeAddress(JsonNode each) {
    return each.path("home_address").asString() + " " + state(each);
  }

  private static String state(JsonNode each) {
    if (each.path("lost").asBoolean()) {
      return "lost: another node has it";
    }
    if (each.path("whereabouts").asString().equals("home")) {
      return "at home";
    }
    return (each.path("registered").asBoolean() ? "registered with " : "not registered with ")
        + each.path("home_agent").asString("any home agent");
  }

  private static String router(JsonNode each) {
    return each.path("interface").asString()
        + (each.path("advertising").asBoolean()
            ? " advertising, next in " + Durations.millis(each.path("next_advertisement_ms"))
            : " not advertising: no carrier, or no link-local address");
  }
}
