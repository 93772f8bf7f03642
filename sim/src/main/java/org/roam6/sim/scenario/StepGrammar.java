package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.roam6.protocol.Time;
import org.roam6.sim.network.LeaseRefusal;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.plan.Action;
import org.roam6.sim.plan.NoticeKind;
import org.roam6.sim.plan.Step;
import org.roam6.sim.plan.Trigger;
import org.roam6.sim.workload.Forgery;
import org.roam6.wire.Ipv6Prefix;

/** The lines of the section {@code steps}: when, who, and what is done. */
final class StepGrammar {

  private static final long MOST = 1_000_000;

  private final Settings settings;
  private final List<String> hosts;
  private final List<String> links;
  private final List<String> mobileNodes;
  private final Map<String, List<String>> ports;

  StepGrammar(Topology topology, Settings settings) {
    this.settings = settings;
    this.hosts = topology.hosts().stream().map(Topology.HostPlan::name).toList();
    this.links = topology.links();
    this.mobileNodes = topology.of(Topology.Kind.MOBILE_NODE).stream().map(Topology.HostPlan::name).toList();
    this.ports =
        topology.hosts().stream()
            .collect(Collectors.toMap(Topology.HostPlan::name, host -> portNames(host.links().size())));
  }

  private static List<String> portNames(int count) {
    return IntStream.range(0, count).mapToObj(i -> Network.portName(i).value()).toList();
  }

  Step read(Words words) {
    Trigger when = trigger(words);
    Action action = words.take("link") ? linkAction(words) : hostAction(words, words.oneOf("host", hosts));
    words.end();
    return new Step(when, action);
  }

  private Trigger trigger(Words words) {
    if (words.take("at")) {
      return new Trigger.At(Time.ZERO.plus(words.duration()));
    }
    Duration after = words.duration();
    words.require("after");
    String host = words.oneOf("host", hosts);
    String notice = words.oneOf("notice", NoticeKind.all());
    int number = words.isNumberNext() ? (int) words.number(1, MOST) : 1;
    words.take(",");
    return new Trigger.OnNotice(host, notice, number, after);
  }

  private Action linkAction(Words words) {
    String link = words.oneOf("link", links);
    return switch (words.oneOf("thing that happens to a link", List.of("is", "parts", "refuses", "has"))) {
      case "is" -> {
        words.require("clogged", "for");
        yield new Action.Clog(link, words.duration());
      }
      case "parts" -> {
        String from = words.oneOf("host", hosts);
        words.require("from");
        String to = words.oneOf("host", hosts);
        words.require("for");
        yield new Action.Part(link, from, to, words.duration());
      }
      case "refuses" -> {
        if (!settings.leasing().links().contains(link)) {
          throw words.misreadLast("no addresses are leased on " + link);
        }
        words.require("leases", "by");
        LeaseRefusal why = LeaseRefusal.of(words.oneOf("refusal", LeaseRefusal.words()));
        words.require("for");
        yield new Action.RefuseLeases(link, why, words.duration());
      }
      default -> new Action.Degrade(link, QualityGrammar.read(words, settings.quality().withoutFaults()));
    };
  }

  private Action hostAction(Words words, String host) {
    for (String port : ports.getOrDefault(host, List.of())) {
      if (words.take(port)) {
        return portAction(words, host, ports.getOrDefault(host, List.of()).indexOf(port));
      }
    }
    return switch (words.oneOf(
        "thing that a host does",
        List.of(
            "moves", "flaps", "is", "prefers", "crashes", "restarts", "sleeps", "clock", "takes", "gives", "replays",
            "forges", "advertises"))) {
      case "moves" -> moves(words, host, 0);
      case "flaps" -> flaps(words, host, 0);
      case "is" -> unplugged(words, host, 0);
      case "prefers" -> prefers(words, host);
      case "crashes" -> {
        words.require("for");
        yield new Action.Crash(host, words.duration(), !words.take("without", "storage"));
      }
      case "restarts" -> {
        words.require("for");
        yield new Action.Restart(host, words.duration());
      }
      case "sleeps" -> {
        words.require("for");
        yield new Action.Sleep(host, words.duration());
      }
      case "clock" -> clock(words, host);
      case "takes" -> takes(words, host);
      case "gives" -> {
        words.require("up", "the", "address", "of");
        yield new Action.Squat(host, words.oneOf("mobile node", mobileNodes), false);
      }
      case "advertises" -> {
        Ipv6Prefix prefix = words.prefix();
        words.require("on");
        String link = words.oneOf("link", links);
        yield new Action.Advertise(host, link, prefix, LastingGrammar.read(words));
      }
      case "replays" -> {
        words.require("update");
        int number = (int) words.number(1, MOST);
        words.require("of");
        yield new Action.ReplayUpdate(host, words.oneOf("mobile node", mobileNodes), number);
      }
      default -> forged(words, host);
    };
  }

  private Action portAction(Words words, String host, int port) {
    return switch (words.oneOf("thing that a port does", List.of("moves", "flaps", "is"))) {
      case "moves" -> moves(words, host, port);
      case "flaps" -> flaps(words, host, port);
      default -> unplugged(words, host, port);
    };
  }

  private Action moves(Words words, String host, int port) {
    words.require("to");
    return new Action.Move(host, port, words.oneOf("link", links), words.take("silently"));
  }

  private static Action flaps(Words words, String host, int port) {
    words.require("for");
    return new Action.Flap(host, port, words.duration());
  }

  private static Action unplugged(Words words, String host, int port) {
    words.require("unplugged");
    return new Action.Unplug(host, port);
  }

  private Action prefers(Words words, String host) {
    if (words.take("nothing")) {
      return new Action.Prefer(host, Optional.empty());
    }
    List<String> names = ports.getOrDefault(host, List.of());
    return new Action.Prefer(host, Optional.of(names.indexOf(words.oneOf("port", names))));
  }

  private Action takes(Words words, String host) {
    words.require("the");
    boolean careOf = words.take("care-of");
    words.require("address", "of");
    String mobileNode = words.oneOf("mobile node", mobileNodes);
    return careOf ? new Action.TakeCareOfAddress(host, mobileNode) : new Action.Squat(host, mobileNode, true);
  }

  private Action forged(Words words, String host) {
    if (!words.take("an")) {
      Forgery what = Forgery.of(words.oneOf("forgery", Forgery.words()));
      words.require("between");
      String mobileNode = words.oneOf("mobile node", mobileNodes);
      words.require("and");
      return new Action.Forge(host, what, mobileNode, words.oneOf("host", hosts));
    }
    String message = words.oneOf("message", List.of("update", "acknowledgement", "advertisement"));
    words.require(message.equals("update") ? "of" : "for");
    String mobileNode = words.oneOf("mobile node", mobileNodes);
    return switch (message) {
      case "update" -> new Action.ForgeUpdate(host, mobileNode);
      case "acknowledgement" -> new Action.ForgeAcknowledgement(host, mobileNode);
      default -> new Action.ForgeAdvertisement(host, mobileNode);
    };
  }

  private static Action clock(Words words, String host) {
    String verb = words.oneOf("thing that a clock does", List.of("is", "gains", "loses"));
    if (verb.equals("is")) {
      Duration wrongBy = words.duration();
      boolean ahead = words.oneOf("direction", List.of("ahead", "behind")).equals("ahead");
      return new Action.SetClock(host, ahead ? wrongBy : wrongBy.negated());
    }
    int microseconds = (int) words.number(0, MOST);
    words.require("us", "each", "second");
    return new Action.DriftClock(host, verb.equals("gains") ? microseconds : -microseconds);
  }

  static String write(Step step) {
    String when =
        switch (step.when()) {
          case Trigger.At(Time moment) -> "at " + SpanText.format(moment.since(Time.ZERO));
          case Trigger.OnNotice(String host, String notice, int number, Duration after) ->
              SpanText.format(after) + " after " + host + " " + notice + " " + number + ",";
        };
    return when + " " + write(step.action());
  }

  private static String port(String host, int number) {
    return number == 0 ? host : host + " " + Network.portName(number);
  }

  private static String write(Action action) {
    return switch (action) {
      case Action.Move(var host, int port, var link, boolean silently) ->
          port(host, port) + " moves to " + link + (silently ? " silently" : "");
      case Action.Flap(var host, int port, var duration) ->
          port(host, port) + " flaps for " + SpanText.format(duration);
      case Action.Unplug(var host, int port) -> port(host, port) + " is unplugged";
      case Action.Prefer(var host, var port) ->
          host + " prefers " + port.map(number -> Network.portName(number).value()).orElse("nothing");
      case Action.Degrade(var link, var quality) -> "link " + link + " has " + QualityGrammar.write(quality);
      case Action.Part(var link, var from, var to, var duration) ->
          "link " + link + " parts " + from + " from " + to + " for " + SpanText.format(duration);
      case Action.Clog(var link, var duration) -> "link " + link + " is clogged for " + SpanText.format(duration);
      case Action.RefuseLeases(var link, var why, var duration) ->
          "link " + link + " refuses leases by " + why.word() + " for " + SpanText.format(duration);
      case Action.Crash(var host, var duration, boolean withStorage) ->
          host + " crashes for " + SpanText.format(duration) + (withStorage ? "" : " without storage");
      case Action.Restart(var host, var duration) -> host + " restarts for " + SpanText.format(duration);
      case Action.Sleep(var host, var duration) -> host + " sleeps for " + SpanText.format(duration);
      case Action.SetClock(var host, var wrongBy) ->
          host + " clock is " + SpanText.format(wrongBy.abs()) + (wrongBy.isNegative() ? " behind" : " ahead");
      case Action.DriftClock(var host, int microseconds) ->
          host + " clock " + (microseconds < 0 ? "loses " : "gains ") + Math.abs(microseconds) + " us each second";
      case Action.Squat(var host, var mobileNode, boolean taken) ->
          host + (taken ? " takes" : " gives up") + " the address of " + mobileNode;
      case Action.TakeCareOfAddress(var host, var mobileNode) -> host + " takes the care-of address of " + mobileNode;
      case Action.ReplayUpdate(var host, var mobileNode, int number) ->
          host + " replays update " + number + " of " + mobileNode;
      case Action.ForgeUpdate(var host, var mobileNode) -> host + " forges an update of " + mobileNode;
      case Action.ForgeAcknowledgement(var host, var mobileNode) ->
          host + " forges an acknowledgement for " + mobileNode;
      case Action.ForgeAdvertisement(var host, var mobileNode) -> host + " forges an advertisement for " + mobileNode;
      case Action.Advertise(var host, var link, var prefix, var lasting) ->
          host + " advertises " + prefix + " on " + link + " " + LastingGrammar.write(lasting);
      case Action.Forge(var host, var what, var mobileNode, var correspondent) ->
          host + " forges " + what.word() + " between " + mobileNode + " and " + correspondent;
    };
  }
}
