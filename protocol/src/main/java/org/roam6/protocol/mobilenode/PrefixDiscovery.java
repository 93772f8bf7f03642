package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.PrefixSolicitation.Context;
import org.roam6.protocol.mobilenode.PrefixSolicitation.Input;
import org.roam6.protocol.mobilenode.PrefixSolicitation.State;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;

/**
 * Keeps a mobile node that is away informed of the prefixes of its home link (RFC 6275 11.4.2, 11.4.3): mutable, used
 * by one thread.
 */
final class PrefixDiscovery {

  // Anybody can send an advertisement that nobody asked for.
  private static final int HINTS_IN_A_ROW = 3;
  private static final Duration HINT_INTERVAL = Duration.ofSeconds(10);

  private final Randomness randomness;
  private final HomeNetworkPrefixes prefixes;
  private MobileNodeConfig config;
  private State state = new State.Content(Time.NEVER);
  private Optional<Ipv6Address> reachedAt = Optional.empty();
  private boolean isHome;
  private boolean isNecessary;
  private boolean isDeprecationTold;
  private RateLimit hints = RateLimit.of(HINTS_IN_A_ROW, HINT_INTERVAL);

  /**
   * Nothing was asked yet.
   *
   * @param prefixes what is known of the home link
   */
  PrefixDiscovery(MobileNodeConfig config, Randomness randomness, HomeNetworkPrefixes prefixes) {
    this.config = config;
    this.randomness = randomness;
    this.prefixes = prefixes;
    prefixes.add(config.homePrefix());
  }

  /** When the home prefix ends, by what was last heard of it. */
  Time homePrefixUntil() {
    return homePrefix().validUntil();
  }

  /** The home prefix, by what was last heard of it. */
  private KnownPrefix homePrefix() {
    return prefixes.find(config.homePrefix());
  }

  /** There is no home address any more. */
  void ended() {
    prefixes.remove(config.homePrefix());
  }

  Time nextDeadline() {
    return state.deadline();
  }

  /** The home prefix is heard on the home link. */
  void heardAtHome(KnownPrefix home, Time now) {
    prefixes.heardAtHome(home, now);
  }

  // RFC 6275 11.7.3: "If the Status field value is 1 (accepted but prefix discovery necessary), the mobile node SHOULD
  // send a Mobile Prefix Solicitation message to update its information about the available prefixes."
  /** Registration has told {@code effect}. */
  void follow(Effect effect) {
    isNecessary |= effect instanceof Notify(MobileNodeNotice.PrefixDiscoveryNecessary _);
  }

  /** What is to be done about where the node is, how far its registration at home is, and with which home agent. */
  List<Effect> follow(MobileNodeConfig present, Place place, RegistrationState registration, Time now) {
    if (!config.prefixDiscovery().isOn()) {
      return List.of();
    }
    if (!present.homeAgentAddress().equals(config.homeAgentAddress())) {
      // what the former home agent has acknowledged is nothing to another one
      reachedAt = Optional.empty();
    }
    config = present;
    List<Effect> effects = new ArrayList<>();
    Optional<Ipv6Address> before = reachedAt;
    boolean wasHome = isHome;
    isHome = place instanceof Place.Home;
    reachedAt = reachedAt(place, registration);
    if (isHome && !wasHome) {
      effects.addAll(step(new Input.Returned(), now));
    }
    if (reachedAt.isPresent() && !reachedAt.equals(before)) {
      effects.addAll(step(new Input.Moved(), now));
    }
    if (isNecessary) {
      isNecessary = false;
      effects.addAll(step(new Input.Necessary(), now));
    }
    return effects;
  }

  /** Where the home agent has the mobile node; a refresh takes nothing away from what it has acknowledged. */
  private Optional<Ipv6Address> reachedAt(Place place, RegistrationState registration) {
    if (!(place instanceof Place.Away)) {
      return Optional.empty();
    }
    return switch (registration) {
      case Registered registered -> Optional.of(registered.careOf().address());
      case Registering registering -> reachedAt.filter(registering.careOf().address()::equals);
      case RegistrationState.AtHome _,
          RegistrationState.Resolving _,
          RegistrationState.Returning _,
          RegistrationState.Refused _,
          RegistrationState.Interrupted _,
          RegistrationState.HomeAddressLost _ ->
          Optional.empty();
    };
  }

  List<Effect> deadlineReached(Time now) {
    return state.deadline().isDue(now) ? step(new Input.Due(), now) : List.of();
  }

  /** A message of discovery came in. */
  List<Effect> received(Arrival arrival, Icmpv6Message message, Time now) {
    return message instanceof MobilePrefixAdvertisement advertisement
        ? advertised(arrival, advertisement, now)
        : List.of();
  }

  private List<Effect> advertised(Arrival arrival, MobilePrefixAdvertisement advertisement, Time now) {
    if (!config.prefixDiscovery().isOn()) {
      return ignored(arrival, "prefix discovery is off");
    }
    // RFC 6275 11.4.3: "The Source Address of the IP packet carrying the Mobile Prefix Advertisement is the same as the
    // home agent address to which the mobile node last sent an accepted home registration Binding Update"
    if (!arrival.source().equals(config.homeAgentAddress())) {
      return ignored(arrival, "not from the home agent");
    }
    // RFC 6275 11.4.3: "The packet MUST have a type 2 routing header"
    if (!arrival.type2HomeAddress().equals(Optional.of(config.homeAddress()))) {
      return ignored(arrival, "no routing header to the home address");
    }
    if (!isSolicited(advertisement)) {
      return unsolicited(arrival, now);
    }
    List<Effect> effects =
        new ArrayList<>(
            learned(NeighborDiscoveryOptions.ofType(advertisement.options(), PrefixInformation.class), now));
    effects.addAll(step(new Input.Answered(), now));
    return effects;
  }

  private List<Effect> learned(List<PrefixInformation> options, Time now) {
    boolean follows = config.prefixDiscovery() == PrefixDiscoveryMode.FOLLOW;
    List<MobilePrefixNotice> notices = new ArrayList<>();
    prefixes
        .told(options, now)
        .forEach(added -> notices.add(new MobilePrefixNotice.HomePrefixAdded(added, follows)));
    KnownPrefix home = homePrefix();
    Optional<Duration> left =
        Optional.of(home.validUntil())
            .filter(end -> !end.equals(Time.NEVER))
            .map(end -> Snapshots.atLeastZero(end.since(now)));
    notices.addFirst(new MobilePrefixNotice.PrefixesLearned(prefixes.valid(now), left));
    boolean isDeprecated = !home.isPreferred(now);
    if (isDeprecated && !isDeprecationTold) {
      notices.add(new MobilePrefixNotice.HomePrefixDeprecated(home.prefix(), left.orElse(Duration.ZERO)));
    }
    isDeprecationTold = isDeprecated;
    return notices.stream().<Effect>map(Notify::new).toList();
  }

  // RFC 6275 11.4.3: "If the ICMP Identifier value matches the ICMP Identifier value of the most recently sent Mobile
  // Prefix Solicitation and no other advertisement has yet been received for this value"
  private boolean isSolicited(MobilePrefixAdvertisement advertisement) {
    return state instanceof State.Soliciting soliciting && soliciting.identifier() == advertisement.identifier();
  }

  // RFC 6275 11.4.3: "Otherwise, the advertisement is unsolicited, and MUST be discarded. In this case the mobile node
  // SHOULD send a Mobile Prefix Solicitation."
  private List<Effect> unsolicited(Arrival arrival, Time now) {
    List<Effect> effects = new ArrayList<>(ignored(arrival, "nobody asked for it"));
    if (reachedAt.isPresent() && state instanceof State.Content && hints.allows(now)) {
      hints = hints.used(now);
      effects.addAll(step(new Input.Necessary(), now));
    }
    return effects;
  }

  private static List<Effect> ignored(Arrival arrival, String reason) {
    return List.of(new Notify(new MobilePrefixNotice.PrefixAdvertisementIgnored(arrival.source(), reason)));
  }

  private List<Effect> step(Input input, Time now) {
    PrefixSolicitation.Step step =
        PrefixSolicitation.step(
            new Context(config, reachedAt, homePrefix(), randomness, now), state, input);
    state = step.next();
    return step.effects();
  }
}
