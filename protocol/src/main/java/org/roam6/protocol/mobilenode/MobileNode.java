package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Role;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastListenerQuery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * A mobile node with one home address, which uses one home agent at a time.
 *
 * <p>It gives its wishes in the order in which they are needed: what a Binding Update needs to be sent comes first, and
 * that the home address leaves the link, then the Binding Update, then what had to wait for it, then what is no longer
 * wanted, and last what there is to tell.
 */
public final class MobileNode implements Node {

  private final MobileNodeConfig config;
  private final WantedItems wanted;

  private final InterfaceChoice choice;
  private long wallClockOffsetNanos;
  private Time resumed = RegistrationState.Entry.LONG_AGO;
  // Where the node was, and by which interface, when the registration was last told of it.
  private Place stands = new Nowhere();
  private MobileInterface standsBy;
  private final Registrar registrar;
  private ListenerReports listenerReports = new ListenerReports.Withheld();
  private final RouteOptimization routeOptimization;
  private final HeardHomeAgents heardHomeAgents;
  private final PrefixDiscovery prefixDiscovery;

  // Of what the wishes were made that hold now: most events change nothing of it.
  private @Nullable Situation wishedIn;

  /** A mobile node that does not yet know where it is. */
  public MobileNode(MobileNodeConfig config, Randomness randomness) {
    this.config = config;
    this.wanted = new WantedItems(config);
    this.heardHomeAgents = new HeardHomeAgents(config.homePrefix());
    this.registrar =
        new Registrar(
            config, heardHomeAgents, randomness, moment -> moment.timeOfDay(wallClockOffsetNanos));
    this.routeOptimization = new RouteOptimization(config, randomness);
    this.prefixDiscovery = new PrefixDiscovery(config, randomness);
    this.choice =
        new InterfaceChoice(
            config.interfaces().stream().map(name -> new MobileInterface(config, name, randomness)).toList());
    this.standsBy = choice.used();
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    if (event instanceof Event.WallClockSet(long offsetNanos)) {
      wallClockOffsetNanos = offsetNanos;
    }
    Turn turn = new Turn(now);
    switch (event) {
      case Event.LinkChanged changed -> turn.linkChanged(changed);
      case Event.AddressChanged changed -> turn.addressChanged(changed);
      case Event.NeighborMessageReceived(Arrival arrival, Icmpv6Message message) ->
          turn.neighborMessage(arrival, message);
      case Event.DhcpMessageReceived(Arrival arrival, DhcpMessage message) -> turn.dhcpMessage(arrival, message);
      case Event.MobilityMessageReceived(Arrival arrival, MobilityHeader header, var octets) ->
          turn.mobilityMessage(arrival, header);
      case Event.ForwardingFailed(var key, String reason) -> turn.forwardingFailed(key.homeAddress(), reason);
      case Event.DeadlineReached() -> turn.deadlineReached();
      case Event.InterfacePreferred(Optional<InterfaceName> name) -> turn.prefer(name);
      case Event.Recalled(Memory item) -> turn.recalled(item);
      case Event.Resumed() -> resumed = now;
      case Event.TrafficSeen seen -> turn.carryOut(routeOptimization.trafficSeen(seen, now));
      case Event.ErrorReceived(var arrival, Icmpv6Message message) ->
          turn.carryOut(routeOptimization.errorReceived(message, now));
      case Event.DiscoveryMessageReceived(Arrival arrival, Icmpv6Message message) ->
          turn.discoveryMessage(arrival, message);
      case Event.ListenerMessageReceived(var through, var message) -> turn.listenerMessage(through, message);
      case Event.WallClockSet _,
          Event.Stopping _,
          Event.PacketReceived _,
          Event.TunnelPacketReceived _,
          Event.UnboundTunnelPacket _,
          Event.UnboundHomeAddress _ -> {}
    }
    return turn.effects();
  }

  @Override
  public Set<Ipv6Address> homeAddresses() {
    return Set.of(config.homeAddress());
  }

  @Override
  public Role role() {
    return Role.MOBILE_NODE;
  }

  @Override
  public Time nextDeadline() {
    Time others =
        Time.earlier(
            Time.earlier(routeOptimization.nextDeadline(), prefixDiscovery.nextDeadline()), listenerReports.deadline());
    Time earliest = Time.earlier(choice.deadline(), Time.earlier(registrar.deadline(), others));
    for (MobileInterface each : choice.all()) {
      earliest = Time.earlier(earliest, each.deadline());
    }
    return earliest;
  }

  /** The home agents that were heard, by their links, the most preferable of each first; then those told of. */
  public List<KnownHomeAgent> knownHomeAgents(Time now) {
    return registrar.knownHomeAgents(now);
  }

  /** Where the node stands. */
  public MobileNodeSnapshot snapshot(Time now) {
    return Snapshots.of(registrar.config(), choice, registrar.stateIfBegun(), routeOptimization.snapshot(now), now);
  }

  private NtpTimestamp timeOfDay(Time now) {
    return NtpTimestamp.ofUnixNanos(now.nanos() + wallClockOffsetNanos);
  }

  /** What is done about one event. */
  final class Turn {

    private final Time now;
    private final List<Effect> before = new ArrayList<>();
    private final List<Effect> sent = new ArrayList<>();
    // Direct paths: those that are no longer good, which comes first, and those that are.
    private final List<Effect> closed = new ArrayList<>();
    private final List<Effect> opened = new ArrayList<>();
    private final List<Effect> notices = new ArrayList<>();
    private boolean renewed;

    Turn(Time now) {
      this.now = now;
      registrar.begin(timeOfDay(now), now);
    }

    void recalled(Memory item) {
      if (item instanceof Memory.HeardHomeAgents items) {
        heardHomeAgents.recall(items);
      } else {
        registrar.recall(item, timeOfDay(now), now);
      }
    }

    void linkChanged(Event.LinkChanged changed) {
      choice.find(changed.name()).ifPresent(on -> observe(on, () -> on.linkChanged(changed, now)));
    }

    void addressChanged(Event.AddressChanged changed) {
      choice.find(changed.on()).ifPresent(on -> addressChanged(on, changed));
    }

    private void addressChanged(MobileInterface on, Event.AddressChanged changed) {
      Ipv6Address address = changed.address();
      switch (changed.state()) {
        case TENTATIVE, OPTIMISTIC, READY -> {
          if (address.isLinkLocal()) {
            on.linkLocal(address);
          }
        }
        case DUPLICATE -> {
          if (address.equals(config.homeAddress())) {
            register(new HomeRegistration.Input.HomeAddressDefended());
          } else {
            observe(on, () -> on.duplicate(address, now));
          }
        }
        case ABSENT -> {}
      }
    }

    void neighborMessage(Arrival arrival, Icmpv6Message message) {
      choice.find(arrival.in()).ifPresent(on -> neighborMessage(on, arrival, message));
    }

    private void neighborMessage(MobileInterface on, Arrival arrival, Icmpv6Message message) {
      if (message instanceof RouterAdvertisement advertisement) {
        heardHomeAgents.heard(advertisement, now.timeOfDay(wallClockOffsetNanos), now).ifPresent(before::add);
        observe(on, () -> on.heard(arrival, advertisement, now));
      } else if (message instanceof NeighborAdvertisement advertisement) {
        neighborAdvertisement(on, arrival, advertisement);
      } else if (message instanceof NeighborSolicitation solicitation) {
        neighborSolicitation(on, arrival, solicitation);
      }
    }

    // RFC 6275 11.5.5: "After the mobile node sends the Binding Update, it MUST be prepared to reply to Neighbor
    // Solicitations for its home address. Such replies MUST be sent using a unicast Neighbor Advertisement to the
    // sender's link-layer address." The kernel replies as well as soon as it has the address; the home agent may ask
    // before that. Duplicate address detection of others is answered by the kernel alone.
    private void neighborSolicitation(MobileInterface on, Arrival arrival, NeighborSolicitation solicitation) {
      boolean isTold = registrar.state() instanceof RegistrationState.Returning returning && returning.isSent();
      boolean mine = on == choice.used() && solicitation.target().equals(config.homeAddress());
      if (isTold && mine && !arrival.source().isUnspecified()) {
        before.add(
            NeighborPackets.answer(
                on.name(), arrival.source(), arrival.from(), config.homeAddress(), on.link().address()));
      }
    }

    private void neighborAdvertisement(
        MobileInterface on, Arrival arrival, NeighborAdvertisement advertisement) {
      if (advertisement.target().equals(config.homeAddress())) {
        // RFC 6275 11.5.5: "the mobile node SHOULD record the information from the Source Link-Layer Address option or
        // from the advertisement"
        LinkLayerAddress homeAgent =
            NeighborDiscoveryOptions.first(advertisement.options(), TargetLinkLayerAddress.class)
                .map(TargetLinkLayerAddress::address)
                .orElse(arrival.from());
        boolean asked = registrar.state() instanceof RegistrationState.Resolving && on == choice.used();
        if (asked && !homeAgent.equals(on.link().address())) {
          register(new HomeRegistration.Input.Home(Optional.of(homeAgent), false));
        }
      } else if (advertisement.solicited()) {
        observe(on, () -> on.answered(advertisement.target(), arrival.from(), now));
      }
    }

    void mobilityMessage(Arrival arrival, MobilityHeader header) {
      if (header.message() instanceof BindingAcknowledgement message) {
        registered(registrar.acknowledged(context(), new ReceivedAcknowledgement(arrival, header, message)));
      }
      if (!registrar.isFromHomeAgent(arrival)) {
        carryOut(routeOptimization.mobilityMessage(arrival, header, now));
      } else if (header.message() instanceof BindingError error) {
        bindingError(error);
      } else if (header.message() instanceof BindingRefreshRequest) {
        register(new HomeRegistration.Input.RefreshRequested("Binding Refresh Request"));
      }
    }

    // RFC 6275 11.3.6: "if the message Status field was 1 [...] If the Binding Error Message was sent by the home
    // agent, the mobile node SHOULD send a Binding Update to the home agent"
    private void bindingError(BindingError error) {
      if (error.status() == BindingErrorStatus.UNKNOWN_BINDING.code()
          && error.homeAddress().equals(config.homeAddress())) {
        register(new HomeRegistration.Input.RefreshRequested("Binding Error"));
      }
    }

    void discoveryMessage(Arrival arrival, Icmpv6Message message) {
      if (message instanceof HomeAgentAddressDiscoveryReply reply && choice.find(arrival.in()).isPresent()) {
        registered(registrar.replied(context(), arrival, reply));
      }
      carryOut(prefixDiscovery.received(arrival, message, now));
    }

    void dhcpMessage(Arrival arrival, DhcpMessage message) {
      // What the client sends has a link-local source address, to which servers and relay agents answer.
      if (arrival.destination().isLinkLocal()) {
        choice.find(arrival.in()).ifPresent(on -> observe(on, () -> on.dhcpMessage(message, now)));
      }
    }

    void forwardingFailed(Ipv6Address homeAddress, String reason) {
      if (homeAddress.equals(config.homeAddress())) {
        notices.add(new Notify(new MobileNodeNotice.ForwardingFailed(reason)));
      }
    }

    void listenerMessage(BindingKey through, Icmpv6Message message) {
      boolean isQuery = message instanceof MulticastListenerQuery || message instanceof MulticastListenerQueryV2;
      if (isQuery && through.homeAddress().equals(config.homeAddress())) {
        report(ListenerReports.Input.ASKED);
      }
    }

    private void report(ListenerReports.Input input) {
      ListenerReports.Step step = ListenerReports.step(config, listenerReports, input, registrar.state(), now);
      listenerReports = step.next();
      carryOut(step.effects());
    }

    void deadlineReached() {
      for (MobileInterface each : choice.all()) {
        observe(each, () -> each.deadlineReached(now));
      }
      registered(registrar.deadlineReached(context(), stands, choice.hasOther()));
      carryOut(routeOptimization.deadlineReached(now));
      carryOut(prefixDiscovery.deadlineReached(now));
    }

    /** From now on an interface is preferred to all others, if there is such an interface; or the configured order. */
    void prefer(Optional<InterfaceName> name) {
      if (name.isEmpty() || choice.find(name.get()).isPresent()) {
        choice.prefer(name, now);
        stand();
      }
    }

    /** Lets {@code step} happen to an interface, and registration take one where the node is somewhere else by that. */
    private void observe(MobileInterface on, Supplier<List<Effect>> step) {
      boolean lost = on.place() instanceof Nowhere;
      step.get().forEach(effect -> (effect instanceof Notify ? notices : before).add(effect));
      renewed |= lost && !(on.place() instanceof Nowhere);
      on.find(config.homePrefix()).ifPresent(prefixDiscovery::heardAtHome);
      choice.choose(now);
      stand();
    }

    /** Tells registration of where the node is by the interface that is used, if that is news. */
    private void stand() {
      MobileInterface by = choice.used();
      Place place = by.place();
      boolean other = by != standsBy;
      if (place.equals(stands) && !other) {
        return;
      }
      if (other) {
        notices.add(new Notify(new MobileNodeNotice.InterfaceChosen(by.name(), standsBy.name())));
      }
      stands = place;
      standsBy = by;
      register(
          switch (place) {
            case Nowhere _, Managed _ -> new HomeRegistration.Input.Lost();
            case Home home ->
                new HomeRegistration.Input.Home(home.linkLayerAddress(registrar.config().homeAgentAddress()), other);
            case Away away ->
                new HomeRegistration.Input.Away(new CareOf(away.careOfAddress(), away.validUntil()));
          });
    }

    private void register(HomeRegistration.Input input) {
      registered(registrar.step(context(), input));
    }

    private void registered(List<Effect> effects) {
      effects.forEach(prefixDiscovery::follow);
      carryOut(effects);
    }

    private Context context() {
      return registrar.context(
          choice.used().link(), timeOfDay(now), resumed, prefixDiscovery.homePrefixUntil(), now);
    }

    /** Carries out what is wanted to register, for correspondent nodes and groups, or to learn of prefixes. */
    void carryOut(List<Effect> wanted) {
      for (Effect effect : wanted) {
        switch (effect) {
          case Effect.Unwant _ -> closed.add(effect);
          case Effect.Want _ -> opened.add(effect);
          case Notify _ -> notices.add(effect);
          case Effect.SendOnLink _, Effect.SendRouted _, Effect.FlushNeighbors _, Effect.Remember _ -> sent.add(effect);
        }
      }
    }

    /** Leaves an interface by which the home agent does not answer, or refuses the care-of address, for another one. */
    private void giveUpOn() {
      if (choice.hasOther() && registrar.isInterfaceInVain(now)) {
        registrar.interfaceLeft();
        choice.failed(now);
        choice.choose(now);
        stand();
      }
    }

    List<Effect> effects() {
      giveUpOn();
      registered(registrar.follow(context(), stands, choice.hasOther()));
      if (!(listenerReports instanceof ListenerReports.Withheld)) {
        report(ListenerReports.Input.FOLLOW);
      }
      Situation situation = Situation.of(choice, registrar.state(), now);
      carryOut(routeOptimization.follow(registrar.config(), stands, situation, now));
      carryOut(prefixDiscovery.follow(registrar.config(), stands, registrar.state(), now));
      List<Effect> effects = new ArrayList<>(closed);
      effects.addAll(before);
      if (renewed || !situation.equals(wishedIn)) {
        wishedIn = situation;
        effects.addAll(wanted.follow(Wishes.of(registrar.config(), situation), sent, renewed));
      } else {
        effects.addAll(sent);
      }
      effects.addAll(opened);
      effects.addAll(notices);
      return Collections.unmodifiableList(effects);
    }
  }
}
