package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Effect.Remember;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.homeagent.BindingState.Absent;
import org.roam6.protocol.homeagent.BindingState.Announcement;
import org.roam6.protocol.homeagent.BindingState.Bound;
import org.roam6.protocol.homeagent.BindingState.Deleted;
import org.roam6.protocol.homeagent.BindingState.Detecting;
import org.roam6.protocol.neighbor.DuplicateAddressDetection;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Duplicate;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Probing;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Unique;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;

/** One binding of a home agent (RFC 6275 10.3, 10.4.1), from state to state. */
final class BindingMachine {

  /** RFC 4861 10: how often an unsolicited Neighbor Advertisement is sent. */
  static final int MAX_NEIGHBOR_ADVERTISEMENT = 3;

  /** RFC 4861 10: RETRANS_TIMER, the time between two of them. */
  static final Duration RETRANS_TIMER = Duration.ofSeconds(1);

  /** How long after a contradiction no other follows, so that two home agents do not shout at each other. */
  static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

  static final int MAIN_TABLE = 254;

  private final HomeAgentConfig config;
  private final LinkLayerAddress own;
  private final HomePrefix.Left prefixLeft;
  private final Instant timeOfDay;

  /**
   * The machine at one moment.
   *
   * @param own the link-layer address of the home interface
   * @param prefixLeft what the home prefix has left of its lifetimes
   * @param timeOfDay the time of day
   */
  BindingMachine(HomeAgentConfig config, LinkLayerAddress own, HomePrefix.Left prefixLeft, Instant timeOfDay) {
    this.config = config;
    this.own = own;
    this.prefixLeft = prefixLeft;
    this.timeOfDay = timeOfDay;
  }

  /** What can happen to a binding. */
  sealed interface Input {

    /**
     * A Binding Update asks for the binding.
     *
     * @param request the Binding Update
     * @param obstacle why it has to be refused even where its sequence number is right
     */
    record Register(BindingRequest request, Optional<Obstacle> obstacle) implements Input {}

    /** A Binding Update asks for the end of the binding. */
    record Deregister(BindingRequest request) implements Input {}

    /** A home agent that ran here before had this binding, or had deleted it. */
    record Restored(BindingCacheEntry entry) implements Input {}

    /** A message on the home link that is about an address of the binding. */
    record Heard(Arrival arrival, Icmpv6Message message) implements Input {}

    /** The home link is there again, with nodes that may have missed something. */
    record LinkReady() implements Input {}

    /** The home prefix will not be valid any more from {@code end} on. */
    record PrefixEnds(Time end) implements Input {}

    /** The deadline has come. */
    record Due() implements Input {}
  }

  /** What follows: the state after it, and what to do. */
  record Step(BindingState next, List<Effect> effects) {

    Step {
      effects = List.copyOf(effects);
    }

    static Step of(BindingState next, Effect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  Step step(BindingState state, Input input, Time now) {
    return switch (state) {
      case Absent absent -> step(absent, input, now);
      case Detecting detecting -> step(detecting, input, now);
      case Bound bound -> step(bound, input, now);
      case Deleted deleted -> step(deleted, input, now);
    };
  }

  private Step step(Absent absent, Input input, Time now) {
    return switch (input) {
      // RFC 6275 9.5.1: without an entry "it MUST accept any Sequence Number value"
      case Input.Register(var request, var obstacle) -> detect(absent, request, obstacle, now);
      // RFC 6275 10.3.2: "no entry marked as a home registration [...] Status field is set to 133". The Binding Update
      // from the visited link may come later yet, and is then as unwanted as one that was sent before a binding was
      // deleted.
      case Input.Deregister(var request) -> refuseDeregistration(request, now);
      case Input.Restored(var entry) -> restore(entry, now);
      case Input.Heard _, Input.LinkReady _, Input.PrefixEnds _, Input.Due _ -> Step.of(absent);
    };
  }

  private Step step(Detecting detecting, Input input, Time now) {
    SequenceNumber last = detecting.newest().sequence();
    return switch (input) {
      case Input.Register(var request, _) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(detecting, request, last);
      case Input.Register(var request, var obstacle) when obstacle.isPresent() ->
          refuse(detecting, request, obstacle.get());
      // The detection goes on, and one acknowledgement will answer the newest Binding Update.
      case Input.Register(var request, _) -> Step.of(detecting.with(request));
      case Input.Deregister(var request) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(detecting, request, last);
      case Input.Deregister(var request) -> delete(request, now, List.of());
      case Input.Heard(var arrival, _) when isFromMobileNode(detecting, arrival) -> Step.of(detecting);
      case Input.Heard(var arrival, var message) ->
          detected(detecting, detecting.detection().heard(arrival, message), List.of(), now);
      case Input.Due _ -> {
        DuplicateAddressDetection.Step step = detecting.detection().due(now);
        yield detected(detecting, step.next(), step.effects(), now);
      }
      case Input.LinkReady _, Input.PrefixEnds _, Input.Restored _ -> Step.of(detecting);
    };
  }

  private Step step(Bound bound, Input input, Time now) {
    SequenceNumber last = bound.entry().sequence();
    return switch (input) {
      case Input.Register(var request, _) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(bound, request, last);
      case Input.Register(var request, var obstacle) when obstacle.isPresent() ->
          refuse(bound, request, obstacle.get());
      case Input.Register(var request, _) -> refresh(bound, request, now);
      case Input.Deregister(var request) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(bound, request, last);
      case Input.Deregister(var request) -> delete(request, now, withdraw(bound.entry().key()));
      case Input.Heard(var arrival, NeighborSolicitation solicitation) -> answer(bound, arrival, solicitation);
      case Input.Heard(var arrival, NeighborAdvertisement _) -> contradict(bound, arrival, now);
      case Input.Heard _, Input.Restored _ -> Step.of(bound);
      case Input.LinkReady _ -> announce(bound, MAX_NEIGHBOR_ADVERTISEMENT, now);
      // RFC 6275 10.3.1: "The home agent MUST remove a binding when the valid lifetime of the prefix associated with it
      // expires."
      case Input.PrefixEnds(Time end) when end.isBefore(bound.entry().expiry()) ->
          change(bound, bound.entry().endingAt(end));
      case Input.PrefixEnds _ -> Step.of(bound);
      case Input.Due _ when bound.entry().expiry().isDue(now) -> expire(bound, now);
      case Input.Due _ when bound.entry().isFormerOver(now) -> change(bound, bound.entry().withoutFormer());
      case Input.Due _ -> announce(bound, bound.announcement().left(), now);
    };
  }

  private Step step(Deleted deleted, Input input, Time now) {
    return switch (input) {
      // RFC 6275 10.3.2: "if the home agent receives the delayed Binding Update [...] it would reject the message since
      // the sequence number would be less than the last received"
      case Input.Register(var request, _) when !request.sequence().isGreaterThan(deleted.last()) ->
          refuseSequence(deleted, request, deleted.last());
      case Input.Register(var request, var obstacle) -> detect(deleted, request, obstacle, now);
      case Input.Deregister(var request) when !request.sequence().isGreaterThan(deleted.last()) ->
          refuseSequence(deleted, request, deleted.last());
      // The acknowledgement was lost: the entry, though invalid, is there still.
      case Input.Deregister(var request) ->
          deleted.wasBound() ? delete(request, now, List.of()) : refuseDeregistration(request, now);
      case Input.Due _ -> Step.of(new Absent());
      case Input.Heard _, Input.LinkReady _, Input.PrefixEnds _, Input.Restored _ -> Step.of(deleted);
    };
  }

  /** Answers that the number is not greater than {@code last} (RFC 6275 9.5.1), and changes nothing. */
  static Step refuseSequence(BindingState unchanged, BindingRequest request, SequenceNumber last) {
    HomeAgentNotice notice =
        new HomeAgentNotice.BindingUpdateRefused(
            request.homeAddress(), BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW);
    return Step.of(unchanged, request.refuseSequence(last), new Notify(notice));
  }

  private static Step refuse(BindingState next, BindingRequest request, BindingAcknowledgementStatus status) {
    return refuse(next, request, Obstacle.of(status));
  }

  private static Step refuse(BindingState next, BindingRequest request, Obstacle obstacle) {
    return new Step(next, obstacle.refuse(request));
  }

  // RFC 6275 10.3.1: "Unless this home agent already has a binding for the given home address, the home agent MUST
  // perform Duplicate Address Detection [...] before returning the Binding Acknowledgement"
  private Step detect(
      BindingState before, BindingRequest request, Optional<Obstacle> obstacle, Time now) {
    if (obstacle.isPresent()) {
      return refuse(before, request, obstacle.get());
    }
    if (config.hasVirtualHomeLink()) {
      return bind(request, request.addressesToDefend(), now);
    }
    Probing probing =
        DuplicateAddressDetection.begin(
            config.homeInterface(),
            own,
            request.addressesToDefend(),
            DuplicateAddressDetection.Settings.DEFAULT,
            now);
    DuplicateAddressDetection.Step first = probing.due(now);
    List<Effect> effects = new ArrayList<>(first.effects());
    effects.add(new Notify(new HomeAgentNotice.DetectionStarted(request.homeAddress(), request.careOfAddress())));
    return detected(Detecting.begin(request, probing), first.next(), effects, now);
  }

  // A node that leaves home in the midst of a detection or an announcement of its own may be heard after its Binding
  // Update. RFC 4862 5.4.3: "If the solicitation is from the node itself [...] the solicitation does not indicate the
  // presence of a duplicate address"; it is told by a care-of address that it formed of the same link-layer address.
  private static boolean isFromMobileNode(Detecting detecting, Arrival arrival) {
    long identifier = arrival.from().interfaceIdentifier();
    return detecting.careOfAddresses().stream().anyMatch(address -> address.low() == identifier);
  }

  private Step detected(
      Detecting detecting, DuplicateAddressDetection detection, List<Effect> effects, Time now) {
    return switch (detection) {
      case Probing probing -> new Step(detecting.with(probing), effects);
      case Unique _ -> bind(detecting.newest(), detecting.detection().targets(), now);
      // RFC 6275 10.3.1: "the home agent MUST reject the complete Binding Update and MUST return a Binding
      // Acknowledgement [...] in which the Status field is set to 134"
      case Duplicate(var target, var holder) ->
          Step.of(
              new Absent(),
              detecting.newest().refuse(BindingAcknowledgementStatus.DUPLICATE_ADDRESS_DETECTION_FAILED),
              new Notify(new HomeAgentNotice.DuplicateFound(target, holder)),
              new Notify(
                  new HomeAgentNotice.BindingUpdateRefused(
                      detecting.newest().homeAddress(),
                      BindingAcknowledgementStatus.DUPLICATE_ADDRESS_DETECTION_FAILED)));
    };
  }

  private Step bind(BindingRequest request, List<Ipv6Address> defended, Time now) {
    if (prefixLeft.isOver()) {
      return refuse(new Absent(), request, BindingAcknowledgementStatus.NOT_HOME_SUBNET);
    }
    Lifetime granted = grant(request);
    BindingCacheEntry entry = BindingCacheEntry.of(request, granted, defended, now);
    Bound bound = new Bound(entry, Announcement.DONE, now);
    Step announcement =
        config.hasVirtualHomeLink() ? Step.of(bound) : announce(bound, MAX_NEIGHBOR_ADVERTISEMENT, now);
    List<Effect> effects = new ArrayList<>(intercept(entry));
    effects.addAll(announcement.effects());
    effects.add(new Remember(entry.memory(timeOfDay, now)));
    effects.add(request.accept(granted, prefixLeft));
    effects.add(
        new Notify(
            new HomeAgentNotice.BindingCreated(request.homeAddress(), request.careOfAddress(), granted)));
    return new Step(announcement.next(), effects);
  }

  private Step refresh(Bound bound, BindingRequest request, Time now) {
    Lifetime granted = grant(request);
    BindingCacheEntry entry = BindingCacheEntry.of(request, granted, bound.entry().defended(), now);
    Bound next = bound.with(entry.replacing(bound.entry(), now));
    Ipv6Address before = bound.entry().careOfAddress();
    HomeAgentNotice notice =
        request.careOfAddress().equals(before)
            ? new HomeAgentNotice.BindingRefreshed(request.homeAddress(), granted)
            : new HomeAgentNotice.CareOfAddressChanged(request.homeAddress(), before, request.careOfAddress(), granted);
    return Step.of(
        next,
        new Want(tunnel(next.entry())),
        new Remember(next.entry().memory(timeOfDay, now)),
        request.accept(granted, prefixLeft),
        new Notify(notice));
  }

  private Step change(Bound bound, BindingCacheEntry entry) {
    return Step.of(bound.with(entry), new Want(tunnel(entry)));
  }

  /** What leads packets for the home address into the tunnel. On a virtual home link all go to the data plane. */
  private List<Effect> intercept(BindingCacheEntry entry) {
    Want tunnel = new Want(tunnel(entry));
    if (config.hasVirtualHomeLink()) {
      return List.of(tunnel);
    }
    Ipv6Prefix host = new Ipv6Prefix(entry.homeAddress(), 128);
    return List.of(
        tunnel, new Want(new Desired.Route(MAIN_TABLE, host, Optional.empty(), config.tunnelInterface())));
  }

  /** Goes on with a binding of an earlier run, which is announced when the link is there. */
  private Step restore(BindingCacheEntry entry, Time now) {
    if (entry.granted().isZero()) {
      return new Step(new Deleted(entry.sequence(), entry.expiry(), true), List.of());
    }
    List<Effect> effects = new ArrayList<>(intercept(entry));
    // However often this happens while the clock is wrong, it makes no more of the binding than there was.
    effects.add(new Remember(entry.memory(timeOfDay, now)));
    effects.add(
        new Notify(
            new HomeAgentNotice.BindingRestored(
                entry.homeAddress(), entry.careOfAddress(), entry.expiry().since(now))));
    return new Step(new Bound(entry, Announcement.DONE, now), effects);
  }

  // RFC 6275 10.3.2: "MUST stop intercepting packets", "should wait for MAX_DELETE_BCE_TIMEOUT [...] before removing
  // the Binding Cache entry completely"
  private Step delete(BindingRequest request, Time now, List<Effect> withdrawal) {
    List<Effect> effects = new ArrayList<>(withdrawal);
    Deleted deleted = deleted(request, true, now);
    effects.add(new Remember(memory(request, deleted, now)));
    effects.add(request.acceptDeletion());
    effects.add(new Notify(new HomeAgentNotice.BindingDeleted(request.homeAddress())));
    return new Step(deleted, effects);
  }

  private static Step refuseDeregistration(BindingRequest request, Time now) {
    return refuse(
        deleted(request, false, now), request, BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE);
  }

  private Memory memory(BindingRequest request, Deleted deleted, Time now) {
    return new Memory.HomeRegistration(
        request.homeAddress(),
        request.careOfAddress(),
        deleted.last(),
        Lifetime.ZERO,
        false,
        timeOfDay.plus(deleted.end().since(now)));
  }

  private static Deleted deleted(BindingRequest request, boolean wasBound, Time now) {
    return new Deleted(request.sequence(), now.plus(ProtocolConstants.MAX_DELETE_BCE_TIMEOUT), wasBound);
  }

  // RFC 6275 10.3.1: "this Binding Cache entry MUST be deleted by the home agent after the expiration of this lifetime"
  private Step expire(Bound bound, Time now) {
    List<Effect> effects = new ArrayList<>(withdraw(bound.entry().key()));
    // Or a wall clock that is set back before the next start would revive it.
    effects.add(new Remember(bound.entry().ended().memory(timeOfDay, now)));
    effects.add(new Notify(new HomeAgentNotice.BindingExpired(bound.entry().homeAddress())));
    return new Step(new Absent(), effects);
  }

  private List<Effect> withdraw(BindingKey key) {
    Unwant tunnel = new Unwant(new Desired.TunnelKey(key));
    Ipv6Prefix host = new Ipv6Prefix(key.homeAddress(), 128);
    return config.hasVirtualHomeLink()
        ? List.of(tunnel)
        : List.of(new Unwant(new Desired.RouteKey(MAIN_TABLE, host)), tunnel);
  }

  // RFC 6275 10.4.1: "MUST multicast onto the home link a Neighbor Advertisement message on behalf of the mobile node",
  // "MAY retransmit this [...] up to MAX_NEIGHBOR_ADVERTISEMENT times"
  private Step announce(Bound bound, int times, Time now) {
    Announcement rest = times > 1 ? new Announcement(now.plus(RETRANS_TIMER), times - 1) : Announcement.DONE;
    return new Step(bound.announced(rest), announcements(bound));
  }

  private List<Effect> announcements(Bound bound) {
    return bound.entry().defended().stream()
        .map(
            address ->
                (Effect)
                    NeighborPackets.announcement(
                        config.homeInterface(), config.homeAgentAddress(), address, own))
        .toList();
  }

  // RFC 6275 10.4.1: "the home agent MUST reply to the Neighbor Solicitation with a Neighbor Advertisement giving the
  // home agent's own link-layer address"
  private Step answer(Bound bound, Arrival arrival, NeighborSolicitation solicitation) {
    return Step.of(
        bound,
        NeighborPackets.proxyAnswer(
            config.homeInterface(),
            config.homeAgentAddress(),
            arrival.source(),
            arrival.from(),
            solicitation.target(),
            own));
  }

  /** Somebody else says that an address of the binding is his. */
  private Step contradict(Bound bound, Arrival arrival, Time now) {
    if (now.isBefore(bound.defendedUntil())) {
      return Step.of(bound);
    }
    List<Effect> effects = new ArrayList<>(announcements(bound));
    effects.add(new Notify(new HomeAgentNotice.AddressClaimed(bound.entry().homeAddress(), arrival.from())));
    return new Step(bound.contradicted(now.plus(DEFEND_INTERVAL)), effects);
  }

  // RFC 6275 10.3.1: "MUST NOT be greater than the Lifetime value specified in the Binding Update", "MAY further
  // decrease"
  private Lifetime grant(BindingRequest request) {
    Lifetime most =
        Lifetime.shorter(
            Lifetime.notLongerThan(config.maximumLifetime()), config.limits().policy().maximumLifetime(request));
    return prefixLeft.limit(Lifetime.shorter(request.lifetime(), most));
  }

  private Desired.WantedTunnel tunnel(BindingCacheEntry entry) {
    return new Desired.WantedTunnel(
        new Tunnel(
            entry.key(),
            Tunnel.Side.HOME_AGENT,
            config.homeAgentAddress(),
            entry.careOfAddress(),
            List.of(),
            entry.expiry(),
            true,
            entry.former()));
  }
}
