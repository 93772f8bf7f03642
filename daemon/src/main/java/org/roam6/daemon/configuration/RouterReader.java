package org.roam6.daemon.configuration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.protocol.router.HomeAgentService;

/** Reads {@code router}, whose defaults are those of RFC 4861 6.2.1 and RFC 6275 7.5 and 13. */
final class RouterReader {

  private static final int MAXIMUM_INTERFACES = 256;
  private static final Duration GREATEST_INTERVAL = Duration.ofMinutes(30);
  private static final Duration GREATEST_ROUTER_LIFETIME = Duration.ofMinutes(150);

  private RouterReader() {}

  /** The interfaces in the section, in their order. */
  static Optional<List<AdvertisingInterface>> read(Section section) {
    return section.required(
        "interfaces",
        "{eth0: {prefixes: [2001:db8:1::1/64]}}",
        value -> value.section(RouterReader::interfaces));
  }

  /** How a home agent advertises itself on the home link where the file says nothing else. */
  static AdvertisingInterface ofHomeAgent(HomeAgentConfig homeAgent) {
    Duration maximum = AdvertisingInterface.DEFAULT_MAXIMUM_INTERVAL;
    Duration lifetime = AdvertisingInterface.defaultRouterLifetime(maximum);
    return new AdvertisingInterface(
        homeAgent.homeInterface(),
        AdvertisingInterface.defaultMinimumInterval(maximum),
        maximum,
        AdvertisingInterface.DEFAULT_MINIMUM_DELAY,
        lifetime,
        List.of(AdvertisedPrefix.of(homeAgent.homeAgentAddress(), homeAgent.homePrefix().length())),
        Optional.of(homeAgentService(lifetime)),
        false,
        false);
  }

  /**
   * What a home agent says of itself where the file says nothing else. RFC 6275 7.4: the lifetime
   * is that of the router, but "A value of 0 MUST NOT be used."
   */
  static HomeAgentService homeAgentService(Duration routerLifetime) {
    return new HomeAgentService(
        0, routerLifetime.isZero() ? Duration.ofSeconds(1) : routerLifetime);
  }

  private static Optional<List<AdvertisingInterface>> interfaces(Section section) {
    Map<String, Value> entries = section.all();
    if (entries.isEmpty() || entries.size() > MAXIMUM_INTERFACES) {
      section.missing("interfaces", "name 1 to " + MAXIMUM_INTERFACES);
    }
    List<AdvertisingInterface> interfaces = new ArrayList<>();
    entries.forEach(
        (word, value) ->
            section
                .key(word)
                .interfaceName()
                .flatMap(name -> value.section(entry -> advertising(name, entry)))
                .ifPresent(interfaces::add));
    return Optional.of(interfaces);
  }

  private static Optional<AdvertisingInterface> advertising(InterfaceName name, Section section) {
    Optional<Interval> interval = section.optional("interval", RouterReader::interval);
    Duration maximum =
        interval.map(Interval::greatest).orElse(AdvertisingInterface.DEFAULT_MAXIMUM_INTERVAL);
    Duration minimum =
        interval.map(Interval::least).orElse(AdvertisingInterface.defaultMinimumInterval(maximum));
    Duration delay =
        section
            .optional(
                "minimum-delay",
                value ->
                    value.duration(
                        AdvertisingInterface.LEAST_INTERVAL,
                        AdvertisingInterface.DEFAULT_MINIMUM_DELAY))
            .orElse(AdvertisingInterface.DEFAULT_MINIMUM_DELAY);
    Duration lifetime =
        section
            .optional(
                "router-lifetime", value -> value.duration(Duration.ZERO, GREATEST_ROUTER_LIFETIME))
            .orElse(AdvertisingInterface.defaultRouterLifetime(maximum));
    Optional<HomeAgentService> homeAgent =
        section.optional("home-agent", value -> value.section(each -> homeAgent(each, lifetime)));
    boolean fast = section.optional("fast-solicited-ra", Value::yesOrNo).orElse(false);
    boolean managed = section.optional("managed", Value::yesOrNo).orElse(false);
    return section
        .required("prefixes", "[2001:db8:1::1/64]", RouterReader::prefixes)
        .map(
            prefixes ->
                new AdvertisingInterface(
                    name, minimum, maximum, delay, lifetime, prefixes, homeAgent, fast, managed));
  }

  /** The shortest and the longest time between two advertisements. */
  private static Optional<Interval> interval(Value value) {
    return Interval.read(
        value,
        AdvertisingInterface.LEAST_INTERVAL,
        AdvertisingInterface.LEAST_MAXIMUM_INTERVAL,
        GREATEST_INTERVAL);
  }

  private static Optional<HomeAgentService> homeAgent(Section section, Duration routerLifetime) {
    int preference =
        section
            .optional("preference", value -> value.number(0, HomeAgentService.MAXIMUM_PREFERENCE))
            .map(Math::toIntExact)
            .orElse(0);
    Duration lifetime =
        section
            .optional(
                "lifetime",
                value -> value.duration(Duration.ofSeconds(1), HomeAgentService.MAXIMUM_LIFETIME))
            .orElse(homeAgentService(routerLifetime).lifetime());
    return Optional.of(new HomeAgentService(preference, lifetime));
  }

  private static Optional<List<AdvertisedPrefix>> prefixes(Value value) {
    return value
        .items(AdvertisingInterface.MAXIMUM_PREFIXES)
        .map(
            items -> {
              List<AdvertisedPrefix> prefixes = new ArrayList<>();
              items.forEach(item -> prefix(item).ifPresent(prefixes::add));
              return prefixes;
            });
  }

  /** {@code 2001:db8:1::1/64}, or a mapping that gives the lifetimes too. */
  private static Optional<AdvertisedPrefix> prefix(Value value) {
    return value.isSection()
        ? value.section(RouterReader::prefixWithLifetimes)
        : value
            .interfaceAddress()
            .map(each -> AdvertisedPrefix.of(each.address(), each.prefixLength()));
  }

  private static Optional<AdvertisedPrefix> prefixWithLifetimes(Section section) {
    PrefixLifetimes lifetimes =
        section.has("valid-until") || section.has("preferred-until") ? ending(section) : fixed(section);
    boolean autonomous = section.optional("autonomous", Value::yesOrNo).orElse(true);
    return section
        .required("address", "2001:db8:1::1/64", Value::interfaceAddress)
        .map(each -> new AdvertisedPrefix(each.address(), each.prefixLength(), lifetimes, autonomous));
  }

  private static PrefixLifetimes fixed(Section section) {
    Duration valid =
        section
            .optional("valid-lifetime", value -> value.duration(Duration.ZERO, PrefixLifetimes.GREATEST))
            .orElse(PrefixLifetimes.DEFAULT_VALID_LIFETIME);
    Duration usual = PrefixLifetimes.DEFAULT_PREFERRED_LIFETIME;
    Duration preferred =
        section
            .optional("preferred-lifetime", value -> value.duration(Duration.ZERO, valid))
            .orElse(usual.compareTo(valid) < 0 ? usual : valid);
    return new PrefixLifetimes.Fixed(valid, preferred);
  }

  private static PrefixLifetimes ending(Section section) {
    Optional<Instant> valid = section.required("valid-until", "2027-01-31T12:00:00Z", Value::instant);
    Optional<Instant> preferred =
        section.optional("preferred-until", value -> value.instant().flatMap(end -> notAfter(value, end, valid)));
    return valid
        .<PrefixLifetimes>map(end -> new PrefixLifetimes.Until(end, preferred.orElse(end)))
        .orElse(PrefixLifetimes.DEFAULT);
  }

  private static Optional<Instant> notAfter(Value value, Instant end, Optional<Instant> valid) {
    return valid.isPresent() && end.isAfter(valid.get())
        ? value.refuse("'" + end + "' is later than valid-until", "expected " + valid.get() + " at the latest")
        : Optional.of(end);
  }
}
