package org.roam6.daemon.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.homeagent.PrefixDiscoveryPolicy;
import org.roam6.protocol.mobilenode.PrefixDiscoveryMode;

/**
 * Reads whether mobile prefix discovery is done. RFC 6275 5.4: "Both the mobile nodes and the home agents MUST support
 * and SHOULD use the Encapsulating Security Payload (ESP) header". They do not yet, so that it needs a word that says
 * so.
 */
final class PrefixDiscoveryReader {

  static final String UNPROTECTED =
      "unprotected-prefix-discovery: accept - what the %s is told of prefixes of the home link, or tells of them, is"
          + " not protected: whoever is on the way can say what the home link has and how long it lasts.";

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(30);

  private PrefixDiscoveryReader() {}

  /** What the section of a home address says. */
  static PrefixDiscoveryMode ofMobileNode(Section section) {
    boolean accepted = isAccepted(section);
    boolean follows = section.optional("renumbering", value -> value.oneOf(List.of("follow"))).isPresent();
    if (follows && !accepted) {
      section.refuseKey(
          "renumbering",
          "'renumbering' follows what prefix discovery tells, which is off",
          "add 'unprotected-prefix-discovery: accept', or remove it");
    }
    if (!accepted) {
      return PrefixDiscoveryMode.OFF;
    }
    return follows ? PrefixDiscoveryMode.FOLLOW : PrefixDiscoveryMode.LEARN;
  }

  /** Whether the section of a role says that it is acceptable. */
  private static boolean isAccepted(Section section) {
    return section.optional("unprotected-prefix-discovery", value -> value.oneOf(List.of("accept"))).isPresent();
  }

  // RFC 6275 13: "Home agents MUST allow the first three variables to be configured by system management"
  /** What the section of a home agent says. */
  static PrefixDiscoveryPolicy ofHomeAgent(Section section) {
    boolean accepted = isAccepted(section);
    PrefixDiscoveryPolicy usual = PrefixDiscoveryPolicy.DEFAULT;
    Optional<Interval> interval =
        section.optional(
            "prefix-advertisement-interval",
            value -> Interval.read(value, SHORTEST_INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL));
    return new PrefixDiscoveryPolicy(
        accepted,
        interval.map(Interval::least).orElse(usual.minimumInterval()),
        interval.map(Interval::greatest).orElse(usual.maximumInterval()));
  }
}
