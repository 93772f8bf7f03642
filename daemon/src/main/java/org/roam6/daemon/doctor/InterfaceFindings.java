package org.roam6.daemon.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.roam6.linux.netlink.BridgeInfo;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.survey.HostSurvey;

/** How the interfaces are that Roam6 is to use. */
final class InterfaceFindings {

  private static final int LEAST_MTU = 1280;
  private static final int ETHERNET_MTU = 1500;

  private final Plan plan;
  private final RouteNetlink netlink;
  private final List<Finding> findings;

  private InterfaceFindings(Plan plan, RouteNetlink netlink, List<Finding> findings) {
    this.plan = plan;
    this.netlink = netlink;
    this.findings = findings;
  }

  static void add(Plan plan, List<Finding> findings) throws IOException {
    look(plan, findings, true);
  }

  static void addOfThoseThatAreThere(Plan plan, List<Finding> findings) throws IOException {
    look(plan, findings, false);
  }

  private static void look(Plan plan, List<Finding> findings, boolean alsoMissing) throws IOException {
    try (RouteNetlink netlink = RouteNetlink.open()) {
      InterfaceFindings look = new InterfaceFindings(plan, netlink, findings);
      for (String name : plan.interfaces()) {
        Optional<LinkInfo> link = netlink.links().find(name);
        if (link.isPresent()) {
          look.at(link.get(), alsoMissing);
        } else if (alsoMissing) {
          findings.add(Finding.problem("interface " + name, "there is none of this name: Roam6 would wait for it",
              "plug it in, or name another one; ip -br link lists them"));
        }
      }
      look.kernelTunnels();
    }
  }

  private void at(LinkInfo link, boolean alsoMissing) throws IOException {
    String subject = "interface " + link.name();
    if (!link.up()) {
      if (alsoMissing) {
        findings.add(Finding.problem(
            subject, "it is turned off: Roam6 would wait for it", "ip link set " + link.name() + " up"));
      }
    } else if (!link.carrier()) {
      findings.add(Finding.note(subject, "it has no carrier", "plug the cable in"));
    } else {
      findings.add(Finding.ok(subject, "it is up and has a carrier"));
    }
    mtu(link, subject);
    settings(link, subject);
    bridge(link, subject);
  }

  private void mtu(LinkInfo link, String subject) {
    if (link.mtu() < LEAST_MTU) {
      findings.add(Finding.problem(subject, "an MTU of " + link.mtu() + " carries no IPv6",
          "ip link set " + link.name() + " mtu " + ETHERNET_MTU));
    } else if (link.mtu() < ETHERNET_MTU) {
      findings.add(Finding.note(subject, "an MTU of " + link.mtu() + ": tunnelled packets that are too big are dropped",
          "give it " + ETHERNET_MTU + ", or the hosts a smaller one"));
    } else {
      findings.add(Finding.ok(subject, "an MTU of " + link.mtu()));
    }
  }

  private void settings(LinkInfo link, String subject) {
    if (is(link, "disable_ipv6", "1")) {
      findings.add(Finding.problem(subject, "IPv6 is turned off on it",
          "sysctl -w net.ipv6.conf." + link.name() + ".disable_ipv6=0"));
    }
    boolean mobile = plan.mobileInterfaces().contains(link.name());
    boolean accepts = !is(link, "accept_ra", "0") && (!is(link, "forwarding", "1") || is(link, "accept_ra", "2"));
    if (mobile) {
      findings.add(Finding.ok(subject, accepts
          ? "the kernel configures it by router advertisements; Roam6 does it instead while it runs"
          : "the kernel leaves router advertisements on it to Roam6"));
      if (is(link, "forwarding", "1")) {
        findings.add(Finding.note(subject,
            "it forwards, so that the kernel uses no optimistic addresses: moves are slow",
            "sysctl -w net.ipv6.conf." + link.name() + ".forwarding=0"));
      }
    } else if (accepts) {
      findings.add(Finding.ok(subject,
          "the kernel accepts router advertisements on it, and keeps the default routes that it learned"));
    }
  }

  private static boolean is(LinkInfo link, String setting, String value) {
    return HostSurvey.setting("net/ipv6/conf/" + link.name() + "/" + setting).filter(value::equals).isPresent();
  }

  private void bridge(LinkInfo link, String subject) throws IOException {
    int index = link.master() == 0 ? link.index() : link.master();
    Optional<BridgeInfo> bridge = netlink.links().bridge(index);
    if (bridge.filter(each -> each.snooping() && !each.querier()).isPresent()) {
      String name = netlink.links().find(index).map(LinkInfo::name).orElse("its bridge");
      findings.add(Finding.note(subject,
          "bridge " + name + " snoops multicast and nobody on it asks for reports: solicited-node groups may be lost",
          "ip link set " + name + " type bridge mcast_snooping 0, or mcast_querier 1"));
    }
  }

  /** Tunnels of the kernel's take protocol 41 between their ends. */
  private void kernelTunnels() throws IOException {
    for (LinkInfo link : netlink.links().all()) {
      if (link.kind().equals("ip6tnl") && link.up()) {
        findings.add(Finding.note("tunnel " + link.name(), "the kernel's own tunnel takes protocol 41 between its ends",
            "take it down if these are a home agent's and a mobile node's: ip link set " + link.name() + " down"));
      }
    }
  }
}
