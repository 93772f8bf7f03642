package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.protocol.mobilenode.MobileNodeTimers;
import org.roam6.sim.network.HomeAgents;
import org.roam6.sim.network.Leasing;
import org.roam6.sim.network.PrefixDiscovery;
import org.roam6.sim.network.RouteOptimization;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;

/** The lines of the section {@code settings}. */
final class SettingsGrammar {

  private static final List<String> WORDS =
      List.of(
          "seed", "faults", "extremes", "links", "advertisements", "lifetime", "maximum-lifetime", "authentication",
          "maximum-bindings", "hold-off", "correspondents", "route-optimization", "correspondent-bindings",
          "correspondent-lifetime", "prefix-discovery", "prefix-advertisements", "home-prefix", "home-agent-discovery",
          "preference", "leased-links", "leases");
  private static final Duration LEAST_LIFETIME = Duration.ofSeconds(4);

  private static final Duration LEAST_LEASE = Duration.ofSeconds(10);

  private final List<String> links;
  private final List<String> hosts;
  private final List<String> mobileNodes;
  private final List<String> homeAgents;
  private long seed = 1;
  private long faults;
  private boolean extremes;
  private Settings settings = Settings.DEFAULT;

  SettingsGrammar(Topology topology) {
    this.links = topology.links();
    this.hosts = topology.hosts().stream().map(Topology.HostPlan::name).toList();
    this.mobileNodes = topology.of(Topology.Kind.MOBILE_NODE).stream().map(Topology.HostPlan::name).toList();
    this.homeAgents = topology.of(Topology.Kind.HOME_AGENT).stream().map(Topology.HostPlan::name).toList();
  }

  long seed() {
    return seed;
  }

  long faults() {
    return faults;
  }

  boolean extremes() {
    return extremes;
  }

  Settings settings() {
    return settings;
  }

  void read(Words words) {
    String word = words.oneOf("setting", WORDS);
    switch (word) {
      case "seed" -> seed = words.number(Long.MIN_VALUE / 10, Long.MAX_VALUE / 10);
      case "faults" -> faults = words.number(0, 1_000_000);
      case "extremes" -> extremes = yesOrNo(words);
      case "links" -> settings = settings.withQuality(QualityGrammar.read(words, settings.quality()));
      case "advertisements" -> {
        List<Duration> range = words.range();
        boolean fast = !words.take("slow");
        settings = settings.withAdvertisements(range.getFirst(), range.getLast(), fast);
      }
      case "lifetime" -> settings = settings.withLifetimes(lifetime(words), settings.maximumLifetime());
      case "maximum-lifetime" -> settings = settings.withLifetimes(settings.lifetime(), lifetime(words));
      case "authentication" -> settings = settings.withAuthentication(yesOrNo(words));
      case "maximum-bindings" -> {
        HomeAgentLimits limits = settings.homeAgentLimits();
        int most = (int) words.number(1, 10_000_000);
        settings =
            settings.withHomeAgentLimits(new HomeAgentLimits(most, limits.refusalBurst(), limits.refusalInterval()));
      }
      case "hold-off" -> settings = withHoldOff(settings, words.duration());
      case "correspondents" -> change(settings.routeOptimization().withCorrespondents(names(words, "host", hosts)));
      case "route-optimization" ->
          change(settings.routeOptimization().withMobileNodes(names(words, "mobile node", mobileNodes)));
      case "home-agent-discovery" ->
          change(settings.homeAgents().withDiscoverers(names(words, "mobile node", mobileNodes)));
      case "preference" -> {
        String homeAgent = words.oneOf("home agent", homeAgents);
        change(settings.homeAgents().withPreference(homeAgent, (int) words.number(0, 0xffff)));
      }
      case "leased-links" -> change(settings.leasing().withLinks(names(words, "link", links)));
      case "leases" -> change(settings.leasing().withValid(lease(words)));
      case "correspondent-bindings" ->
          change(settings.routeOptimization().withMaximumBindings((int) words.number(1, 1_000_000)));
      case "correspondent-lifetime" ->
          change(settings.routeOptimization().withMaximumLifetime(correspondentLifetime(words)));
      default -> prefixDiscovery(words, word);
    }
    words.end();
  }

  private void change(RouteOptimization routeOptimization) {
    settings = settings.withRouteOptimization(routeOptimization);
  }

  private void change(HomeAgents others) {
    settings = settings.withHomeAgents(others);
  }

  private void change(Leasing other) {
    settings = settings.withLeasing(other);
  }

  private static Duration lease(Words words) {
    Duration lease = words.duration();
    if (lease.compareTo(LEAST_LEASE) < 0 || lease.toNanosPart() > 0) {
      throw words.misreadLast("a lease of " + SpanText.format(lease) + ", expected whole seconds, 10s or more");
    }
    return lease;
  }

  private void prefixDiscovery(Words words, String word) {
    PrefixDiscovery before = settings.prefixDiscovery();
    settings =
        settings.withPrefixDiscovery(
            switch (word) {
              case "prefix-discovery" -> before.withHosts(names(words, "host", hosts));
              case "prefix-advertisements" -> {
                List<Duration> range = words.range();
                yield before.withIntervals(range.getFirst(), range.getLast());
              }
              default -> before.withHomePrefix(LastingGrammar.read(words));
            });
  }

  private static List<String> names(Words words, String what, List<String> known) {
    List<String> names = new ArrayList<>();
    do {
      names.add(words.oneOf(what, known));
    } while (words.take(","));
    return names;
  }

  private static Duration correspondentLifetime(Words words) {
    Duration lifetime = lifetime(words);
    if (lifetime.compareTo(RouteOptimization.NONE.maximumLifetime()) > 0) {
      throw words.misreadLast("a lifetime of " + SpanText.format(lifetime) + " is too long, expected 420s or less");
    }
    return lifetime;
  }

  private static boolean yesOrNo(Words words) {
    return words.oneOf("answer", List.of("yes", "no")).equals("yes");
  }

  private static Duration lifetime(Words words) {
    Duration lifetime = words.duration();
    if (lifetime.compareTo(LEAST_LIFETIME) < 0) {
      throw words.misreadLast("a lifetime of " + SpanText.format(lifetime) + " is too short, expected 4s or more");
    }
    return lifetime;
  }

  static Settings withHoldOff(Settings settings, Duration holdOff) {
    MobileNodeTimers timers = settings.timers();
    return settings.withTimers(
        new MobileNodeTimers(
            timers.initialBindackTimeoutFirstReg(),
            timers.initialBindackTimeout(),
            timers.maxBindackTimeout(),
            timers.rtrSolicitationInterval(),
            timers.routerProbeInterval(),
            holdOff,
            timers.dhcpMaximumDelay()));
  }

  static List<String> write(long seed, long faults, boolean extremes, Settings settings) {
    List<String> lines = new ArrayList<>();
    lines.add("seed " + seed);
    lines.add("faults " + faults);
    if (extremes) {
      lines.add("extremes yes");
    }
    lines.add("links " + QualityGrammar.write(settings.quality()));
    lines.add(
        "advertisements " + SpanText.format(settings.minimumInterval()) + ".."
            + SpanText.format(settings.maximumInterval()) + (settings.fastSolicitedAdvertisements() ? "" : " slow"));
    lines.add("lifetime " + SpanText.format(settings.lifetime()));
    lines.add("maximum-lifetime " + SpanText.format(settings.maximumLifetime()));
    lines.add("authentication " + (settings.authenticated() ? "yes" : "no"));
    lines.add("maximum-bindings " + settings.homeAgentLimits().maximumBindings());
    lines.add("hold-off " + SpanText.format(settings.timers().refusalHoldOff()));
    writeRouteOptimization(lines, settings.routeOptimization());
    writePrefixDiscovery(lines, settings.prefixDiscovery());
    writeHomeAgents(lines, settings.homeAgents());
    writeLeasing(lines, settings.leasing());
    return lines;
  }

  private static void writeLeasing(List<String> lines, Leasing leasing) {
    if (!leasing.links().isEmpty()) {
      lines.add("leased-links " + String.join(", ", leasing.links()));
    }
    if (!leasing.equals(Leasing.NONE)) {
      lines.add("leases " + SpanText.format(leasing.valid()));
    }
  }

  private static void writeHomeAgents(List<String> lines, HomeAgents homeAgents) {
    if (!homeAgents.discoverers().isEmpty()) {
      lines.add("home-agent-discovery " + String.join(", ", homeAgents.discoverers()));
    }
    homeAgents.preferences().forEach((homeAgent, preference) ->
        lines.add("preference " + homeAgent + " " + preference));
  }

  private static void writeRouteOptimization(List<String> lines, RouteOptimization who) {
    if (!who.correspondents().isEmpty()) {
      lines.add("correspondents " + String.join(", ", who.correspondents()));
    }
    if (!who.mobileNodes().isEmpty()) {
      lines.add("route-optimization " + String.join(", ", who.mobileNodes()));
    }
    if (!who.equals(RouteOptimization.NONE)) {
      lines.add("correspondent-bindings " + who.maximumBindings());
      lines.add("correspondent-lifetime " + SpanText.format(who.maximumLifetime()));
    }
  }

  private static void writePrefixDiscovery(List<String> lines, PrefixDiscovery who) {
    if (!who.hosts().isEmpty()) {
      lines.add("prefix-discovery " + String.join(", ", who.hosts()));
    }
    if (!who.equals(PrefixDiscovery.NONE)) {
      lines.add(
          "prefix-advertisements " + SpanText.format(who.minimumInterval()) + ".."
              + SpanText.format(who.maximumInterval()));
    }
    who.homePrefix().ifPresent(lasting -> lines.add("home-prefix " + LastingGrammar.write(lasting)));
  }
}
