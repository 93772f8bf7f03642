package org.roam6.sim.scenario;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Topology;
import org.roam6.sim.plan.NoticeKind;
import org.roam6.sim.scenario.Expectation.Span;

/** The lines of the section {@code expect}. */
final class ExpectationGrammar {

  private static final int MOST = 1_000_000;

  private final List<String> hosts;
  private final List<String> links;
  private final List<String> mobileNodes;
  private final List<String> homeAgents;

  ExpectationGrammar(Topology topology) {
    this.hosts = topology.hosts().stream().map(Topology.HostPlan::name).toList();
    this.links = topology.links();
    this.mobileNodes = topology.of(Topology.Kind.MOBILE_NODE).stream().map(Topology.HostPlan::name).toList();
    this.homeAgents = topology.of(Topology.Kind.HOME_AGENT).stream().map(Topology.HostPlan::name).toList();
  }

  Expectation read(Words words) {
    Expectation expectation = readLine(words);
    words.end();
    return expectation;
  }

  private Expectation readLine(Words words) {
    if (words.take("at")) {
      Time moment = Time.ZERO.plus(words.duration());
      String host = words.oneOf("mobile node", mobileNodes);
      words.require("is", "at");
      String link = words.oneOf("link", links);
      Optional<String> homeAgent =
          words.take("by") ? Optional.of(words.oneOf("home agent", homeAgents)) : Optional.empty();
      return new Expectation.StandsAt(words.line(), moment, host, link, homeAgent);
    }
    String host = words.oneOf("host", hosts);
    return words.take("->") ? ofFlow(words, host) : told(words, host);
  }

  private Expectation ofFlow(Words words, String from) {
    String to = words.oneOf("host", hosts);
    String verb = words.oneOf("thing that a flow does", List.of("loses", "pauses", "goes"));
    if (verb.equals("goes")) {
      boolean directly = words.take("directly");
      if (!directly) {
        words.require("by", "the", "home", "agent");
      }
      return new Expectation.Goes(words.line(), from, to, directly, span(words));
    }
    if (verb.equals("loses")) {
      long most = words.take("nothing") ? 0 : atMost(words);
      return new Expectation.Loses(words.line(), from, to, most, span(words));
    }
    words.require("at", "most");
    return new Expectation.Pauses(words.line(), from, to, words.duration(), span(words));
  }

  private static long atMost(Words words) {
    words.require("at", "most");
    return words.number(0, MOST);
  }

  private static Expectation told(Words words, String host) {
    String notice = words.oneOf("notice", NoticeKind.all());
    int least = 0;
    int most = MOST;
    if (words.take("never")) {
      most = 0;
    } else if (words.take("once")) {
      least = 1;
      most = 1;
    } else if (words.take("at", "least")) {
      least = (int) words.number(1, MOST);
      words.require("times");
    } else if (words.take("at", "most")) {
      most = (int) words.number(0, MOST);
      words.require("times");
    } else {
      least = (int) words.number(0, MOST);
      most = least;
      words.require("times");
    }
    Optional<String> saying = words.take("saying") ? Optional.of(words.quotation()) : Optional.empty();
    return new Expectation.Tells(words.line(), host, notice, least, most, saying, span(words));
  }

  private static Span span(Words words) {
    Time from = words.take("from") ? Time.ZERO.plus(words.duration()) : Time.ZERO;
    Time to = words.take("to") ? Time.ZERO.plus(words.duration()) : Time.NEVER;
    return new Span(from, to);
  }
}
