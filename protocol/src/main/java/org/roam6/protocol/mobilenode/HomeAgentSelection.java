package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.HomeRegistration.Step;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Because;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Outstanding;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;

/**
 * Which home agent the node registers with (RFC 6275 11.4.1, 11.7.1). Where it is configured, that one, always. Else
 * the one that accepted last, as long as it does; then, in rounds, all that are known: those that may have a binding,
 * those that the home link told of, those that were heard on it. When a round has come to nothing the home link is
 * asked, and what it says is the next round. Mutable, used by one thread.
 */
final class HomeAgentSelection {

  /** Home agents that are tried in one round. */
  static final int MAXIMUM = 64;

  /** How often a home agent that has no binding is asked before the next one is. */
  private static final int TRANSMISSIONS = 2;

  /** How often somebody is asked by an interface before another interface is tried. */
  private static final int TRANSMISSIONS_BY_INTERFACE = 3;

  private final MobileNodeConfig configured;
  private final boolean discovers;
  private final Randomness randomness;
  private final HomeAgentCandidates candidates;
  private final FormerHomeAgents others;

  private MobileNodeConfig config;
  // When all bindings of a former life have ended.
  private Optional<Time> knownFrom = Optional.empty();
  private DiscoveryState discovery = DiscoveryState.initial();
  // Those that are yet to be tried, as long as none has accepted.
  private Optional<List<Ipv6Address>> round = Optional.empty();
  // Since when the home agent has left Binding Updates unanswered.
  private Optional<Time> silentSince = Optional.empty();
  // How often another interface was tried since the home link was heard of last, or its home agents are asked for.
  private int interfacesTried;
  // When it has had its time, where the next one is known already.
  private Time patienceEnds = Time.NEVER;

  /**
   * Nothing is known but what is configured, and what was heard.
   *
   * @param wallClock the time of day at a moment
   */
  HomeAgentSelection(
      MobileNodeConfig configured,
      HeardHomeAgents heard,
      Randomness randomness,
      Function<Time, Instant> wallClock) {
    this.configured = configured;
    this.discovers = configured.discoversHomeAgent();
    this.config = configured;
    this.candidates = new HomeAgentCandidates(configured, heard, wallClock);
    this.randomness = randomness;
    this.others = new FormerHomeAgents(configured, randomness);
  }

  /** What the node is to do, before the home agent that it uses now. */
  MobileNodeConfig config() {
    return config;
  }

  /** Whether it has no home agent to use. */
  boolean isUnknown() {
    return config.discoversHomeAgent();
  }

  private Optional<Ipv6Address> current() {
    return isUnknown() ? Optional.empty() : Optional.of(config.homeAgentAddress());
  }

  // RFC 6275 11.7.1: "If the mobile node loses the knowledge of its binding with a specific home agent, registering a
  // new binding with another home agent may be impossible as the previous home agent is still defending the existing
  // binding." It may have lost it before it was started.
  /** Whether another home agent than the one in use may have a binding for the home address. */
  boolean isHeldElsewhere(Time now) {
    Time known = endOfFormerLife(now);
    // One that has not said that it is gone takes it up again where its clock was set back while it was down.
    Time before = now.plus(Lifetime.LONGEST.duration().negated());
    return discovers && (now.isBefore(known) || !others.holders(before, current()).isEmpty());
  }

  private Time endOfFormerLife(Time now) {
    Time known = knownFrom.orElseGet(() -> now.plus(configured.lifetime()));
    knownFrom = Optional.of(known);
    return known;
  }

  Time nextDeadline() {
    return Time.earlier(patienceEnds, Time.earlier(discovery.deadline(), others.nextDeadline()));
  }

  // ---- what was remembered

  /** The numbers up to {@code last} may have been used with {@code homeAgent}. */
  void recallNumbers(Ipv6Address homeAgent, SequenceNumber last, NtpTimestamp timeOfDay, Time now) {
    if (homeAgent.equals(configured.homeAgentAddress()) || candidates.isUsable(homeAgent)) {
      others.recallNumbers(homeAgent, last, timeOfDay, now);
    }
  }

  /** Takes up what was found and used before a restart. */
  void recall(Memory.DiscoveredHomeAgents item) {
    if (discovers) {
      candidates.recall(item);
    }
  }

  /** Takes up which others may have had a binding before a restart. */
  void recall(Memory.FormerHomeAgents item, NtpTimestamp timeOfDay, Time now) {
    if (discovers && item.homeAddress().equals(configured.homeAddress())) {
      others.recallHolders(candidates.usable(item.holders()), endOfFormerLife(now), timeOfDay, now);
    }
  }

  // ---- who can be tried

  /** All that are known, in the order in which they are to be tried. */
  private List<Ipv6Address> ranked(Time now) {
    return candidates.ranked(holders(now), now);
  }

  /** Those that may have a binding; first the one that accepted last, be it in a former life. */
  private List<Ipv6Address> holders(Time now) {
    return candidates.holders(others.holders(now, Optional.empty()), now.isBefore(endOfFormerLife(now)));
  }

  private List<Ipv6Address> untried(Collection<Ipv6Address> addresses, Time now) {
    return addresses.stream()
        .filter(address -> !current().equals(Optional.of(address)))
        .filter(address -> others.find(address).filter(each -> now.isBefore(each.avoidUntil())).isEmpty())
        .toList();
  }

  // ---- when another one is tried

  // RFC 6275 11.4.1: "If that registration attempt fails (e.g., timed out or rejected), the mobile node SHOULD then
  // reattempt this registration with another home agent."
  private boolean hasFailed(RegistrationState registered, boolean otherInterface, Time now) {
    if (isInterfaceFirst(registered, otherInterface, now)) {
      return false;
    }
    boolean isLast = round.filter(List::isEmpty).isPresent();
    return switch (registered) {
      // another home agent would not like the care-of address better
      case Refused refused ->
          refused.because() != Because.CARE_OF_ADDRESS && (!isLast || refused.retry().isDue(now));
      case Registering registering -> {
        int sent = registering.attempt().transmissions();
        yield isLast || round.isEmpty() && hasBinding(registering, now)
            ? sent > 0 && registering.attempt().next().isDue(now) && isSilentForLong(registering, now)
            : isSilent(registering, now);
      }
      case AtHome _, Resolving _, Returning _, Registered _, Interrupted _, HomeAddressLost _ -> false;
    };
  }

  /** Whether the home agent in use has a binding, as far as one can tell. */
  private boolean hasBinding(Registering registering, Time now) {
    return registering.entry().filter(entry -> now.isBefore(entry.heldUntil())).isPresent()
        || current().flatMap(others::find).filter(each -> each.mayHold(now)).isPresent();
  }

  // RFC 6275 11.7.1: "Once reaching a retransmission timeout period of MAX_BINDACK_TIMEOUT, the mobile node SHOULD
  // restart the process of delivering the Binding Update, but trying instead the next home agent". A node that moves
  // all the time begins to count anew with each care-of address, and must come to an end, too.
  private boolean isSilentForLong(Registering registering, Time now) {
    return registering.attempt().timeout().compareTo(config.timers().maxBindackTimeout()) >= 0
        || isOutOfPatience(now);
  }

  private boolean isOutOfPatience(Time now) {
    Duration longest = config.timers().maxBindackTimeout().multipliedBy(2);
    return silentSince.filter(since -> since.plus(longest).isDue(now)).isPresent();
  }

  // RFC 6275 11.4.1: "moving on to the next address if there is no response. The mobile node MUST, however, wait at
  // least InitialBindackTimeoutFirstReg seconds (see Section 13) before sending a Binding Update to the next home
  // agent."
  private boolean isSilent(Registering registering, Time now) {
    int sent = registering.attempt().transmissions();
    if (sent < TRANSMISSIONS) {
      return false;
    }
    Outstanding last = registering.attempt().outstanding().getLast();
    return sent == TRANSMISSIONS
        ? registering.attempt().next().isDue(now)
        : last.sent().plus(config.timers().initialBindackTimeoutFirstReg()).isDue(now);
  }

  /**
   * How the registration goes on with another home agent, where the one in use is to be given up.
   *
   * @param otherInterface whether another interface can be used
   */
  Optional<Step> another(Context context, Place place, RegistrationState registered, boolean otherInterface) {
    return discovers && place instanceof Away away && isGivenUp(registered, otherInterface, context.now())
        ? Optional.of(change(context, new CareOf(away.careOfAddress(), away.validUntil()), registered))
        : Optional.empty();
  }

  private boolean isGivenUp(RegistrationState registered, boolean otherInterface, Time now) {
    boolean unneeded =
        isUnknown() ? registered instanceof HomeAddressLost : !hasFailed(registered, otherInterface, now);
    if (unneeded) {
      return false;
    }
    if (round.filter(left -> !left.isEmpty()).isEmpty()) {
      round = Optional.of(untried(ranked(now), now));
    }
    return !round.get().isEmpty();
  }

  /** Whether it is time to ask the home link: all that are known were tried, the last one long enough. */
  private boolean isSearching(RegistrationState registered) {
    boolean silent =
        switch (registered) {
          case Registering registering -> registering.attempt().transmissions() > TRANSMISSIONS;
          case Refused refused -> refused.because() != Because.CARE_OF_ADDRESS;
          case AtHome _, Resolving _, Returning _, Registered _, Interrupted _, HomeAddressLost _ -> false;
        };
    return isUnknown() || round.filter(List::isEmpty).isPresent() && silent;
  }

  // ---- whether another interface is tried before

  // Where nobody answers, either the interface or the home agent may have failed. Another interface comes first: its
  // price is one Binding Update, whereas another home agent has to detect duplicates, may find that the former one
  // defends the home address, and the former one has to be told. While a next home agent is known, each one gets as many
  // interfaces as there are, then that is tried: both come to an end. An answer, be it a refusal, or home agents that
  // the home link tells of, clears the interface: then only the home agent is left. What refuses the care-of address
  // wants another interface, and no other home agent.
  /** Whether the interface in use is to be left for another one, if there is one. */
  boolean isInterfaceInVain(RegistrationState registered, Time now) {
    return switch (registered) {
      case Registering registering ->
          registering.attempt().transmissions() > TRANSMISSIONS_BY_INTERFACE
              && (!discovers || hasInterfacesLeft() || !hasNext(now));
      case Refused refused ->
          switch (refused.because()) {
            case CARE_OF_ADDRESS -> true;
            case FOR_NOW -> !discovers;
            case HOME_AGENT -> false;
          };
      case Interrupted _ ->
          isUnknown()
              && discovery instanceof DiscoveryState.Asking asking
              && asking.sent() > TRANSMISSIONS_BY_INTERFACE
              && hasInterfacesLeft();
      case AtHome _, Resolving _, Returning _, Registered _, HomeAddressLost _ -> false;
    };
  }

  /** The interface in use was left for another one. */
  void interfaceLeft() {
    interfacesTried++;
  }

  private boolean hasInterfacesLeft() {
    return interfacesTried < configured.interfaces().size() - 1;
  }

  private boolean hasNext(Time now) {
    return !round.orElseGet(() -> untried(ranked(now), now)).isEmpty();
  }

  /** Whether silence of the home agent is yet laid to the interface. */
  private boolean isInterfaceFirst(RegistrationState registered, boolean otherInterface, Time now) {
    return registered instanceof Registering && otherInterface && hasInterfacesLeft() && !isOutOfPatience(now);
  }

  // ---- what follows

  /**
   * Where the registration, which is at {@code registered}, goes on, and what is to be done about that.
   *
   * @param otherInterface whether another interface can be used
   */
  Step follow(Context context, Place place, RegistrationState registered, boolean otherInterface) {
    if (!discovers) {
      return new Step(registered, List.of());
    }
    List<Effect> effects = new ArrayList<>();
    note(context, registered, effects);
    Optional<Step> another = another(context, place, registered, otherInterface);
    another.map(Step::effects).ifPresent(effects::addAll);
    if (place instanceof Away away) {
      if (another.isEmpty() && isSearching(registered)) {
        discover(context, new HomeAgentDiscovery.Input.Needed(away.careOfAddress()), effects);
      }
    } else {
      discover(context, new HomeAgentDiscovery.Input.Settled(), effects);
    }
    RegistrationState next = another.map(Step::next).orElseGet(() -> atHome(context, place, registered, effects));
    patienceEnds =
        place instanceof Away && !isInterfaceFirst(next, otherInterface, context.now())
            ? patienceEnds(next)
            : Time.NEVER;
    Optional<Ipv6Address> tried = next instanceof Registering ? current() : Optional.empty();
    others.news(context.now(), candidates.used(), tried).ifPresent(effects::add);
    return new Step(next, effects);
  }

  /** When a home agent that has had its transmissions makes way for the next one; else its next one is the time. */
  private Time patienceEnds(RegistrationState registered) {
    return registered instanceof Registering registering
            && registering.attempt().transmissions() > TRANSMISSIONS
            && round.filter(left -> !left.isEmpty()).isPresent()
        ? registering.attempt().outstanding().getLast().sent().plus(config.timers().initialBindackTimeoutFirstReg())
        : Time.NEVER;
  }

  /** At home a home agent has to be known as soon as it may defend the home address. */
  private RegistrationState atHome(
      Context context, Place place, RegistrationState registered, List<Effect> effects) {
    List<Ipv6Address> ranked = isUnknown() && place instanceof Home ? ranked(context.now()) : List.of();
    if (ranked.isEmpty()) {
      return registered;
    }
    return switch (registered) {
      case AtHome(_, boolean defended, int announcementsLeft, Time next) ->
          new AtHome(historyWith(ranked.getFirst(), context, effects), defended, announcementsLeft, next);
      case Resolving(_, Entry existing, int sent, Time next) ->
          new Resolving(historyWith(ranked.getFirst(), context, effects), existing, sent, next);
      case Returning _, Registering _, Registered _, Refused _, Interrupted _, HomeAddressLost _ -> registered;
    };
  }

  /** Uses {@code homeAgent} from now on. */
  private History historyWith(Ipv6Address homeAgent, Context context, List<Effect> effects) {
    use(homeAgent);
    return others.history(context, homeAgent, effects);
  }

  private void use(Ipv6Address homeAgent) {
    config = configured.withHomeAgentAddress(homeAgent);
  }

  private void note(Context context, RegistrationState registered, List<Effect> effects) {
    switch (registered) {
      case Registered(_, CareOf careOf, _, _) -> {
        settled(context, careOf.address(), effects);
        current().flatMap(candidates::accepted).ifPresent(effects::add);
      }
      case AtHome _ -> {
        settled(context, configured.homeAddress(), effects);
        current().ifPresent(others::released);
      }
      case Registering registering when !registering.attempt().outstanding().isEmpty() -> {
        silentSince = Optional.of(silentSince.orElse(context.now()));
        others.stand(Optional.empty());
      }
      case Refused _ -> silentSince = Optional.empty();
      case Registering _, Resolving _, Returning _, Interrupted _, HomeAddressLost _ ->
          others.stand(Optional.empty());
    }
  }

  /** The home agent in use has accepted: the others are to let go. */
  private void settled(Context context, Ipv6Address from, List<Effect> effects) {
    round = Optional.empty();
    silentSince = Optional.empty();
    interfacesTried = 0;
    discover(context, new HomeAgentDiscovery.Input.Settled(), effects);
    others.stand(Optional.of(from));
    effects.addAll(others.tell(context, current()));
  }

  /** Tries the next one of the round. */
  private Step change(Context context, CareOf careOf, RegistrationState registered) {
    Time now = context.now();
    List<Ipv6Address> left = round.orElse(List.of());
    Ipv6Address next = left.getFirst();
    round = Optional.of(left.subList(1, left.size()));
    silentSince = Optional.empty();
    interfacesTried = 0;
    Optional<Ipv6Address> former = current();
    former.ifPresent(address -> others.put(address, left(address, registered, now)));
    use(next);
    List<Effect> effects = new ArrayList<>();
    // Before it is asked: from then on it may have a binding.
    others.news(now, candidates.used(), current()).ifPresent(effects::add);
    History history = others.history(context, next, effects);
    Step step =
        HomeRegistration.step(
            context.with(config),
            new Interrupted(history, Optional.empty()),
            new HomeRegistration.Input.Away(careOf));
    effects.addAll(step.effects());
    effects.add(new Notify(new HomeAgentSearchNotice.HomeAgentChosen(next, former)));
    return new Step(step.next(), effects);
  }

  /** What is to be known of the home agent that the node leaves. */
  private FormerHomeAgent left(Ipv6Address address, RegistrationState registered, Time now) {
    Time known = others.find(address).map(FormerHomeAgent::heldUntil).orElse(Entry.LONG_AGO);
    Time before = candidates.used().equals(Optional.of(address)) ? endOfFormerLife(now) : Entry.LONG_AGO;
    // One that refused the last Binding Update may have accepted the one before it.
    Time held = registered.entry().map(Entry::end).orElse(before);
    // RFC 6275 11.7.3: "future Binding Updates SHOULD NOT be sent to this destination"
    Time avoid =
        registered instanceof Refused refused && refused.because() == Because.HOME_AGENT
            ? refused.retry()
            : Entry.LONG_AGO;
    return new FormerHomeAgent(registered.history(), Time.later(known, held), avoid, Optional.empty());
  }

  // ---- what the home link says

  private void discover(Context context, HomeAgentDiscovery.Input input, List<Effect> effects) {
    HomeAgentDiscovery.Step step =
        HomeAgentDiscovery.step(
            new HomeAgentDiscovery.Context(config, randomness, context.now()), discovery, input);
    if (discovery instanceof DiscoveryState.Idle && step.next() instanceof DiscoveryState.Asking) {
      interfacesTried = 0;
    }
    discovery = step.next();
    effects.addAll(step.effects());
  }

  /** The time of {@link #nextDeadline} has come. */
  List<Effect> deadlineReached(Context context) {
    List<Effect> effects = new ArrayList<>();
    if (discovery.deadline().isDue(context.now())) {
      discover(context, new HomeAgentDiscovery.Input.Due(), effects);
    }
    return effects;
  }

  /** Somebody tells of home agents: where the node has asked, and not found one meanwhile, they are the next round. */
  List<Effect> replied(Context context, Arrival arrival, HomeAgentAddressDiscoveryReply reply) {
    HomeAgentDiscovery.Step step =
        HomeAgentDiscovery.step(
            new HomeAgentDiscovery.Context(config, randomness, context.now()),
            discovery,
            new HomeAgentDiscovery.Input.Replied(arrival, reply));
    discovery = step.next();
    List<Effect> effects = new ArrayList<>(step.effects());
    List<Ipv6Address> found = candidates.usable(step.found());
    if (!found.isEmpty()) {
      interfacesTried = configured.interfaces().size() - 1;
      SequencedSet<Ipv6Address> next = new LinkedHashSet<>(holders(context.now()));
      next.addAll(found);
      round = Optional.of(untried(next, context.now()));
      effects.add(candidates.found(found));
      effects.add(new Notify(new HomeAgentSearchNotice.HomeAgentsDiscovered(arrival.source(), found)));
    }
    return effects;
  }

  /** A home agent that the node does not use now acknowledges something. */
  List<Effect> acknowledged(Context context, ReceivedAcknowledgement received) {
    return others.acknowledged(context, received.arrival().source(), received);
  }

  // ---- what is shown

  /** The home agents that are known: those that were heard by their links, then those that were only told of. */
  List<KnownHomeAgent> known(Time now) {
    return candidates.show(discovers ? ranked(now) : List.of(), current(), now);
  }
}
