package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Role;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.mobilenode.CorrespondentState.Sends;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastListenerQuery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * A mobile node. It may have several home addresses (RFC 6275 3.2) on one home link or several, each of which uses one
 * home agent at a time; all that are not at home where the node is are registered with the same care-of address.
 *
 * <p>It gives its wishes in the order in which they are needed: what a Binding Update needs to be sent comes first, and
 * that the home address leaves the link, then the Binding Update, then what had to wait for it, then what is no longer
 * wanted, and last what there is to tell.
 */
public final class MobileNode implements Node {

  private final Randomness randomness;
  private final Renumbering renumbering;
  private final WantedItems wanted = new WantedItems();
  private final InterfaceChoice choice;
  private final HeardHomeAgents heardHomeAgents;
  private final List<HomeAddressUse> homes = new ArrayList<>();
  private Set<Ipv6Address> homeAddresses = Set.of();

  // What was recalled, until the first other event: a home address that was formed is recalled in no certain order.
  private final List<Memory> recalled = new ArrayList<>();

  private long wallClockOffsetNanos;
  private Time resumed = RegistrationState.Entry.LONG_AGO;
  // Where the node was, and by which interface, when the registration was last told of it.
  private Place stands = new Nowhere();
  private MobileInterface standsBy;

  // Of what the wishes were made that hold now: most events change nothing of it.
  private List<Wishes.OfHome> wishedIn = List.of();

  /** A mobile node that does not yet know where it is. */
  public MobileNode(MobileNodeConfig config, Randomness randomness) {
    this.randomness = randomness;
    this.renumbering = new Renumbering(config);
    this.heardHomeAgents = new HeardHomeAgents(() -> renumbering.config().homePrefixes());
    this.choice =
        new InterfaceChoice(
            config.interfaces().stream()
                .map(name -> new MobileInterface(renumbering::ofLinks, name, randomness))
                .toList());
    this.standsBy = choice.used();
    takeUpHomes();
  }

  /** Begins with each home address that is new. */
  private List<HomeAddressUse> takeUpHomes() {
    List<HomeAddressUse> begun =
        renumbering.inUse().stream().filter(each -> find(each.homeAddress()).isEmpty()).map(this::home).toList();
    homes.addAll(begun);
    homeAddresses = Set.copyOf(renumbering.inUse().stream().map(MobileNodeConfig::homeAddress).toList());
    return begun;
  }

  private HomeAddressUse home(MobileNodeConfig each) {
    return new HomeAddressUse(
        each,
        new Registrar(each, heardHomeAgents, randomness, moment -> moment.timeOfDay(wallClockOffsetNanos)),
        renumbering.prefixesOf(each),
        randomness,
        peer -> besides(each.homeAddress()).map(other -> other.sendsTo(peer)).reduce(Sends.NONE, Sends::and));
  }

  /** All home addresses but one. */
  private Stream<HomeAddressUse> besides(Ipv6Address homeAddress) {
    return homes.stream().filter(home -> !home.address().equals(homeAddress));
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    if (event instanceof Event.WallClockSet(long offsetNanos)) {
      wallClockOffsetNanos = offsetNanos;
    }
    if (!(event instanceof Event.Recalled || event instanceof Event.WallClockSet)) {
      recalled.clear();
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
      case Event.TrafficSeen seen -> turn.forEach(home -> home.trafficSeen(seen, now));
      case Event.ErrorReceived(var arrival, Icmpv6Message message) ->
          turn.forEach(home -> home.errorReceived(message, now));
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
    return homeAddresses;
  }

  @Override
  public Role role() {
    return Role.MOBILE_NODE;
  }

  @Override
  public Time nextDeadline() {
    Time earliest = Time.earlier(choice.deadline(), renumbering.deadline());
    for (HomeAddressUse home : homes) {
      earliest = Time.earlier(earliest, home.deadline());
    }
    for (MobileInterface each : choice.all()) {
      earliest = Time.earlier(earliest, each.deadline());
    }
    return earliest;
  }

  /** The home agents that were heard, by their links, the most preferable of each first; then those told of. */
  public List<KnownHomeAgent> knownHomeAgents(Time now) {
    return KnownHomeAgent.merge(homes.stream().map(home -> home.knownHomeAgents(now)).toList());
  }

  /** Where the node stands. */
  public MobileNodeSnapshot snapshot(Time now) {
    return Snapshots.of(homes, choice, now);
  }

  private Optional<HomeAddressUse> find(Ipv6Address homeAddress) {
    return homes.stream().filter(home -> home.address().equals(homeAddress)).findFirst();
  }

  /** The home addresses that a message may be about: that which it names, or all where it names none. */
  private List<HomeAddressUse> concerned(Arrival arrival) {
    return arrival
        .type2HomeAddress()
        .flatMap(this::find)
        .or(() -> find(arrival.destination()))
        .map(List::of)
        .orElse(homes);
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
      homes.forEach(home -> home.begin(timeOfDay(now), now));
    }

    void recalled(Memory item) {
      recalled.add(item);
      if (item instanceof Memory.HeardHomeAgents items) {
        heardHomeAgents.recall(items);
      } else if (item instanceof Memory.RenumberedHomeAddresses items) {
        renumbering.recall(items);
        giveUpEnded();
        takeUp();
      } else {
        homes.forEach(home -> home.recall(item, timeOfDay(now), now));
      }
    }

    private void takeUp() {
      for (HomeAddressUse home : takeUpHomes()) {
        home.begin(timeOfDay(now), now);
        recalled.forEach(item -> home.recall(item, timeOfDay(now), now));
        notices.add(new Notify(new MobilePrefixNotice.HomeAddressFormed(home.address())));
        carryOut(home, home.moved(moment(home), false));
      }
    }

    /** Lets home addresses come and go with the prefixes of the home link. */
    private void renumber() {
      if (renumbering.follow(now)) {
        before.add(renumbering.memory());
        giveUpEnded();
        takeUp();
      }
    }

    private void giveUpEnded() {
      for (HomeAddressUse home : List.copyOf(homes)) {
        if (renumbering.inUse().stream().noneMatch(each -> each.homeAddress().equals(home.address()))) {
          carryOut(home, home.ended());
          homes.remove(home);
          notices.add(new Notify(new MobilePrefixNotice.HomeAddressEnded(home.address())));
        }
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
      Optional<HomeAddressUse> mine = find(address);
      mine.ifPresent(home -> home.onLink(changed.state() == Event.AddressState.READY));
      switch (changed.state()) {
        case TENTATIVE, OPTIMISTIC, READY -> {
          if (address.isLinkLocal()) {
            on.linkLocal(address);
          }
        }
        case DUPLICATE -> {
          mine.ifPresent(home -> carryOut(home, home.defended(moment(home))));
          if (mine.isEmpty()) {
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

    private void neighborSolicitation(MobileInterface on, Arrival arrival, NeighborSolicitation solicitation) {
      if (on == choice.used()) {
        find(solicitation.target()).ifPresent(home -> before.addAll(home.solicited(on.link(), arrival)));
      }
    }

    private void neighborAdvertisement(
        MobileInterface on, Arrival arrival, NeighborAdvertisement advertisement) {
      Optional<HomeAddressUse> claimed = find(advertisement.target());
      if (claimed.isPresent() && on == choice.used()) {
        LinkLayerAddress by =
            NeighborDiscoveryOptions.first(advertisement.options(), TargetLinkLayerAddress.class)
                .map(TargetLinkLayerAddress::address)
                .orElse(arrival.from());
        carryOut(claimed.get(), claimed.get().claimed(moment(claimed.get()), by));
      } else if (claimed.isEmpty() && advertisement.solicited()) {
        observe(on, () -> on.answered(advertisement.target(), arrival.from(), now));
      }
    }

    void mobilityMessage(Arrival arrival, MobilityHeader header) {
      concerned(arrival)
          .forEach(home -> carryOut(home, home.mobilityMessage(moment(home), arrival, header)));
    }

    void discoveryMessage(Arrival arrival, Icmpv6Message message) {
      if (message instanceof HomeAgentAddressDiscoveryReply reply && choice.find(arrival.in()).isPresent()) {
        forEach(home -> home.homeAgentsTold(moment(home), arrival, reply));
      }
      concerned(arrival).forEach(home -> carryOut(home, home.discoveryMessage(arrival, message, now)));
    }

    void dhcpMessage(Arrival arrival, DhcpMessage message) {
      // What the client sends has a link-local source address, to which servers and relay agents answer.
      if (arrival.destination().isLinkLocal()) {
        choice.find(arrival.in()).ifPresent(on -> observe(on, () -> on.dhcpMessage(message, now)));
      }
    }

    void forwardingFailed(Ipv6Address homeAddress, String reason) {
      find(homeAddress)
          .ifPresent(
              home -> carryOut(home, List.of(new Notify(new MobileNodeNotice.ForwardingFailed(reason)))));
    }

    void listenerMessage(BindingKey through, Icmpv6Message message) {
      boolean isQuery = message instanceof MulticastListenerQuery || message instanceof MulticastListenerQueryV2;
      if (isQuery) {
        find(through.homeAddress()).ifPresent(home -> carryOut(home, home.listenersAsked(now)));
      }
    }

    void deadlineReached() {
      for (MobileInterface each : choice.all()) {
        observe(each, () -> each.deadlineReached(now));
      }
      forEach(home -> home.deadlineReached(moment(home)));
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
      homes.forEach(home -> home.observe(on, now));
      renumbering.observe(on, now);
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
      forEach(home -> home.moved(moment(home), other));
    }

    private HomeAddressUse.Moment moment(HomeAddressUse home) {
      Ipv6Address homeAgent = home.config().homeAgentAddress();
      RecentSends others = RecentSends.NONE;
      for (HomeAddressUse each : homes) {
        others = each == home ? others : others.and(each.updatesTo(homeAgent));
      }
      return new HomeAddressUse.Moment(
          choice.used().link(),
          stands.to(home.config().homePrefix()),
          mayChangeInterface(home),
          others,
          timeOfDay(now),
          resumed,
          now);
    }

    // Where one home agent answers by the interface, the silence of another is its own, or that of the way to it; and
    // what is at home stays there.
    /** Whether there is another interface, and no other home address is registered, or at home, by that in use. */
    private boolean mayChangeInterface(HomeAddressUse home) {
      return choice.hasOther() && besides(home.address()).noneMatch(other -> other.isServedAt(stands));
    }

    /** Does for each home address what {@code step} says. */
    void forEach(Function<HomeAddressUse, List<Effect>> step) {
      homes.forEach(home -> carryOut(home, step.apply(home)));
    }

    /** Carries out what is wanted to register, for correspondent nodes and groups, or to learn of prefixes. */
    private void carryOut(HomeAddressUse home, List<Effect> wanted) {
      for (Effect effect : wanted) {
        switch (effect) {
          case Effect.Unwant(Desired.Key key) when homes.stream().anyMatch(each -> each.wantsForReports(key)) -> {}
          case Effect.Unwant _ -> closed.add(effect);
          case Effect.Want _ -> opened.add(effect);
          case Notify(Notice notice) ->
              notices.add(homes.size() > 1 ? new Notify(new HomeAddressNotice(home.address(), notice)) : effect);
          case Effect.SendOnLink _, Effect.SendRouted _, Effect.FlushNeighbors _, Effect.Remember _ -> sent.add(effect);
        }
      }
    }

    /** Leaves an interface by which a home agent does not answer, or refuses the care-of address, for another one. */
    private void giveUpOn() {
      if (!choice.hasOther()) {
        return;
      }
      List<HomeAddressUse> inVain =
          homes.stream().filter(home -> mayChangeInterface(home) && home.isInterfaceInVain(now)).toList();
      if (!inVain.isEmpty()) {
        inVain.forEach(HomeAddressUse::interfaceLeft);
        choice.failed(now);
        choice.choose(now);
        stand();
      }
    }

    List<Effect> effects() {
      renumber();
      giveUpOn();
      List<Wishes.OfHome> situation = new ArrayList<>();
      for (HomeAddressUse home : homes) {
        HomeAddressUse.Followed followed = home.follow(moment(home), choice, renumbering.use(home.config(), now));
        carryOut(home, followed.effects());
        situation.add(followed.situation());
      }
      List<Effect> effects = new ArrayList<>(closed);
      effects.addAll(before);
      if (renewed || !situation.equals(wishedIn)) {
        wishedIn = situation;
        effects.addAll(wanted.follow(renumbering.config(), Wishes.of(renumbering.config(), situation), sent, renewed));
      } else {
        effects.addAll(sent);
      }
      effects.addAll(opened);
      effects.addAll(notices);
      return Collections.unmodifiableList(effects);
    }
  }
}
