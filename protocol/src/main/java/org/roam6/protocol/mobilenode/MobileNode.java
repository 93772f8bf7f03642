package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.TimestampSource;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.dhcp.Attachment;
import org.roam6.protocol.dhcp.DhcpClient;
import org.roam6.protocol.dhcp.DhcpClientState;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.MovementState.Detached;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.iana.BindingErrorStatus;
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
 * A mobile node with one interface, one home address and one home agent.
 *
 * <p>It gives its wishes in the order in which they are needed: what a Binding Update needs to be sent comes first, and
 * that the home address leaves the link, then the Binding Update, then what had to wait for it, then what is no longer
 * wanted, and last what there is to tell.
 */
public final class MobileNode implements Node {

  private static final int SEQUENCE_NUMBERS = 1 << 16;
  private static final Place NOWHERE = new Nowhere();

  private final MobileNodeConfig config;
  private final Randomness randomness;
  private final Map<Desired.Key, Desired> wanted = new LinkedHashMap<>();

  private Link link;
  private LinkPresence presence = LinkPresence.ABSENT;
  private int interfaceMtu;
  private long wallClockOffsetNanos;
  private Time homePrefixUntil = Time.NEVER;
  private MovementState movement = new Detached(Past.NONE, Optional.empty());
  private DhcpClientState dhcp = DhcpClientState.initial();
  private Optional<RegistrationState> registration = Optional.empty();
  private ListenerReports listenerReports = new ListenerReports.Withheld();
  private final RouteOptimization routeOptimization;
  private final HeardHomeAgents heardHomeAgents;

  // Of what the wishes were made that hold now: most events change neither.
  private @Nullable Place wishedPlace;
  private @Nullable RegistrationState wishedRegistration;
  private int wishedMtu;

  /** A mobile node that does not yet know where it is. */
  public MobileNode(MobileNodeConfig config, Randomness randomness) {
    this.config = config;
    this.randomness = randomness;
    this.routeOptimization = new RouteOptimization(config, randomness);
    this.heardHomeAgents = new HeardHomeAgents(config.homePrefix());
    this.link = linkOf(new LinkLayerAddress(0));
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
      case Event.Recalled(Memory item) -> turn.recalled(item);
      case Event.TrafficSeen seen -> turn.optimize(routeOptimization.trafficSeen(seen, now));
      case Event.ErrorReceived(var arrival, Icmpv6Message message) ->
          turn.optimize(routeOptimization.errorReceived(message, now));
      case Event.ListenerMessageReceived(var through, var message) -> turn.listenerMessage(through, message);
      case Event.WallClockSet _,
          Event.Stopping _,
          Event.PacketReceived _,
          Event.TunnelPacketReceived _,
          Event.UnboundTunnelPacket _,
          Event.DiscoveryMessageReceived _,
          Event.UnboundHomeAddress _ -> {}
    }
    return turn.effects();
  }

  @Override
  public Set<Ipv6Address> homeAddresses() {
    return Set.of(config.homeAddress());
  }

  @Override
  public Time nextDeadline() {
    Time registered = registration.map(RegistrationState::deadline).orElse(Time.NEVER);
    Time correspondents = Time.earlier(routeOptimization.nextDeadline(), listenerReports.deadline());
    return Time.earlier(
        Time.earlier(movement.deadline(), dhcp.deadline()), Time.earlier(registered, correspondents));
  }

  /** The home agents that were heard, by their links, the most preferable of each first. */
  public List<Memory.HeardHomeAgent> heardHomeAgents(Time now) {
    return heardHomeAgents.at(now.timeOfDay(wallClockOffsetNanos));
  }

  /** Where the node stands. */
  public MobileNodeSnapshot snapshot(Time now) {
    return Snapshots.of(config, movement, registration, routeOptimization.snapshot(now), now);
  }

  /** The link-local address that the kernel forms by itself, until it tells of another one. */
  private Link linkOf(LinkLayerAddress address) {
    return new Link(config.mobileInterface(), address, Ipv6Address.linkLocal(address.interfaceIdentifier()));
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
    private RegistrationState registered;
    private boolean renewed;

    Turn(Time now) {
      this.now = now;
      this.registered = registration.orElseGet(this::unregistered);
    }

    // RFC 6275 11.7.1: "If the sending mobile node has no knowledge of the correct Sequence Number value, it may start
    // at any value."
    private RegistrationState unregistered() {
      return startingBehind(new SequenceNumber((int) randomness.jitter(SEQUENCE_NUMBERS)));
    }

    private RegistrationState startingBehind(SequenceNumber last) {
      TimestampSource timestamps = TimestampSource.startingAt(timeOfDay(now));
      ClockReading clock = new ClockReading(timeOfDay(now), now);
      return new Interrupted(new History(last, last, RecentSends.NONE, timestamps, clock), Optional.empty());
    }

    void recalled(Memory item) {
      if (item instanceof Memory.UsedSequenceNumbers(var homeAddress, var peer, SequenceNumber last)
          && homeAddress.equals(config.homeAddress())
          && peer.equals(config.homeAgentAddress())) {
        registered = startingBehind(last);
      } else if (item instanceof Memory.HeardHomeAgents items) {
        heardHomeAgents.recall(items);
      }
    }

    void linkChanged(Event.LinkChanged changed) {
      if (!changed.name().equals(config.mobileInterface())) {
        return;
      }
      boolean replaced = !changed.address().equals(link.address());
      boolean connected = changed.presence() == LinkPresence.CARRIER;
      boolean was = presence == LinkPresence.CARRIER;
      presence = changed.presence();
      interfaceMtu = changed.mtu();
      if (was && (!connected || replaced)) {
        move(new MovementDetection.Input.LinkLost());
      }
      if (replaced && changed.presence() != LinkPresence.ABSENT) {
        link = linkOf(changed.address());
      }
      if (connected && (!was || replaced)) {
        move(new MovementDetection.Input.LinkFound());
      }
    }

    void addressChanged(Event.AddressChanged changed) {
      if (!changed.on().equals(config.mobileInterface())) {
        return;
      }
      Ipv6Address address = changed.address();
      switch (changed.state()) {
        case TENTATIVE, OPTIMISTIC, READY -> {
          if (address.isLinkLocal()) {
            link = new Link(link.on(), link.address(), address);
          }
        }
        case DUPLICATE -> {
          if (address.equals(config.homeAddress())) {
            register(new HomeRegistration.Input.HomeAddressDefended());
          } else {
            lease(new DhcpClient.Input.Duplicate(address));
            move(new MovementDetection.Input.Duplicate(address, randomness.identifier()));
          }
        }
        case ABSENT -> {}
      }
    }

    void neighborMessage(Arrival arrival, Icmpv6Message message) {
      if (!arrival.in().equals(config.mobileInterface())) {
        return;
      }
      if (message instanceof RouterAdvertisement advertisement) {
        heardHomeAgents.heard(advertisement, now.timeOfDay(wallClockOffsetNanos), now).ifPresent(before::add);
        move(new MovementDetection.Input.Heard(KnownRouter.of(config, arrival, advertisement, now)));
      } else if (message instanceof NeighborAdvertisement advertisement) {
        neighborAdvertisement(arrival, advertisement);
      } else if (message instanceof NeighborSolicitation solicitation) {
        neighborSolicitation(arrival, solicitation);
      }
    }

    // RFC 6275 11.5.5: "After the mobile node sends the Binding Update, it MUST be prepared to reply to Neighbor
    // Solicitations for its home address. Such replies MUST be sent using a unicast Neighbor Advertisement to the
    // sender's link-layer address." The kernel replies as well as soon as it has the address; the home agent may ask
    // before that. Duplicate address detection of others is answered by the kernel alone.
    private void neighborSolicitation(Arrival arrival, NeighborSolicitation solicitation) {
      boolean isTold = registered instanceof RegistrationState.Returning returning && returning.isSent();
      if (isTold && solicitation.target().equals(config.homeAddress()) && !arrival.source().isUnspecified()) {
        before.add(
            NeighborPackets.answer(
                link.on(), arrival.source(), arrival.from(), config.homeAddress(), link.address()));
      }
    }

    private void neighborAdvertisement(Arrival arrival, NeighborAdvertisement advertisement) {
      if (advertisement.target().equals(config.homeAddress())) {
        // RFC 6275 11.5.5: "the mobile node SHOULD record the information from the Source Link-Layer Address option or
        // from the advertisement"
        LinkLayerAddress homeAgent =
            NeighborDiscoveryOptions.first(advertisement.options(), TargetLinkLayerAddress.class)
                .map(TargetLinkLayerAddress::address)
                .orElse(arrival.from());
        if (registered instanceof RegistrationState.Resolving && !homeAgent.equals(link.address())) {
          register(new HomeRegistration.Input.Home(Optional.of(homeAgent)));
        }
      } else if (advertisement.solicited()) {
        move(new MovementDetection.Input.Answered(advertisement.target(), arrival.from()));
      }
    }

    void mobilityMessage(Arrival arrival, MobilityHeader header) {
      if (!arrival.source().equals(config.homeAgentAddress())) {
        optimize(routeOptimization.mobilityMessage(arrival, header, now));
      } else if (header.message() instanceof BindingAcknowledgement message) {
        register(
            new HomeRegistration.Input.Acknowledged(new ReceivedAcknowledgement(arrival, header, message)));
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

    void dhcpMessage(Arrival arrival, DhcpMessage message) {
      // What the client sends has a link-local source address, to which servers and relay agents answer.
      if (arrival.in().equals(config.mobileInterface()) && arrival.destination().isLinkLocal()) {
        lease(new DhcpClient.Input.Received(message));
        followLease();
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
      ListenerReports.Step step = ListenerReports.step(config, listenerReports, input, registered, now);
      listenerReports = step.next();
      optimize(step.effects());
    }

    void deadlineReached() {
      if (movement.deadline().isDue(now)) {
        move(new MovementDetection.Input.Due());
      }
      if (dhcp.deadline().isDue(now)) {
        lease(new DhcpClient.Input.Due());
        followLease();
      }
      if (registered.deadline().isDue(now)) {
        register(new HomeRegistration.Input.Due());
      }
      optimize(routeOptimization.deadlineReached(now));
    }

    /** Lets movement detection take a step, and registration another one where the node is somewhere else by that. */
    private void move(MovementDetection.Input input) {
      Place former = movement.place();
      MovementDetection.Step step = MovementDetection.step(config, link, movement, input, now);
      movement = step.next();
      step.effects().forEach(effect -> (effect instanceof Notify ? notices : before).add(effect));
      homePrefixUntil =
          movement.network().flatMap(here -> here.validUntil(config.homePrefix())).orElse(homePrefixUntil);
      Place place = movement.place();
      if (place.equals(former)) {
        return;
      }
      renewed |= former instanceof Nowhere;
      register(
          switch (place) {
            case Nowhere _, Managed _ -> new HomeRegistration.Input.Lost();
            case Home(var router, var homeAgent) -> new HomeRegistration.Input.Home(homeAgent);
            case Away away ->
                new HomeRegistration.Input.Away(new CareOf(away.careOfAddress(), away.validUntil()));
          });
      lease(
          place
              .leasingRouter()
              .map(router -> attached(router, place))
              .orElseGet(DhcpClient.Input.Detached::new));
      followLease();
    }

    private DhcpClient.Input attached(Place.NextHop router, Place place) {
      return new DhcpClient.Input.Attached(
          new Attachment(link.address(), router.address(), router.linkLayerAddress()),
          place instanceof Away away ? away.lease() : Optional.empty());
    }

    private void lease(DhcpClient.Input input) {
      DhcpClient.Context context =
          new DhcpClient.Context(
              link.on(), link.linkLocal(), config.timers().dhcpMaximumDelay(), randomness, now);
      DhcpClient.Step step = DhcpClient.step(context, dhcp, input);
      dhcp = step.next();
      step.effects().forEach(effect -> (effect instanceof Notify ? notices : before).add(effect));
    }

    /** Tells movement detection of the lease as it is now. */
    private void followLease() {
      if (movement.place().leasingRouter().isPresent()) {
        move(new MovementDetection.Input.Leased(dhcp.lease().filter(lease -> lease.isValid(now))));
      }
    }

    private void register(HomeRegistration.Input input) {
      Context context = new Context(config, link, timeOfDay(now), homePrefixUntil, now);
      HomeRegistration.Step step = HomeRegistration.step(context, registered, input);
      registered = step.next();
      step.effects().forEach(effect -> (effect instanceof Notify ? notices : sent).add(effect));
    }

    /** Carries out what is wanted for correspondent nodes and groups. */
    void optimize(List<Effect> wanted) {
      for (Effect effect : wanted) {
        switch (effect) {
          case Effect.Unwant _ -> closed.add(effect);
          case Effect.Want _ -> opened.add(effect);
          case Notify _ -> notices.add(effect);
          case Effect.SendOnLink _, Effect.SendRouted _, Effect.FlushNeighbors _, Effect.Remember _ -> sent.add(effect);
        }
      }
    }

    List<Effect> effects() {
      optimize(routeOptimization.follow(movement.place(), registered, now));
      if (!(listenerReports instanceof ListenerReports.Withheld)) {
        report(ListenerReports.Input.FOLLOW);
      }
      registration = Optional.of(registered);
      Place last = movement.network().map(Network::place).orElse(NOWHERE);
      List<Effect> effects = new ArrayList<>(closed);
      effects.addAll(before);
      if (renewed
          || !last.equals(wishedPlace)
          || !registered.equals(wishedRegistration)
          || interfaceMtu != wishedMtu) {
        wishedPlace = last;
        wishedMtu = interfaceMtu;
        wishedRegistration = registered;
        addWishes(Wishes.of(config, last, registered, interfaceMtu), effects);
      } else {
        effects.addAll(sent);
      }
      effects.addAll(opened);
      effects.addAll(notices);
      return Collections.unmodifiableList(effects);
    }

    private void addWishes(Wishes wishes, List<Effect> effects) {
      wishes.always().forEach(item -> want(item, false, effects));
      wishes.first().forEach(item -> want(item, renewed, effects));
      leaveHomeLink(wishes, effects);
      effects.addAll(sent);
      wishes.afterwards().forEach(item -> want(item, renewed, effects));
      unwantOthers(wishes, effects);
    }

    /** With the home address its prefix leaves the link, where a Binding Update would look for the home agent. */
    private void leaveHomeLink(Wishes wishes, List<Effect> effects) {
      Desired.Key home = new Desired.AddressKey(config.mobileInterface(), config.homeAddress());
      if (wishes.afterwards().stream().noneMatch(item -> item.key().equals(home)) && wanted.remove(home) != null) {
        effects.add(new Effect.Unwant(home));
      }
    }

    /** Wants {@code item} if that is news, or once more where the host may have lost it: the cable was pulled. */
    private void want(Desired item, boolean again, List<Effect> effects) {
      Desired former = wanted.put(item.key(), item);
      if (!item.equals(former) || again) {
        effects.add(new Effect.Want(item));
      }
    }

    private void unwantOthers(Wishes wishes, List<Effect> effects) {
      List<Desired.Key> keys = new ArrayList<>(wanted.keySet());
      Stream.of(wishes.always(), wishes.first(), wishes.afterwards())
          .flatMap(List::stream)
          .forEach(item -> keys.remove(item.key()));
      Collections.reverse(keys);
      for (Desired.Key key : keys) {
        wanted.remove(key);
        effects.add(new Effect.Unwant(key));
      }
    }
  }
}
