package org.roam6.daemon.configuration;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.mobilenode.RouteOptimizationLimits;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** Reads {@code route-optimization} of a mobile node. */
final class RouteOptimizationReader {

  private static final int MAXIMUM_PREFIXES = 256;
  private static final int FULL_LENGTH = 128;
  private static final String EVERYONE = "everyone";

  private static final String UNPROTECTED =
      "unprotected-home-test: accept - home tests go through the tunnel unprotected: whoever listens on the visited"
          + " network can have packets of correspondent nodes for the home address sent elsewhere.";
  private static final String OFF =
      "route-optimization is off: home tests would go through the tunnel unprotected, where whoever listens on the"
          + " visited network can use them. Write 'unprotected-home-test: accept' there if that is acceptable.";

  private RouteOptimizationReader() {}

  /**
   * What the section says.
   *
   * @param policy with whom
   * @param warning what an operator should be told at each start
   */
  record RouteOptimizationSection(RouteOptimizationPolicy policy, String warning) {}

  // RFC 6275 11.6.3: "The mobile node MUST support the protection of Home Test and Home Test Init messages as described
  // in Section 10.4.6." It does not yet, so that route optimization needs a word that says so.
  static Optional<RouteOptimizationSection> read(Section section) {
    List<Ipv6Prefix> with =
        section
            .required("with", EVERYONE, RouteOptimizationReader::everyoneOrPrefixes)
            .orElse(List.of());
    List<Ipv6Prefix> except =
        section.optional("except", RouteOptimizationReader::prefixes).orElse(List.of());
    Optional<String> accepted =
        section.optional("unprotected-home-test", value -> value.oneOf(List.of("accept")));
    return Optional.of(
        accepted.isPresent()
            ? new RouteOptimizationSection(
                new RouteOptimizationPolicy(with, except, RouteOptimizationLimits.DEFAULT), UNPROTECTED)
            : new RouteOptimizationSection(RouteOptimizationPolicy.OFF, OFF));
  }

  private static Optional<List<Ipv6Prefix>> everyoneOrPrefixes(Value value) {
    return value.isList()
        ? prefixes(value)
        : value
            .word()
            .flatMap(
                word ->
                    word.equals(EVERYONE)
                        ? Optional.of(List.of(new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0)))
                        : value.refuse(
                            "unknown word '" + word + "' for with",
                            "expected everyone, or a list such as [\"2001:db8:c::/48\"]"));
  }

  private static Optional<List<Ipv6Prefix>> prefixes(Value value) {
    return value
        .items(MAXIMUM_PREFIXES)
        .map(items -> items.stream().map(RouteOptimizationReader::prefix).flatMap(Optional::stream).toList());
  }

  private static Optional<Ipv6Prefix> prefix(Value item) {
    return item.word()
        .flatMap(
            word ->
                word.contains("/")
                    ? item.prefix(word)
                    : item.address(word).map(address -> new Ipv6Prefix(address, FULL_LENGTH)));
  }
}
