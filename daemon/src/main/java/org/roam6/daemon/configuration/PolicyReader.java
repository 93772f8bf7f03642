package org.roam6.daemon.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.RegistrationPolicy;
import org.roam6.protocol.homeagent.RegistrationPolicy.Accept;
import org.roam6.protocol.homeagent.RegistrationPolicy.Decision;
import org.roam6.protocol.homeagent.RegistrationPolicy.Refuse;
import org.roam6.protocol.homeagent.RegistrationPolicy.Rule;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** Reads {@code policy} of a home agent: rules of which the first that fits decides. */
final class PolicyReader {

  private static final int MAXIMUM_RULES = 1000;
  private static final int MAXIMUM_PER_RULE = 256;
  private static final int MAXIMUM_BINDINGS = 256;

  // They tell the mobile node something else than that it may not: of its numbers, nonces, keys or clock.
  private static final Set<Integer> NO_DECISIONS = Set.of(135, 136, 137, 138, 139, 144, 145, 146, 156, 157);

  private final Optional<Ipv6Prefix> homePrefix;

  /** A reader for a home agent of {@code homePrefix}; empty where that could not be read. */
  PolicyReader(Optional<Ipv6Prefix> homePrefix) {
    this.homePrefix = homePrefix;
  }

  Optional<RegistrationPolicy> read(Value value) {
    return value
        .items(MAXIMUM_RULES)
        .map(
            items -> {
              List<Rule> rules = new ArrayList<>();
              items.forEach(item -> item.section(this::rule).ifPresent(rules::add));
              return new RegistrationPolicy(rules);
            });
  }

  private Optional<Rule> rule(Section section) {
    Optional<List<Ipv6Prefix>> homes = section.optional("home", value -> each(value, this::home));
    Optional<List<Ipv6Prefix>> visited = section.optional("visited", value -> each(value, PolicyReader::prefix));
    Optional<List<String>> identifiers = section.optional("identifier", value -> each(value, Value::word));
    Optional<String> action =
        section.required("action", "refuse", value -> value.oneOf(List.of("accept", "refuse")));
    Decision decision = action.filter("accept"::equals).isPresent() ? accept(section) : refuse(section);
    return Optional.of(
        new Rule(
            homes.orElse(List.of()), visited.orElse(List.of()), identifiers.orElse(List.of()), decision));
  }

  private static Decision accept(Section section) {
    Optional<Duration> lifetime =
        section.optional(
            "maximum-lifetime",
            value -> value.duration(HomeAgentReader.SHORTEST_LIFETIME, HomeAgentReader.LONGEST_LIFETIME));
    Optional<Long> bindings = section.optional("maximum-bindings", value -> value.number(1, MAXIMUM_BINDINGS));
    without(section, "status", "'status' is what a refusal says", "remove it, or write 'action: refuse'");
    return new Accept(
        lifetime.orElse(Lifetime.LONGEST.duration()),
        bindings.map(Math::toIntExact).orElse(Accept.FREELY.maximumBindings()));
  }

  private static Decision refuse(Section section) {
    for (String word : List.of("maximum-lifetime", "maximum-bindings")) {
      without(
          section, word, "'" + word + "' bounds what is accepted", "remove it, or write 'action: accept'");
    }
    return new Refuse(
        section
            .optional("status", PolicyReader::status)
            .orElse(BindingAcknowledgementStatus.ADMINISTRATIVELY_PROHIBITED));
  }

  private static void without(Section section, String word, String problem, String cure) {
    if (section.has(word)) {
      section.refuseKey(word, problem, cure);
    }
  }

  private static Optional<BindingAcknowledgementStatus> status(Value value) {
    return value
        .number(128, 255)
        .map(Math::toIntExact)
        .flatMap(
            code ->
                BindingAcknowledgementStatus.of(code)
                    .filter(_ -> !NO_DECISIONS.contains(code))
                    .or(
                        () ->
                            value.refuse(
                                "status " + code + " does not say that a mobile node may not register",
                                "expected 129 (administratively prohibited), 128, 130 to 134, or another one that the"
                                    + " registry of RFC 6275 has for it")));
  }

  /** One item or a list of them, each read by {@code reader}. */
  private static <T> Optional<List<T>> each(Value value, Function<Value, Optional<T>> reader) {
    if (!value.isList()) {
      return reader.apply(value).map(List::of);
    }
    return value
        .items(MAXIMUM_PER_RULE)
        .map(items -> items.stream().flatMap(item -> reader.apply(item).stream()).toList());
  }

  private Optional<Ipv6Prefix> home(Value value) {
    return prefix(value)
        .flatMap(
            prefix ->
                homePrefix.isEmpty() || homePrefix.get().overlaps(prefix)
                    ? Optional.of(prefix)
                    : value.refuse(
                        "'" + prefix + "' has no home addresses of this home agent",
                        "expected an address or a prefix in " + homePrefix.get()));
  }

  /** A prefix, or an address for itself. */
  private static Optional<Ipv6Prefix> prefix(Value value) {
    return value
        .word()
        .flatMap(
            word ->
                word.contains("/")
                    ? value.prefix(word)
                    : value.address(word).map(address -> new Ipv6Prefix(address, 128)));
  }
}
