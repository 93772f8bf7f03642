package org.roam6.protocol.correspondent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Role;
import org.roam6.protocol.SignallingPacket;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.correspondent.BindingMachine.Input;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.UnknownMobilityMessage;

/**
 * A correspondent node (RFC 6275 8.2, 9). A restart loses its node keys, nonces and bindings on purpose: nothing of them
 * is worth a file, and what mobile nodes believe in heals by the answers 136 to 138 and by Binding Errors.
 */
public final class Correspondent implements Node {

  /** More than a clock that is merely wrong is set forward by, as a rule. */
  private static final long MISSED_TIME_NANOS = 1_000_000_000;

  private final CorrespondentConfig config;
  private final BindingMachine machine;
  private final BindingCache cache;
  private final Nonces nonces;
  private final Counters counters = new Counters();
  private final Set<Ipv6Address> ownAddresses = new TreeSet<>();
  private Optional<Long> wallClockOffsetNanos = Optional.empty();

  /** A correspondent node without bindings. */
  public Correspondent(CorrespondentConfig config, Randomness randomness) {
    this.config = config;
    this.machine = new BindingMachine(config);
    this.cache = new BindingCache(config);
    this.nonces = new Nonces(randomness);
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    List<Effect> effects = new ArrayList<>(due(now));
    effects.addAll(
        switch (event) {
          case Event.MobilityMessageReceived(Arrival arrival, MobilityHeader header, _) when isOurs(header) ->
              received(arrival, header, now);
          case Event.TrafficSeen(DirectPath.Key between, Event.Way way)
              when between.side() == DirectPath.Side.CORRESPONDENT ->
              step(between, new Input.Used(way), now);
          case Event.ErrorReceived(_, DestinationUnreachable error) -> unreachable(error, now);
          case Event.AddressChanged(_, var address, var state) -> {
            addressChanged(address, state);
            yield List.of();
          }
          case Event.WallClockSet(long offsetNanos) -> {
            clockSet(offsetNanos);
            yield List.of();
          }
          case Event.Resumed() -> {
            nonces.invalidateAll();
            yield List.of();
          }
          case Event.MobilityMessageReceived _,
              Event.ErrorReceived _,
              Event.TrafficSeen _,
              Event.InterfacePreferred _,
              Event.TunnelPacketReceived _,
              Event.ListenerMessageReceived _,
              Event.LinkChanged _,
              Event.NeighborMessageReceived _,
              Event.DiscoveryMessageReceived _,
              Event.DhcpMessageReceived _,
              Event.DeadlineReached _,
              Event.PacketReceived _,
              Event.Recalled _,
              Event.ForwardingFailed _,
              Event.UnboundHomeAddress _,
              Event.UnboundTunnelPacket _,
              Event.Stopping _ ->
              List.<Effect>of();
        });
    counters.count(effects);
    return effects;
  }

  @Override
  public Role role() {
    return Role.CORRESPONDENT;
  }

  @Override
  public Time nextDeadline() {
    return Time.earlier(cache.nextDeadline(), nonces.nextDeadline());
  }

  /** What it does at {@code now}. */
  public CorrespondentSnapshot snapshot(Time now) {
    List<CorrespondentSnapshot.Binding> bindings = new ArrayList<>();
    for (BindingState state : cache.all()) {
      if (state instanceof BindingState.Bound bound) {
        bindings.add(CorrespondentSnapshot.Binding.of(bound, now));
      }
    }
    return new CorrespondentSnapshot(
        config.limits().maximumBindings(),
        bindings,
        cache.remembered(),
        nonces.count(),
        counters.homeTests(),
        counters.careOfTests(),
        counters.discarded(),
        counters.refused());
  }

  private List<Effect> due(Time now) {
    nonces.expire(now);
    List<Effect> effects = new ArrayList<>();
    Optional<DirectPath.Key> key = cache.firstDue(now);
    while (key.isPresent()) {
      effects.addAll(step(key.get(), new Input.Due(), now));
      key = cache.firstDue(now);
    }
    return effects;
  }

  private List<Effect> step(DirectPath.Key key, Input input, Time now) {
    List<Effect> effects = new ArrayList<>(cache.enter(key, machine.step(cache.get(key), input, now)));
    effects.addAll(forget());
    return effects;
  }

  /**
   * A virtual machine that was resumed from a snapshot finds its clock set forward, by a time in which nonces have become
   * too old, and in which others of the same index may have been made.
   */
  private void clockSet(long offsetNanos) {
    if (wallClockOffsetNanos.filter(before -> offsetNanos - before > MISSED_TIME_NANOS).isPresent()) {
      nonces.invalidateAll();
    }
    wallClockOffsetNanos = Optional.of(offsetNanos);
  }

  private void addressChanged(Ipv6Address address, AddressState state) {
    switch (state) {
      case TENTATIVE, OPTIMISTIC, READY -> ownAddresses.add(address);
      case DUPLICATE, ABSENT -> ownAddresses.remove(address);
    }
  }

  /** Whether no home agent in the same process looks after a message: RFC 6275 10.3.1, "home registrations". */
  private boolean isOurs(MobilityHeader header) {
    boolean homeRegistration = header.message() instanceof BindingUpdate update && update.home();
    return !homeRegistration || config.homePrefixes().isEmpty();
  }

  private List<Effect> received(Arrival arrival, MobilityHeader header, Time now) {
    // RFC 6275 6.2.7: "if the message is sent to a destination that is itself mobile, [...] the home address from the
    // type 2 Routing header should be used"
    Ipv6Address own = arrival.type2HomeAddress().orElse(arrival.destination());
    return switch (header.message()) {
      case HomeTestInit init ->
          testInit(arrival, own, now).map(nonce -> homeTest(arrival, own, init, nonce)).orElse(List.of());
      case CareOfTestInit init ->
          testInit(arrival, own, now).map(nonce -> careOfTest(arrival, own, init, nonce)).orElse(List.of());
      case BindingUpdate update -> received(arrival, own, header, update, now);
      case BindingRefreshRequest _,
          HomeTest _,
          CareOfTest _,
          BindingAcknowledgement _,
          BindingError _,
          UnknownMobilityMessage _ ->
          List.of();
    };
  }

  /** The nonce for the answer to a Home or Care-of Test Init message; empty where it gets none. */
  private Optional<Nonce> testInit(Arrival arrival, Ipv6Address own, Time now) {
    // RFC 6275 9.4.1, 9.4.2: "The packet MUST NOT include a Home Address destination option", else it "MUST be silently
    // ignored"
    if (arrival.homeAddressOption().isPresent()) {
      counters.discarded(DiscardCause.HOME_ADDRESS_OPTION);
      return Optional.empty();
    }
    if (!own.isUnicastRoutable()) {
      counters.discarded(DiscardCause.OWN_ADDRESS_NOT_ROUTABLE);
      return Optional.empty();
    }
    if (!arrival.source().isUnicastRoutable()) {
      counters.discarded(DiscardCause.SOURCE_NOT_ROUTABLE);
      return Optional.empty();
    }
    // RFC 6275 9.4.1: "The correspondent node MUST have a secret Kcn and a nonce. If it does not have this material yet,
    // it MUST produce it before continuing"
    return Optional.of(nonces.current(now));
  }

  // RFC 6275 9.4.3: "uses the current nonce index as the Home Nonce Index. It then creates a Home Test message [...] and
  // sends it to the mobile node at the latter's home address."
  private List<Effect> homeTest(Arrival arrival, Ipv6Address own, HomeTestInit init, Nonce nonce) {
    counters.homeTest();
    KeygenToken token = nonce.homeKeygenToken(arrival.source());
    return send(own, arrival.source(), new HomeTest(nonce.index(), init.cookie(), token.bits(), List.of()));
  }

  // RFC 6275 9.4.4: "creates a Care-of Test message [...] and sends it to the mobile node at the latter's care-of
  // address."
  private List<Effect> careOfTest(Arrival arrival, Ipv6Address own, CareOfTestInit init, Nonce nonce) {
    counters.careOfTest();
    KeygenToken token = nonce.careOfKeygenToken(arrival.source());
    return send(own, arrival.source(), new CareOfTest(nonce.index(), init.cookie(), token.bits(), List.of()));
  }

  private static List<Effect> send(Ipv6Address from, Ipv6Address to, MobilityMessage message) {
    return List.of(new Effect.SendRouted(SignallingPacket.of(from, to, MobilityHeader.of(message)).encode()));
  }

  private List<Effect> received(
      Arrival arrival, Ipv6Address own, MobilityHeader header, BindingUpdate update, Time now) {
    return switch (BindingUpdateCheck.of(arrival, own, header, update, nonces, now)) {
      case BindingUpdateCheck.Passed(var request) -> authorized(request, now);
      case BindingUpdateCheck.Failed(var cause) -> {
        counters.discarded(cause);
        yield List.of(new Notify(new CorrespondentNotice.BindingUpdateDiscarded(arrival.source(), cause)));
      }
      case BindingUpdateCheck.Refused(var homeAddress, var path, var status) -> {
        // RFC 6275 9.5.4: with "136 (expired home nonce index), 137 (expired care-of nonce index), or 138 (expired
        // nonces) [...] the message MUST NOT include the Binding Authorization Data mobility option"
        SequenceNumber number = new SequenceNumber(update.sequenceNumber());
        yield List.of(
            path.send(MobilityHeader.of(AcknowledgementPath.acknowledgement(status, number, Lifetime.ZERO))),
            new Notify(new CorrespondentNotice.BindingUpdateRefused(homeAddress, status)));
      }
    };
  }

  private List<Effect> authorized(BindingRequest request, Time now) {
    // RFC 6275 9.5.1: "If a binding already exists for the given home address and the home registration flag has a
    // different value than the Home Registration (H) bit in the Binding Update [...] status code 139"
    if (config.homePrefixes().stream().anyMatch(prefix -> prefix.contains(request.homeAddress()))) {
      return BindingMachine.refusal(request, BindingAcknowledgementStatus.REGISTRATION_TYPE_CHANGE_DISALLOWED);
    }
    if (request.lifetime().isZero()) {
      return step(request.key(), new Input.Delete(request), now);
    }
    List<Effect> effects = new ArrayList<>();
    Optional<BindingAcknowledgementStatus> obstacle = obstacle(request);
    if (obstacle.isEmpty() && needsRoom(request)) {
      Optional<DirectPath.Key> other = cache.leastRecentlyUsed(BindingMachine.IN_USE, now);
      other.ifPresent(key -> effects.addAll(step(key, new Input.Displaced(), now)));
      // RFC 6275 9.5.2: "the correspondent node SHOULD return a Binding Acknowledgement with status value 130."
      obstacle = other.isPresent() ? obstacle : Optional.of(BindingAcknowledgementStatus.INSUFFICIENT_RESOURCES);
    }
    effects.addAll(step(request.key(), new Input.Cache(request, obstacle), now));
    return effects;
  }

  /** Why an authorized Binding Update is refused: packets to the care-of address would come back here. */
  private Optional<BindingAcknowledgementStatus> obstacle(BindingRequest request) {
    Ipv6Address careOfAddress = request.careOfAddress();
    return careOfAddress.equals(request.homeAddress()) || ownAddresses.contains(careOfAddress)
        ? Optional.of(BindingAcknowledgementStatus.INVALID_CARE_OF_ADDRESS)
        : Optional.empty();
  }

  private boolean needsRoom(BindingRequest request) {
    BindingState state = cache.get(request.key());
    return cache.bindings() >= config.limits().maximumBindings()
        && !(state instanceof BindingState.Bound)
        && state.last().filter(last -> !request.sequence().isGreaterThan(last)).isEmpty();
  }

  // RFC 6275 5.2.8: "if memory is very constrained, the correspondent node MAY invalidate the nonces that were used for
  // the binding being deleted (or some larger group of nonces that they belong to)"
  private List<Effect> forget() {
    if (cache.remembered() <= config.limits().maximumRemembered()) {
      return List.of();
    }
    Time moment = cache.firstForgotten();
    nonces.invalidateUntil(moment);
    cache.forgetUntil(moment);
    return List.of(new Notify(new CorrespondentNotice.NoncesGivenUp(nonces.count())));
  }

  private List<Effect> unreachable(DestinationUnreachable error, Time now) {
    List<Effect> effects = new ArrayList<>();
    QuotedPath.of(error)
        .filter(path -> ownAddresses.contains(path.source()))
        .ifPresent(
            path -> {
              for (DirectPath.Key key : cache.of(path.homeAddress())) {
                if (cache.get(key) instanceof BindingState.Bound bound
                    && bound.entry().careOfAddress().equals(path.careOfAddress())) {
                  effects.addAll(step(key, new Input.Unreachable(), now));
                }
              }
            });
    return effects;
  }
}
