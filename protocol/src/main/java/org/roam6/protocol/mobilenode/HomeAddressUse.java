package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.mobilenode.CorrespondentState.Sends;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * All that a mobile node does for one home address: its registration, the direct paths from it, what is known of its
 * prefix, and the reports to its home agent. It knows one interface, that in use. Mutable, used by one thread; what its
 * methods return is to be done.
 */
final class HomeAddressUse {

  private final MobileNodeConfig config;
  private final Registrar registrar;
  private final RouteOptimization routeOptimization;
  private final PrefixDiscovery prefixDiscovery;
  private ListenerReports listenerReports = new ListenerReports.Withheld();
  // Whether the home address is on a link, and duplicate address detection has found nobody.
  private boolean isOnLink;

  /**
   * Nothing is registered yet.
   *
   * @param config what the node is to do about the home address
   * @param registrar registers it
   * @param prefixes what is known of the home link
   * @param besides what was sent to a correspondent node lately about other home addresses
   */
  HomeAddressUse(
      MobileNodeConfig config,
      Registrar registrar,
      HomeNetworkPrefixes prefixes,
      Randomness randomness,
      Function<Ipv6Address, Sends> besides) {
    this.config = config;
    this.registrar = registrar;
    this.routeOptimization = new RouteOptimization(config, randomness, besides);
    this.prefixDiscovery = new PrefixDiscovery(config, randomness, prefixes);
  }

  /**
   * How the node is at a moment.
   *
   * @param link its end of the link by the interface in use
   * @param place what that link is to the home address
   * @param otherInterface whether another interface can be used
   * @param besides when the home agent was sent Binding Updates for other home addresses lately
   * @param timeOfDay its own time of day
   * @param resumed when the machine last went on from a snapshot; long ago where it never did
   * @param now the time
   */
  record Moment(
      Link link,
      Place place,
      boolean otherInterface,
      RecentSends besides,
      NtpTimestamp timeOfDay,
      Time resumed,
      Time now) {}

  Ipv6Address address() {
    return config.homeAddress();
  }

  /** What the node is to do about it, before the home agent in use. */
  MobileNodeConfig config() {
    return registrar.config();
  }

  /** When {@code homeAgent} was sent Binding Updates lately. */
  RecentSends updatesTo(Ipv6Address homeAgent) {
    return config().homeAgentAddress().equals(homeAgent) ? registrar.updates() : RecentSends.NONE;
  }

  /** What was sent to a correspondent node lately. */
  Sends sendsTo(Ipv6Address correspondent) {
    return routeOptimization.sends(correspondent);
  }

  /** Whether it is at home at {@code place}, or its home agent has accepted the care-of address there. */
  boolean isServedAt(Place place) {
    return switch (place.to(config.homePrefix())) {
      case Home _ -> registrar.state() instanceof RegistrationState.AtHome;
      case Away away ->
          registrar.state() instanceof RegistrationState.Registered registered
              && registered.careOf().address().equals(away.careOfAddress());
      case Nowhere _, Managed _ -> false;
    };
  }

  /** Whether the node wants what has this key for the reports to its home agent. */
  boolean wantsForReports(Desired.Key key) {
    return listenerReports instanceof ListenerReports.Allowed
        && key.equals(ListenerReports.linkLocalKey(config));
  }

  Time deadline() {
    Time others =
        Time.earlier(
            Time.earlier(routeOptimization.nextDeadline(), prefixDiscovery.nextDeadline()), listenerReports.deadline());
    return Time.earlier(registrar.deadline(), others);
  }

  List<KnownHomeAgent> knownHomeAgents(Time now) {
    return registrar.knownHomeAgents(now);
  }

  /** Begins when the first event comes. */
  void begin(NtpTimestamp timeOfDay, Time now) {
    registrar.begin(timeOfDay, now);
  }

  /** Takes up what was remembered before a restart. */
  void recall(Memory item, NtpTimestamp timeOfDay, Time now) {
    if (item instanceof Memory.CorrespondentSequenceNumbers numbers) {
      routeOptimization.recall(numbers);
    } else {
      registrar.recall(item, timeOfDay, now);
    }
  }

  // ---- where the node is

  /**
   * The node is where it was not before.
   *
   * @param otherInterface whether it is there by another interface than where it was until now
   */
  List<Effect> moved(Moment moment, boolean otherInterface) {
    return register(
        moment,
        switch (moment.place()) {
          case Nowhere _, Managed _ -> new HomeRegistration.Input.Lost();
          case Home home ->
              new HomeRegistration.Input.Home(home.linkLayerAddress(config().homeAgentAddress()), otherInterface);
          case Away away ->
              new HomeRegistration.Input.Away(new CareOf(away.careOfAddress(), away.validUntil()));
        });
  }

  /** Takes note of the home prefix, if it is advertised on the link of an interface. */
  void observe(MobileInterface on, Time now) {
    on.find(config.homePrefix()).ifPresent(prefix -> prefixDiscovery.heardAtHome(prefix, now));
  }

  /** What is no longer wanted when the home address has ended: its binding has ended with its prefix. */
  List<Effect> ended() {
    prefixDiscovery.ended();
    List<Effect> effects = new ArrayList<>(routeOptimization.ended());
    if (listenerReports instanceof ListenerReports.Allowed) {
      effects.addAll(ListenerReports.withhold(config));
      listenerReports = new ListenerReports.Withheld();
    }
    return effects;
  }

  /** Another node has the home address. */
  List<Effect> defended(Moment moment) {
    return register(moment, new HomeRegistration.Input.HomeAddressDefended());
  }

  /** The home address is on a link now, and this node's own there, or is not. */
  void onLink(boolean yes) {
    isOnLink = yes;
  }

  /**
   * Somebody advertises himself for the home address on the link of the interface in use. During duplicate address
   * detection that is for the kernel to judge.
   */
  List<Effect> claimed(Moment moment, LinkLayerAddress by) {
    boolean counts = isOnLink || registrar.state() instanceof RegistrationState.Resolving;
    return counts && !by.equals(moment.link().address())
        ? register(moment, new HomeRegistration.Input.HomeAddressClaimed(by))
        : List.of();
  }

  // RFC 6275 11.5.5: "After the mobile node sends the Binding Update, it MUST be prepared to reply to Neighbor
  // Solicitations for its home address. Such replies MUST be sent using a unicast Neighbor Advertisement to the
  // sender's link-layer address." The kernel replies as well as soon as it has the address; the home agent may ask
  // before that. Duplicate address detection of others is answered by the kernel alone.
  /** Somebody solicits the home address on the link of the interface in use. */
  List<Effect> solicited(Link link, Arrival arrival) {
    boolean isTold = registrar.state() instanceof RegistrationState.Returning returning && returning.isSent();
    return isTold && !arrival.source().isUnspecified()
        ? List.of(NeighborPackets.answer(link.on(), arrival.source(), arrival.from(), address(), link.address()))
        : List.of();
  }

  /** Whether the interface in use is to be left for another one, if there is one. */
  boolean isInterfaceInVain(Time now) {
    return registrar.isInterfaceInVain(now);
  }

  /** The interface in use was left for another one. */
  void interfaceLeft() {
    registrar.interfaceLeft();
  }

  // ---- messages

  List<Effect> mobilityMessage(Moment moment, Arrival arrival, MobilityHeader header) {
    List<Effect> effects = new ArrayList<>();
    if (header.message() instanceof BindingAcknowledgement message) {
      effects.addAll(
          told(registrar.acknowledged(context(moment), new ReceivedAcknowledgement(arrival, header, message))));
    }
    if (!registrar.isFromHomeAgent(arrival)) {
      effects.addAll(routeOptimization.mobilityMessage(arrival, header, moment.now()));
    } else if (header.message() instanceof BindingError error) {
      effects.addAll(bindingError(moment, error));
    } else if (header.message() instanceof BindingRefreshRequest) {
      effects.addAll(register(moment, new HomeRegistration.Input.RefreshRequested("Binding Refresh Request")));
    }
    return effects;
  }

  // RFC 6275 11.3.6: "if the message Status field was 1 [...] If the Binding Error Message was sent by the home
  // agent, the mobile node SHOULD send a Binding Update to the home agent"
  private List<Effect> bindingError(Moment moment, BindingError error) {
    boolean isUnknown =
        error.status() == BindingErrorStatus.UNKNOWN_BINDING.code() && error.homeAddress().equals(address());
    return isUnknown
        ? register(moment, new HomeRegistration.Input.RefreshRequested("Binding Error"))
        : List.of();
  }

  /** Somebody tells of home agents. */
  List<Effect> homeAgentsTold(Moment moment, Arrival arrival, HomeAgentAddressDiscoveryReply reply) {
    return told(registrar.replied(context(moment), arrival, reply));
  }

  List<Effect> discoveryMessage(Arrival arrival, Icmpv6Message message, Time now) {
    return prefixDiscovery.received(arrival, message, now);
  }

  List<Effect> trafficSeen(Event.TrafficSeen seen, Time now) {
    return routeOptimization.trafficSeen(seen, now);
  }

  List<Effect> errorReceived(Icmpv6Message message, Time now) {
    return routeOptimization.errorReceived(message, now);
  }

  /** The home agent asks through the tunnel which groups the node listens to. */
  List<Effect> listenersAsked(Time now) {
    return report(ListenerReports.Input.ASKED, now);
  }

  // ---- time, and what follows

  List<Effect> deadlineReached(Moment moment) {
    List<Effect> effects = new ArrayList<>();
    effects.addAll(told(registrar.deadlineReached(context(moment), moment.place(), moment.otherInterface())));
    effects.addAll(routeOptimization.deadlineReached(moment.now()));
    effects.addAll(prefixDiscovery.deadlineReached(moment.now()));
    return effects;
  }

  /** What its wishes follow from at the end of a turn, and what is to be done. */
  record Followed(Wishes.OfHome situation, List<Effect> effects) {}

  /**
   * Lets everything follow from where the node is and where the registration stands, at the end of each turn.
   *
   * @param use whether applications are to choose the home address by themselves
   */
  Followed follow(Moment moment, InterfaceChoice choice, SourceUse use) {
    List<Effect> effects = new ArrayList<>();
    effects.addAll(told(registrar.follow(context(moment), moment.place(), moment.otherInterface())));
    if (!(listenerReports instanceof ListenerReports.Withheld)) {
      effects.addAll(report(ListenerReports.Input.FOLLOW, moment.now()));
    }
    Situation situation = Situation.of(choice, registrar.state(), moment.now());
    effects.addAll(routeOptimization.follow(config(), moment.place(), situation, moment.now()));
    effects.addAll(prefixDiscovery.follow(config(), moment.place(), registrar.state(), moment.now()));
    return new Followed(new Wishes.OfHome(config(), situation, use), effects);
  }

  private List<Effect> register(Moment moment, HomeRegistration.Input input) {
    return told(registrar.step(context(moment), input));
  }

  private List<Effect> told(List<Effect> effects) {
    effects.forEach(prefixDiscovery::follow);
    return effects;
  }

  private Context context(Moment moment) {
    return registrar.context(moment, prefixDiscovery.homePrefixUntil());
  }

  private List<Effect> report(ListenerReports.Input input, Time now) {
    ListenerReports.Step step = ListenerReports.step(config, listenerReports, input, registrar.state(), now);
    listenerReports = step.next();
    return step.effects();
  }

  // ---- what is shown

  /** The home address, where the node is at {@code place}; its home agent is empty while there is none to use. */
  MobileNodeSnapshot.HomeAddress snapshot(Place place) {
    Optional<RegistrationState> state = registrar.stateIfBegun();
    return new MobileNodeSnapshot.HomeAddress(
        address(),
        Optional.of(config()).filter(each -> !each.discoversHomeAgent()).map(MobileNodeConfig::homeAgentAddress),
        Snapshots.whereabouts(place.to(config.homePrefix())),
        state.flatMap(RegistrationState::entry).filter(RegistrationState.Entry::acknowledged).isPresent(),
        state.filter(RegistrationState.HomeAddressLost.class::isInstance).isPresent());
  }

  /** The entry of the Binding Update List about the home agent, if there is one. */
  Optional<MobileNodeSnapshot.Entry> entry(Time now) {
    return registrar
        .stateIfBegun()
        .flatMap(state -> state.entry().map(entry -> Snapshots.show(config(), state, entry, now)));
  }

  List<MobileNodeSnapshot.Correspondent> correspondents(Time now) {
    return routeOptimization.snapshot(now);
  }
}
