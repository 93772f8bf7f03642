package org.roam6.daemon.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.feature.KernelFeature;
import org.roam6.linux.feature.MissingFeatureException;
import org.roam6.linux.host.KernelFeatures;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.survey.HostSurvey;
import org.roam6.linux.survey.HostSurvey.Part;

/** What the kernel offers, and which way Roam6 uses. */
final class KernelFindings {

  private static final String RIGHTS = "run as root, or with the capabilities NET_ADMIN and NET_RAW";

  private KernelFindings() {}

  static void add(Plan plan, List<Finding> findings) throws IOException {
    right("CAP_NET_ADMIN", HostSurvey.NET_ADMIN, findings);
    right("CAP_NET_RAW", HostSurvey.NET_RAW, findings);
    packetSockets(findings);
    KernelFeatures features = KernelFeatures.probe();
    for (KernelFeature feature : KernelFeature.values()) {
      feature(feature, features, plan, findings);
    }
    part("mip6", "CONFIG_IPV6_MIP6", "answers Mobility Headers by its own rules", findings);
    part("tunnel6", "CONFIG_INET6_TUNNEL", "answers protocol 41 that no tunnel of its own takes", findings);
    userNamespaces(findings);
    forwarding(plan, findings);
  }

  private static void right(String name, int number, List<Finding> findings) {
    findings.add(HostSurvey.hasCapability(number)
        ? Finding.ok("rights", name)
        : Finding.problem("rights", name + " is missing", RIGHTS));
  }

  private static void packetSockets(List<Finding> findings) {
    try {
      HostSurvey.tryPacketSocket();
      findings.add(Finding.ok("AF_PACKET", "signalling and tunnelled packets are read by packet sockets"));
    } catch (IOException failure) {
      findings.add(Finding.problem("AF_PACKET", "no packet sockets: " + failure.getMessage(), RIGHTS));
    }
  }

  private static void feature(
      KernelFeature feature, KernelFeatures features, Plan plan, List<Finding> findings) {
    switch (feature) {
      case TUN -> needed(feature, "tunnels and direct paths go through the TUN device " + plan.tunnelInterface(),
          plan.mobility(), features, findings);
      case NF_TABLES -> needed(feature, "a table of Roam6's own keeps the kernel from answering what is Roam6's",
          plan.mobility(), features, findings);
      case SOURCE_RULES -> needed(feature, "a mobile node's home address has a routing table of its own",
          plan.mobileNode(), features, findings);
      case OPTIMISTIC_DAD -> needed(feature, "care-of addresses are used at once", false, features, findings);
      case ADDRESS_PROTOCOL -> needed(feature, "what a killed Roam6 left is known by its mark", false, features,
          findings);
    }
  }

  private static void needed(
      KernelFeature feature, String way, boolean must, KernelFeatures features, List<Finding> findings) {
    String subject = feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Map<KernelFeature, MissingFeatureException> missing = features.missing();
    MissingFeatureException lack = missing.get(feature);
    if (lack == null) {
      findings.add(Finding.ok(subject, way));
    } else {
      Throwable sign = lack.getCause() == null ? lack : lack.getCause();
      boolean forbidden =
          feature != KernelFeature.TUN && sign instanceof SystemCallException call && call.errno() == Errno.EPERM;
      String text = (forbidden ? "cannot try " : "no ") + feature.description() + ": " + sign.getMessage();
      String cure = forbidden ? RIGHTS : feature.cure();
      findings.add(must ? Finding.problem(subject, text, cure) : Finding.note(subject, text, cure));
    }
  }

  /** Whoever would answer, Roam6's table lets it see nothing of it. */
  private static void part(String module, String option, String otherwise, List<Finding> findings) {
    Part part = HostSurvey.part(module, option);
    String text = switch (part) {
      case LOADED -> "the module is loaded, which " + otherwise + "; Roam6 keeps what is its own from it";
      case BUILT_IN -> "it is built in, which " + otherwise + "; Roam6 keeps what is its own from it";
      case ABSENT -> "the kernel has it not at work, and Roam6 does without";
    };
    findings.add(Finding.ok(module, text));
  }

  private static void userNamespaces(List<Finding> findings) {
    boolean none = HostSurvey.setting("user/max_user_namespaces").filter("0"::equals).isPresent();
    boolean notForAll = HostSurvey.setting("kernel/unprivileged_userns_clone").filter("0"::equals).isPresent()
        || HostSurvey.setting("kernel/apparmor_restrict_unprivileged_userns").filter("1"::equals).isPresent();
    findings.add(none || notForAll
        ? Finding.note("user namespaces", "plain users may not make them: the demo needs root",
            "none needed; or: sysctl -w user.max_user_namespaces=10000 kernel.unprivileged_userns_clone=1")
        : Finding.ok("user namespaces", "the demo works for plain users where they may open /dev/net/tun"));
  }

  private static void forwarding(Plan plan, List<Finding> findings) {
    boolean on = HostSurvey.setting("net/ipv6/conf/all/forwarding").filter("1"::equals).isPresent();
    if (on) {
      findings.add(Finding.ok("forwarding", "the host forwards packets"));
    } else if (plan.homeAgent() || plan.router()) {
      findings.add(Finding.ok("forwarding", "off; a home agent or router turns it on while it runs"));
    } else {
      findings.add(Finding.ok("forwarding", "off, as a mobile node wants it"));
    }
  }
}
