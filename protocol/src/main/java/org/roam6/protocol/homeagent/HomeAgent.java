package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Role;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.AcknowledgementProtection;
import org.roam6.protocol.auth.BindingUpdateAuthenticator;
import org.roam6.protocol.auth.BindingUpdateVerdict;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.BindingMachine.Input;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** A home agent on one home link (RFC 6275 8.4, 10). */
public final class HomeAgent implements Node {

  private final HomeAgentConfig config;
  private final Set<Ipv6Address> otherHomeAgents;
  private final BindingUpdateAuthenticator authenticator;
  private final RefusalLimits refusalLimits;
  private final BindingTable table;
  private final Admission admission;
  private final HomeAddresses homeAddresses;
  private final ForgottenMobileNodes forgotten;
  private final AddressDiscovery discovery;
  private final HomeNetworkPrefixes prefixes;
  private final PrefixDiscovery prefixDiscovery;
  private final Optional<GroupListeners> groups;
  private final Counters counters = new Counters();
  private final Set<Ipv6Address> ownAddresses = new TreeSet<>();
  private LinkLayerAddress linkLayerAddress = new LinkLayerAddress(0);
  private LinkPresence presence = LinkPresence.ABSENT;
  private long wallClockOffsetNanos;

  /** A home agent without bindings, the only one of its host. */
  public HomeAgent(HomeAgentConfig config, Randomness randomness) {
    this(config, Set.of(), randomness);
  }

  private HomeAgent(HomeAgentConfig config, Set<Ipv6Address> otherHomeAgents, Randomness randomness) {
    this.config = config;
    this.otherHomeAgents = Set.copyOf(otherHomeAgents);
    this.discovery = new AddressDiscovery(config, randomness);
    this.groups = config.multicast().map(limits -> new GroupListeners(config, limits));
    this.authenticator = new BindingUpdateAuthenticator(config.security());
    this.refusalLimits = new RefusalLimits(config.limits());
    this.homeAddresses = new HomeAddresses(config.security());
    this.forgotten = new ForgottenMobileNodes(config, homeAddresses);
    this.table =
        new BindingTable(
            config.hasVirtualHomeLink() ? Optional.empty() : Optional.of(config.homeInterface()));
    this.admission = new Admission(config, table, ownAddresses);
    this.prefixes = new HomeNetworkPrefixes(config);
    this.prefixDiscovery = new PrefixDiscovery(config, randomness, prefixes);
  }

  /** The home agents of one host, each for a home prefix and with an address of its own. */
  public static List<HomeAgent> ofOneHost(List<HomeAgentConfig> configs, Randomness randomness) {
    Set<Ipv6Address> all = configs.stream().map(HomeAgentConfig::homeAgentAddress).collect(Collectors.toSet());
    return configs.stream().map(config -> new HomeAgent(config, others(all, config), randomness)).toList();
  }

  private static Set<Ipv6Address> others(Set<Ipv6Address> all, HomeAgentConfig config) {
    Set<Ipv6Address> others = new TreeSet<>(all);
    others.remove(config.homeAgentAddress());
    return others;
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    // A probe or an answer that came in before a deadline is heard before that deadline is acted on.
    List<Effect> effects = new ArrayList<>();
    if (event instanceof Event.NeighborMessageReceived(Arrival arrival, Icmpv6Message message)) {
      effects.addAll(heard(arrival, message, now));
    }
    effects.addAll(due(now));
    effects.addAll(
        switch (event) {
          case Event.MobilityMessageReceived(Arrival arrival, MobilityHeader header, _)
              when header.message() instanceof BindingUpdate update ->
              received(arrival, header, update, now);
          case Event.LinkChanged(var name, var newPresence, var address, _)
              when name.equals(config.homeInterface()) ->
              linkChanged(newPresence, address, now);
          case Event.AddressChanged(var on, var address, var state) when on.equals(config.homeInterface()) ->
              addressChanged(address, state);
          case Event.WallClockSet(var offsetNanos) -> clockSet(offsetNanos, now);
          case Event.NeighborMessageReceived(Arrival arrival, RouterAdvertisement advertisement)
              when arrival.in().equals(config.homeInterface()) -> {
            discovery.heard(arrival.source(), advertisement, now);
            yield advertised(advertisement, now);
          }
          case Event.DiscoveryMessageReceived(Arrival arrival, HomeAgentAddressDiscoveryRequest request) ->
              discovery.answer(arrival, request, now).stream().toList();
          case Event.DiscoveryMessageReceived(Arrival arrival, MobilePrefixSolicitation solicitation)
              when !otherHomeAgents.contains(arrival.destination()) ->
              prefixDiscovery.solicited(arrival, solicitation, instant(now), now);
          case Event.Recalled(Memory.AcceptedTimestamp accepted) -> {
            authenticator.recall(accepted, now);
            yield List.of();
          }
          case Event.Recalled(Memory.EarlyBindingUpdate early) -> {
            authenticator.recall(early);
            yield List.of();
          }
          case Event.Recalled(Memory.HomeRegistration registration) -> recalled(registration, now);
          case Event.ForwardingFailed(var key, var reason) when table.get(key) instanceof BindingState.Bound ->
              List.of(new Notify(new HomeAgentNotice.ForwardingImpossible(key.homeAddress(), reason)));
          case Event.ListenerMessageReceived(BindingKey through, Icmpv6Message message) ->
              groups.map(each -> each.heard(through, message, linkLayerAddress, now)).orElse(List.of());
          case Event.UnboundTunnelPacket packet -> forgotten.heard(packet, table, ownAddresses, now);
          case Event.MobilityMessageReceived _,
              Event.LinkChanged _,
              Event.AddressChanged _,
              Event.NeighborMessageReceived _,
              Event.DiscoveryMessageReceived _,
              Event.DhcpMessageReceived _,
              Event.DeadlineReached _,
              Event.PacketReceived _,
              Event.TunnelPacketReceived _,
              Event.ErrorReceived _,
              Event.Recalled _,
              Event.ForwardingFailed _,
              Event.UnboundHomeAddress _,
              Event.TrafficSeen _,
              Event.Resumed _,
              Event.InterfacePreferred _,
              Event.Stopping _ ->
              List.<Effect>of();
        });
    counters.count(effects);
    return effects;
  }

  @Override
  public Role role() {
    return Role.HOME_AGENT;
  }

  @Override
  public Time nextDeadline() {
    Time others =
        Time.earlier(prefixDiscovery.nextDeadline(), groups.map(GroupListeners::nextDeadline).orElse(Time.NEVER));
    return Time.earlier(table.nextDeadline(), others);
  }

  /** What it does at {@code now}; takes the longer, the more bindings there are. */
  public HomeAgentSnapshot snapshot(Time now) {
    List<HomeAgentSnapshot.Binding> bindings = new ArrayList<>();
    for (BindingKey key : table.keys()) {
      HomeAgentSnapshot.Binding.of(table.get(key), now).ifPresent(bindings::add);
    }
    return snapshot(bindings, now);
  }

  /** What it does at {@code now}, without the single bindings. */
  public HomeAgentSnapshot summary(Time now) {
    return snapshot(List.of(), now);
  }

  private HomeAgentSnapshot snapshot(List<HomeAgentSnapshot.Binding> bindings, Time now) {
    return new HomeAgentSnapshot(
        config.homeAgentAddress(),
        config.homePrefix(),
        config.limits().maximumBindings(),
        table.bindings(),
        bindings,
        discovery.others(now),
        counters.discarded(),
        counters.refused(),
        counters.prohibited(),
        counters.prefixDiscovery());
  }

  private List<Effect> due(Time now) {
    List<Effect> effects = new ArrayList<>();
    Optional<BindingKey> key = table.firstDue(now);
    while (key.isPresent()) {
      effects.addAll(step(key.get(), new Input.Due(), now));
      key = table.firstDue(now);
    }
    effects.addAll(prefixDiscovery.due(instant(now), now));
    groups.ifPresent(each -> effects.addAll(each.due(linkLayerAddress, now)));
    return effects;
  }

  private List<Effect> linkChanged(LinkPresence newPresence, LinkLayerAddress address, Time now) {
    boolean ready = newPresence == LinkPresence.CARRIER;
    boolean news = presence != LinkPresence.CARRIER || !linkLayerAddress.equals(address);
    List<Effect> effects = new ArrayList<>();
    if (presence == LinkPresence.ABSENT && newPresence != LinkPresence.ABSENT) {
      effects.addAll(HomeLink.wishes(config, discovery.anycastAddress()));
    }
    presence = newPresence;
    if (newPresence != LinkPresence.ABSENT) {
      linkLayerAddress = address;
    }
    if (ready && news && !config.hasVirtualHomeLink()) {
      table.keys().forEach(key -> effects.addAll(step(key, new Input.LinkReady(), now)));
    }
    return effects;
  }

  // RFC 6275 10.3.1 allows for it: "If the home agent stores the Binding Cache entry in nonvolatile storage"
  private List<Effect> recalled(Memory.HomeRegistration registration, Time now) {
    BindingCacheEntry remembered = BindingCacheEntry.of(registration, instant(now), now);
    Time prefixEnd = prefixes.home().end(instant(now), now);
    BindingCacheEntry entry = remembered.endingAt(Time.earlier(remembered.expiry(), prefixEnd));
    if (entry.expiry().isDue(now) && !registration.lifetime().isZero()) {
      // Or a wall clock that is set back before the next start would revive it.
      return List.of(new Effect.Remember(entry.ended().memory(instant(now), now)));
    }
    if (entry.expiry().isDue(now) || !mayRegister(registration.homeAddress()) || admission.isFull()) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>(step(entry.key(), new Input.Restored(entry), now));
    if (presence == LinkPresence.CARRIER && !config.hasVirtualHomeLink()) {
      effects.addAll(step(entry.key(), new Input.LinkReady(), now));
    }
    return effects;
  }

  /** Whether anybody may register the home address, as the home agent is configured now. */
  private boolean mayRegister(Ipv6Address homeAddress) {
    return config.homePrefix().contains(homeAddress)
        && !admission.isTaken(homeAddress)
        && homeAddresses.contains(homeAddress);
  }

  private List<Effect> advertised(RouterAdvertisement advertisement, Time now) {
    HomePrefix before = prefixes.home();
    boolean news = prefixes.heard(advertisement, now);
    List<Effect> effects = new ArrayList<>();
    if (!prefixes.home().equals(before)) {
      effects.addAll(prefixChanged(now));
    }
    if (news) {
      effects.addAll(prefixDiscovery.news(instant(now), now));
    }
    return effects;
  }

  private List<Effect> prefixChanged(Time now) {
    Time end = prefixes.home().end(instant(now), now);
    // No binding lasts longer, and there may be very many.
    if (now.plus(Lifetime.LONGEST.duration()).isBefore(end)) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    table.keys().forEach(key -> effects.addAll(step(key, new Input.PrefixEnds(end), now)));
    effects.addAll(due(now));
    return effects;
  }

  private List<Effect> clockSet(long offsetNanos, Time now) {
    boolean news = prefixes.areOthersAfter(Duration.ofNanos(offsetNanos - wallClockOffsetNanos));
    wallClockOffsetNanos = offsetNanos;
    authenticator.clockSet(timeOfDay(now), now);
    List<Effect> effects = new ArrayList<>(prefixChanged(now));
    if (news) {
      effects.addAll(prefixDiscovery.news(instant(now), now));
    }
    return effects;
  }

  private HomePrefix.Left prefixLeft(Time now) {
    return prefixes.home().left(instant(now), now);
  }

  private List<Effect> addressChanged(Ipv6Address address, AddressState state) {
    switch (state) {
      case TENTATIVE, OPTIMISTIC, READY -> ownAddresses.add(address);
      case DUPLICATE, ABSENT -> ownAddresses.remove(address);
    }
    return List.of();
  }

  private List<Effect> heard(Arrival arrival, Icmpv6Message message, Time now) {
    if (!arrival.in().equals(config.homeInterface()) || arrival.from().equals(linkLayerAddress)) {
      return List.of();
    }
    Optional<Ipv6Address> target = Optional.empty();
    if (message instanceof NeighborSolicitation solicitation) {
      target = Optional.of(solicitation.target());
    } else if (message instanceof NeighborAdvertisement advertisement) {
      target = Optional.of(advertisement.target());
    }
    return target
        .flatMap(table::claimant)
        .map(key -> step(key, new Input.Heard(arrival, message), now))
        .orElse(List.of());
  }

  private List<Effect> step(BindingKey key, Input input, Time now) {
    BindingMachine machine = new BindingMachine(config, linkLayerAddress, prefixLeft(now), instant(now));
    List<Effect> effects = table.enter(key, machine.step(table.get(key), input, now));
    prefixDiscovery.follow(key, table.get(key), instant(now), now);
    return groups.map(each -> each.follow(key, table.get(key), linkLayerAddress, now))
        .filter(more -> !more.isEmpty())
        .map(more -> Stream.concat(effects.stream(), more.stream()).toList())
        .orElse(effects);
  }

  // RFC 6275 10.3.1: "it MUST validate it [...] according to the steps described in Section 9.5.1. Furthermore, it MUST
  // authenticate the Binding Update"
  private List<Effect> received(Arrival arrival, MobilityHeader header, BindingUpdate update, Time now) {
    // RFC 6275 9.5.1: where H is not set, "The Binding Authorization Data mobility option MUST be present": the
    // correspondent node answers what return routability authorizes, and knows that there are home registrations.
    boolean toCorrespondent = !update.home() && update.option(BindingAuthorizationData.class).isPresent();
    if (toCorrespondent || otherHomeAgents.contains(arrival.destination())) {
      return List.of();
    }
    return switch (BindingUpdateCheck.of(arrival, update, config)) {
      case BindingUpdateCheck.Failed(var cause) -> discard(arrival, cause);
      case BindingUpdateCheck.Passed(var homeAddress, var careOfAddress) -> {
        BindingUpdateVerdict verdict =
            authenticator.judge(header, careOfAddress, homeAddress, timeOfDay(now), now);
        yield judged(arrival, update, new Subject(homeAddress, careOfAddress), verdict, now);
      }
    };
  }

  private Instant instant(Time now) {
    return now.timeOfDay(wallClockOffsetNanos);
  }

  private NtpTimestamp timeOfDay(Time now) {
    return NtpTimestamp.ofUnixNanos(wallClockOffsetNanos + now.nanos());
  }

  /** Which addresses a Binding Update is about. */
  private record Subject(Ipv6Address homeAddress, Ipv6Address careOfAddress) {}

  private List<Effect> judged(
      Arrival arrival, BindingUpdate update, Subject subject, BindingUpdateVerdict verdict, Time now) {
    return switch (verdict) {
      case BindingUpdateVerdict.Unidentified(var cause) -> discard(arrival, DiscardCause.of(cause));
      case BindingUpdateVerdict.Refused(var association, var reason, var protection) ->
          refuse(arrival, association, request(arrival, update, subject, protection), Obstacle.status(reason), now);
      case BindingUpdateVerdict.Early(var association, var protection, var memory) -> {
        BindingRequest request = request(arrival, update, subject, protection);
        List<Effect> effects = new ArrayList<>();
        memory.map(Effect.Remember::new).ifPresent(effects::add);
        effects.addAll(refuse(arrival, association, request, BindingAcknowledgementStatus.ID_MISMATCH, now));
        yield effects;
      }
      case BindingUpdateVerdict.PlayedBack(var last, var protection) ->
          playedBack(request(arrival, update, subject, protection), last);
      case BindingUpdateVerdict.ForeignHomeAddress(var association, var protection)
          when !config.homePrefix().contains(subject.homeAddress()) ->
          refuse(
              arrival,
              association,
              request(arrival, update, subject, protection),
              BindingAcknowledgementStatus.NOT_HOME_SUBNET,
              now);
      case BindingUpdateVerdict.ForeignHomeAddress _ -> discard(arrival, DiscardCause.FOREIGN_HOME_ADDRESS);
      case BindingUpdateVerdict.Accepted(var protection) -> {
        // Before anything that follows from it: after a restart the same Binding Update is not to be accepted again.
        List<Effect> effects = new ArrayList<>();
        protection.memory().map(Effect.Remember::new).ifPresent(effects::add);
        effects.addAll(authorized(arrival, update.home(), request(arrival, update, subject, protection), now));
        yield effects;
      }
    };
  }

  /** The binding may have seen a number that is greater than the {@code last} of those that were refused as early. */
  private List<Effect> playedBack(BindingRequest request, SequenceNumber last) {
    BindingState state = table.get(request.key());
    SequenceNumber toExceed = state.lastSequence().filter(number -> number.isGreaterThan(last)).orElse(last);
    return BindingMachine.refuseSequence(state, request, toExceed).effects();
  }

  private List<Effect> authorized(Arrival arrival, boolean homeRegistration, BindingRequest request, Time now) {
    BindingState state = table.get(request.key());
    if (!homeRegistration) {
      // RFC 6275 9.5.1: "If a binding already exists [...] and the home registration flag has a different value [...]
      // the receiving node MUST send back a Binding Acknowledgement with status code 139"; without one it is for a
      // correspondent node, and has to carry what proves return routability
      return state.claimed().isEmpty()
          ? discard(arrival, DiscardCause.NO_HOME_REGISTRATION)
          : Obstacle.of(BindingAcknowledgementStatus.REGISTRATION_TYPE_CHANGE_DISALLOWED).refuse(request);
    }
    if (request.lifetime().isZero() && state instanceof BindingState.Absent && !admission.mayRemember(request)) {
      return Obstacle.of(BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE).refuse(request);
    }
    Input input =
        request.lifetime().isZero()
            ? new Input.Deregister(request)
            : new Input.Register(request, admission.obstacle(request, state, prefixLeft(now), presence));
    return step(request.key(), input, now);
  }

  private BindingRequest request(
      Arrival arrival, BindingUpdate update, Subject subject, AcknowledgementProtection protection) {
    return new BindingRequest(
        BindingKey.of(subject.homeAddress()),
        subject.careOfAddress(),
        new SequenceNumber(update.sequenceNumber()),
        new Lifetime(update.lifetimeUnits()),
        update.linkLocalCompatibility(),
        AcknowledgementPath.backTo(arrival, config),
        protection);
  }

  private List<Effect> refuse(
      Arrival arrival,
      SecurityAssociation association,
      BindingRequest request,
      BindingAcknowledgementStatus status,
      Time now) {
    return refusalLimits.take(association, status, now)
        ? Obstacle.of(status).refuse(request)
        : discard(arrival, DiscardCause.REFUSAL_LIMIT);
  }

  private static List<Effect> discard(Arrival arrival, DiscardCause cause) {
    return List.of(new Notify(new HomeAgentNotice.BindingUpdateDiscarded(arrival.source(), cause)));
  }
}
