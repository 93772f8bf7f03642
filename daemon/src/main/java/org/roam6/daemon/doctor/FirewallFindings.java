package org.roam6.daemon.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.roam6.daemon.doctor.Finding.Grade;
import org.roam6.linux.firewall.FilterChain;
import org.roam6.linux.firewall.FilterChain.Loss;
import org.roam6.linux.firewall.Hook;
import org.roam6.linux.firewall.IptablesSave;
import org.roam6.linux.firewall.Need;
import org.roam6.linux.firewall.NfFirewall;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.survey.HostSurvey;

/** Firewalls that drop what Mobile IPv6 needs. */
final class FirewallFindings {

  private static final String SUBJECT = "firewall";

  private final Plan plan;
  private final Set<String> interfaces;
  private final List<Finding> findings;

  private FirewallFindings(Plan plan, Set<String> interfaces, List<Finding> findings) {
    this.plan = plan;
    this.interfaces = interfaces;
    this.findings = findings;
  }

  static void add(Plan plan, List<Finding> findings) throws IOException {
    List<FilterChain> chains = new ArrayList<>(NfFirewall.read());
    try {
      chains.addAll(IptablesSave.read(HostSurvey.legacyRules()));
    } catch (IOException failure) {
      findings.add(Finding.note(
          SUBJECT, "there are rules of ip6tables-legacy that cannot be read: " + failure.getMessage(),
          "install iptables, or look yourself: ip6tables-legacy-save"));
    }
    Set<String> interfaces = plan.interfaces().isEmpty() ? allInterfaces(plan) : plan.interfaces();
    FirewallFindings look = new FirewallFindings(plan, interfaces, findings);
    int before = findings.size();
    chains.forEach(look::at);
    if (findings.size() == before) {
      findings.add(Finding.ok(SUBJECT, chains.size() + " chains of filters, none of which drops what is needed"));
    }
  }

  private static Set<String> allInterfaces(Plan plan) throws IOException {
    try (RouteNetlink netlink = RouteNetlink.open()) {
      return netlink.links().all().stream()
          .filter(link -> !link.loopback() && !link.name().equals(plan.tunnelInterface()))
          .map(LinkInfo::name)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void at(FilterChain chain) {
    Map<Kind, List<Need>> lost = new TreeMap<>(Comparator.comparing(Kind::certain).thenComparing(Kind::heardBefore));
    for (Need need : Need.values()) {
      if (isNeeded(need, chain.hook())) {
        loss(chain, need).ifPresent(
            loss -> lost.computeIfAbsent(Kind.of(chain, loss), kind -> new ArrayList<>()).add(need));
      }
    }
    lost.forEach((kind, needs) -> findings.add(finding(chain, kind, needs)));
    if (chain.checksReversePath() && (plan.mobileNode() || plan.correspondent())) {
      findings.add(Finding.problem(SUBJECT,
          chain.name() + " drops packets whose source is routed another way: those that come through"
              + " " + plan.tunnelInterface(),
          "let the rule except iifname " + plan.tunnelInterface() + " (firewalld: IPv6_rpfilter=no)"));
    }
  }

  private boolean isNeeded(Need need, Hook hook) {
    boolean forwards = plan.homeAgent() || plan.router();
    return switch (need) {
      case PAYLOAD -> hook == Hook.FORWARD && plan.homeAgent();
      case MOBILITY_HEADER, TUNNEL, DESTINATION_OPTIONS -> hook != Hook.FORWARD || forwards;
      case NEIGHBOR_SOLICITATION, NEIGHBOR_ADVERTISEMENT, ROUTER_SOLICITATION, ROUTER_ADVERTISEMENT ->
          hook != Hook.FORWARD;
    };
  }

  /** What happens on the interfaces that Roam6 uses; without any named, on all that there are. */
  private Optional<Loss> loss(FilterChain chain, Need need) {
    Set<String> names = need == Need.PAYLOAD ? Set.of(plan.tunnelInterface()) : interfaces;
    if (names.isEmpty()) {
      return chain.loss(need, Optional.empty(), Optional.empty());
    }
    Optional<Loss> worst = Optional.empty();
    for (String name : names) {
      Optional<Loss> loss = switch (chain.hook()) {
        case PREROUTING, INPUT, INGRESS, FORWARD -> chain.loss(need, Optional.of(name), Optional.empty());
        case OUTPUT, POSTROUTING, EGRESS -> chain.loss(need, Optional.empty(), Optional.of(name));
      };
      if (worst.filter(Loss::certain).isEmpty() && loss.isPresent()) {
        worst = loss;
      }
    }
    return worst;
  }

  /**
   * What a loss means.
   *
   * @param certain whether it always happens, as far as can be seen
   * @param heardBefore whether packet sockets see the packet before; the kernel's Neighbour Discovery does not
   */
  private record Kind(boolean certain, boolean heardBefore) {
    static Kind of(FilterChain chain, Loss loss) {
      boolean coming = chain.hook() == Hook.INPUT || chain.hook() == Hook.PREROUTING;
      return new Kind(loss.certain(), coming && !loss.need().isNeighborDiscovery());
    }
  }

  private static Finding finding(FilterChain chain, Kind kind, List<Need> needs) {
    String text = chain.name()
        + (kind.certain() ? " drops " : " may drop ")
        + needs.stream().map(Need::description).collect(Collectors.joining(", "))
        + (kind.heardBefore() ? "; Roam6 hears it before that rule, other programs do not" : "");
    Grade grade = kind.certain() && !kind.heardBefore() ? Grade.PROBLEM : Grade.NOTE;
    String cure = needs.stream().map(FirewallFindings::match).collect(Collectors.joining("; "));
    return new Finding(grade, SUBJECT, text, "accept there before: " + cure);
  }

  private static String match(Need need) {
    return switch (need) {
      case MOBILITY_HEADER -> "meta l4proto 135";
      case TUNNEL -> "meta l4proto 41";
      case DESTINATION_OPTIONS -> "exthdr dst exists";
      case NEIGHBOR_SOLICITATION -> "icmpv6 type nd-neighbor-solicit";
      case NEIGHBOR_ADVERTISEMENT -> "icmpv6 type nd-neighbor-advert";
      case ROUTER_SOLICITATION -> "icmpv6 type nd-router-solicit";
      case ROUTER_ADVERTISEMENT -> "icmpv6 type nd-router-advert";
      case PAYLOAD -> "what comes from and goes to the tunnel interface";
    };
  }
}
