package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.Lease;
import org.roam6.protocol.mobilenode.MovementState.Attached;
import org.roam6.protocol.mobilenode.MovementState.Detached;
import org.roam6.protocol.mobilenode.MovementState.Soliciting;
import org.roam6.protocol.mobilenode.MovementState.Verifying;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** Finds out on which link the mobile node is (RFC 6275 11.5.1 to 11.5.3); the diagram stands at the package. */
final class MovementDetection {

  private MovementDetection() {}

  /** What movement detection hears of. */
  sealed interface Input {

    /** The cable was plugged in, here or elsewhere. */
    record LinkFound() implements Input {}

    /** The cable was pulled. */
    record LinkLost() implements Input {}

    /** A router advertised itself. */
    record Heard(KnownRouter router) implements Input {}

    /** A neighbour answered a solicitation of this node. */
    record Answered(Ipv6Address address, LinkLayerAddress from) implements Input {}

    /** Another node has an address of this one; the next one shall have {@code identifier}. */
    record Duplicate(Ipv6Address address, long identifier) implements Input {}

    /** What is leased on the link has changed. */
    record Leased(Optional<Lease> lease) implements Input {}

    /** The deadline of the state has come. */
    record Due() implements Input {}
  }

  /** The state that follows, and what to do. */
  record Step(MovementState next, List<Effect> effects) {}

  static Step step(MobileNodeConfig config, Link link, MovementState state, Input input, Time now) {
    return switch (input) {
      case Input.LinkFound() -> linkFound(config, link, state, now);
      case Input.LinkLost() -> linkLost(link, state);
      case Input.Heard(KnownRouter router) -> heard(config, link, state, router, now);
      case Input.Answered answered -> answered(config, link, state, answered, now);
      case Input.Duplicate duplicate -> duplicate(config, state, duplicate, now);
      case Input.Leased(Optional<Lease> lease) -> leased(config, link, state, lease, now);
      case Input.Due() -> due(config, link, state, now);
    };
  }

  private static Step linkFound(MobileNodeConfig config, Link link, MovementState state, Time now) {
    Optional<Network> left = state.network().map(Network::asLeft);
    Past past = left.map(last -> state.past().with(config, last)).orElseGet(state::past);
    Step explored = explore(config, link, new Soliciting(past, left, true, false, 0, now), now);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.FlushNeighbors(link.on()));
    effects.add(new Notify(new MobileNodeNotice.LinkFound(link.on())));
    effects.addAll(explored.effects());
    return new Step(explored.next(), effects);
  }

  // RFC 6059 5.5.3: "The host SHOULD send the Neighbor-Solicitation-based unicast probes in parallel with the multicast
  // Router Solicitation."
  private static Step explore(MobileNodeConfig config, Link link, Soliciting state, Time now) {
    List<KnownRouter> candidates = state.past().candidates(config, now);
    if (candidates.isEmpty() || !state.past().mayProbe(now)) {
      return solicit(config, link, state, now);
    }
    Step solicited = solicit(config, link, state.probing(now), now);
    List<Effect> effects = new ArrayList<>(solicited.effects());
    candidates.forEach(router -> effects.add(question(link, router)));
    return new Step(solicited.next(), effects);
  }

  private static Effect question(Link link, KnownRouter router) {
    return NeighborPackets.reachabilityProbe(
        link.on(), link.linkLocal(), link.address(), router.address(), router.linkLayerAddress());
  }

  private static Step linkLost(Link link, MovementState state) {
    return switch (state) {
      case Detached detached -> new Step(detached, List.of());
      case Soliciting _, Attached _, Verifying _ ->
          new Step(
              new Detached(state.past(), state.network()),
              List.of(
                  new Effect.FlushNeighbors(link.on()), new Notify(new MobileNodeNotice.LinkLost(link.on()))));
    };
  }

  // RFC 4861 6.3.7: "if a mobile node received link-layer information indicating that movement might have taken place,
  // it MAY send a Router Solicitation immediately, without random delays."
  private static Step solicit(MobileNodeConfig config, Link link, Soliciting state, Time now) {
    int burst = config.limits().solicitationBurst();
    Time earliest = state.past().solicitations().earliest(now, burst, config.timers().rtrSolicitationInterval());
    if (now.isBefore(earliest)) {
      return new Step(state.at(earliest), List.of());
    }
    int sent = state.sent() + 1;
    // RFC 4861 6.3.7: "a host SHOULD transmit up to MAX_RTR_SOLICITATIONS Router Solicitation messages, each separated
    // by at least RTR_SOLICITATION_INTERVAL seconds"
    Time next =
        sent < config.limits().maxRtrSolicitations()
            ? now.plus(config.timers().rtrSolicitationInterval())
            : Time.NEVER;
    return new Step(
        state.solicited(state.past().withSolicitation(config, now), next),
        List.of(
            NeighborPackets.routerSolicitation(link.on(), link.linkLocal()),
            new Notify(new MobileNodeNotice.RouterSolicited(link.on(), sent))));
  }

  private static Step heard(
      MobileNodeConfig config, Link link, MovementState state, KnownRouter router, Time now) {
    return switch (state) {
      case Detached detached -> new Step(detached, List.of());
      case Soliciting soliciting -> heardFirst(config, link, soliciting, router, now);
      case Attached(Past past, Network here) -> {
        if (isOfSameLink(here, router)) {
          yield settle(config, link, past, here, here.withRouter(config, router, now), now);
        }
        Network elsewhere = elsewhere(config, link, past, router, now);
        Optional<KnownRouter> current = here.current();
        if (elsewhere.place() instanceof Nowhere) {
          yield new Step(state, List.of());
        }
        if (current.isEmpty() || isSameRouter(current.get(), router)) {
          yield move(past.with(config, here), elsewhere, router);
        }
        yield verify(link, new Verifying(past, here, current.get(), Optional.of(elsewhere), 0, now),
            config, now, "another one is heard");
      }
      case Verifying verifying -> heardMeanwhile(config, link, verifying, router, now);
    };
  }

  /**
   * The first advertisement after the question decides, unless it offers nothing that the node could use. Only what it
   * says counts: what was known of the link before may be true of another one.
   */
  private static Step heardFirst(
      MobileNodeConfig config, Link link, Soliciting state, KnownRouter router, Time now) {
    Optional<Network> same =
        state.network()
            .filter(network -> network.isNamedBy(config, router, now))
            .map(network -> network.heardAgain(config, router, now));
    Network here = same.orElseGet(() -> elsewhere(config, link, state.past(), router, now));
    if (here.place() instanceof Nowhere && !here.isHeldOff(now)) {
      return new Step(state, List.of());
    }
    if (same.isEmpty()) {
      return move(state.past(), here, router);
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(tellRouter(router, false));
    state.network().ifPresent(before -> effects.addAll(tellCareOfAddress(before.place(), here.place())));
    return new Step(new Attached(state.past(), here), effects);
  }

  /** While a router is asked whether it is there, others may be heard, and it itself. */
  private static Step heardMeanwhile(
      MobileNodeConfig config, Link link, Verifying state, KnownRouter router, Time now) {
    if (isOfSameLink(state.here(), router)) {
      Network here = state.here().withRouter(config, router, now);
      return isSameRouter(state.router(), router)
          ? settle(config, link, state.past(), state.here(), here, now)
          : new Step(with(state, here), List.of());
    }
    Network elsewhere = elsewhere(config, link, state.past(), router, now);
    if (elsewhere.place() instanceof Nowhere) {
      return new Step(state, List.of());
    }
    return new Step(
        new Verifying(
            state.past(),
            state.here(),
            state.router(),
            Optional.of(elsewhere),
            state.sent(),
            state.next()),
        List.of());
  }

  /** Whether {@code router} is on the link {@code here}: what it advertises decides, since fe80::1 is everywhere. */
  private static boolean isOfSameLink(Network here, KnownRouter router) {
    return here.sharesPrefixWith(router)
        || router.prefixes().isEmpty() && here.routers().stream().anyMatch(known -> isSameRouter(known, router));
  }

  private static boolean isSameRouter(KnownRouter one, KnownRouter other) {
    return one.isAt(other.address(), other.linkLayerAddress());
  }

  private static Network elsewhere(MobileNodeConfig config, Link link, Past past, KnownRouter router, Time now) {
    return past.named(config, router, now)
        .map(known -> known.heardAgain(config, router, now))
        .orElseGet(() -> Network.of(config, router, link.address().interfaceIdentifier(), now));
  }

  private static Step move(Past past, Network elsewhere, KnownRouter router) {
    List<Effect> effects = new ArrayList<>();
    effects.add(tellRouter(router, true));
    effects.addAll(tellCareOfAddress(new Nowhere(), elsewhere.place()));
    return new Step(new Attached(past, elsewhere), effects);
  }

  /** The node stays on its link, about which something new is known. */
  private static Step settle(
      MobileNodeConfig config, Link link, Past past, Network before, Network here, Time now) {
    if (!(here.place() instanceof Nowhere) || here.isHeldOff(now)) {
      return new Step(new Attached(past, here), tellCareOfAddress(before.place(), here.place()));
    }
    Step solicited = solicit(config, link, new Soliciting(past, Optional.of(here), false, false, 0, now), now);
    List<Effect> effects = new ArrayList<>();
    before.current().ifPresent(router -> effects.add(new Notify(new MobileNodeNotice.RouterLost(router.address()))));
    effects.addAll(solicited.effects());
    return new Step(solicited.next(), effects);
  }

  // RFC 6275 11.5.1: "it may be better to attempt to verify whether the default router is still bidirectionally
  // reachable. This can be accomplished by sending a unicast Neighbor Solicitation and waiting for a Neighbor
  // Advertisement with the Solicited flag set."
  private static Step verify(Link link, Verifying state, MobileNodeConfig config, Time now, String reason) {
    Step probed = probe(config, link, state, now);
    List<Effect> effects = new ArrayList<>(probed.effects());
    effects.add(new Notify(new MobileNodeNotice.RouterSuspected(state.router().address(), reason)));
    return new Step(probed.next(), effects);
  }

  private static Step probe(MobileNodeConfig config, Link link, Verifying state, Time now) {
    KnownRouter router = state.router();
    Verifying next =
        new Verifying(
            state.past(),
            state.here(),
            router,
            state.candidate(),
            state.sent() + 1,
            now.plus(config.timers().routerProbeInterval()));
    return new Step(next, List.of(question(link, router)));
  }

  private static Step answered(
      MobileNodeConfig config, Link link, MovementState state, Input.Answered answer, Time now) {
    return switch (state) {
      case Verifying verifying
          when verifying.router().isAt(answer.address(), answer.from()) -> {
        Network here = verifying.here().answered(answer.address(), now);
        for (Network candidate : verifying.candidate().stream().toList()) {
          KnownRouter other = candidate.routers().getFirst();
          here = here.find(other.address()).isPresent() ? here : here.heardBesides(config, other, now);
        }
        yield settle(config, link, verifying.past(), verifying.here(), here, now);
      }
      case Soliciting soliciting when soliciting.probed() -> recognized(config, soliciting, answer, now);
      case Attached(Past past, Network here) when here.doubtfulLessor().filter(isAt(answer)).isPresent() ->
          new Step(new Attached(past, here.answered(answer.address(), now)), List.of());
      case Attached attached -> besides(config, link, attached, answer, now);
      case Detached _, Soliciting _, Verifying _ -> new Step(state, List.of());
    };
  }

  private static Predicate<KnownRouter> isAt(Input.Answered answer) {
    return router -> router.isAt(answer.address(), answer.from());
  }

  // RFC 6059 5.7.1: "The host MUST then go through the SDAT and mark the addresses (both SLAAC and DHCPv6 acquired)
  // associated with the router as operable."
  private static Step recognized(
      MobileNodeConfig config, Soliciting state, Input.Answered answer, Time now) {
    Optional<Network> known = state.past().confirmed(config, answer.address(), answer.from(), now);
    if (known.isEmpty()) {
      return new Step(state, List.of());
    }
    Network here = known.get();
    Place before = state.network().filter(here::isSameLink).map(Network::place).orElseGet(Nowhere::new);
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Notify(
            new MobileNodeNotice.RouterRecognized(
                answer.address(), prefixes(here.routers().getFirst()), before instanceof Nowhere)));
    effects.addAll(tellCareOfAddress(before, here.place()));
    return new Step(new Attached(state.past(), here), effects);
  }

  /** Another router of the known link answers, too: the home agent perhaps. */
  private static Step besides(
      MobileNodeConfig config, Link link, Attached state, Input.Answered answer, Time now) {
    Network here = state.here();
    return state.past()
        .confirmed(config, answer.address(), answer.from(), now)
        .filter(known -> known.isSameLink(here) && here.find(answer.address()).isEmpty())
        .map(known -> here.withRouter(config, known.routers().getFirst(), now))
        .map(more -> settle(config, link, state.past(), here, more, now))
        .orElseGet(() -> new Step(state, List.of()));
  }

  // RFC 4862 5.4.5: "A tentative address that is determined to be a duplicate as described above MUST NOT be assigned
  // to an interface"; another interface identifier is tried, as often as the limit allows
  private static Step duplicate(
      MobileNodeConfig config, MovementState state, Input.Duplicate duplicate, Time now) {
    Past past = state.past().afterDuplicate(config, duplicate.address(), duplicate.identifier(), now);
    MovementState knowing = with(state, past);
    Optional<Network> affected = state.network().filter(network -> network.has(duplicate.address()));
    if (affected.isEmpty()) {
      return new Step(knowing, List.of());
    }
    Network next = affected.get().afterDuplicate(config, duplicate.identifier(), now);
    List<Effect> effects = new ArrayList<>();
    boolean another = !(next.place() instanceof Nowhere);
    effects.add(new Notify(new MobileNodeNotice.CareOfAddressDuplicate(duplicate.address(), another)));
    effects.addAll(tellCareOfAddress(affected.get().place(), next.place()));
    return new Step(with(knowing, next), effects);
  }

  private static Step leased(
      MobileNodeConfig config, Link link, MovementState state, Optional<Lease> lease, Time now) {
    if (state.network().isEmpty()) {
      return new Step(state, List.of());
    }
    Network before = state.network().get();
    Network here = before.withLease(config, lease, now);
    List<Effect> effects = new ArrayList<>(tellCareOfAddress(before.place(), here.place()));
    if (!effects.isEmpty()) {
      here.doubtfulLessor().ifPresent(router -> effects.add(question(link, router)));
    }
    return new Step(with(state, here), effects);
  }

  private static Step due(MobileNodeConfig config, Link link, MovementState state, Time now) {
    return switch (state) {
      case Detached(Past past, Optional<Network> network) ->
          new Step(new Detached(past, network.map(last -> last.settled(config, now))), List.of());
      case Soliciting soliciting -> {
        Optional<Network> network = soliciting.network().map(last -> last.settled(config, now));
        Soliciting settled = network.map(last -> (Soliciting) with(soliciting, last)).orElse(soliciting);
        yield soliciting.next().isDue(now) ? solicit(config, link, settled, now) : new Step(settled, List.of());
      }
      case Attached(Past past, Network here) -> {
        Step settled = settle(config, link, past, here, here.settled(config, now), now);
        yield settled.next() instanceof Attached attached ? suspect(config, link, attached, settled, now) : settled;
      }
      case Verifying verifying -> {
        Verifying settled = (Verifying) with(verifying, verifying.here().settled(config, now));
        if (!verifying.next().isDue(now)) {
          yield new Step(settled, List.of());
        }
        yield verifying.sent() < config.limits().routerProbes()
            ? probe(config, link, settled, now)
            : gone(config, link, settled, now);
      }
    };
  }

  private static Step suspect(MobileNodeConfig config, Link link, Attached state, Step settled, Time now) {
    Optional<KnownRouter> suspicious =
        state.here().current().filter(router -> router.suspiciousFrom().isDue(now));
    if (suspicious.isEmpty()) {
      return settled;
    }
    Step verifying =
        verify(
            link,
            new Verifying(state.past(), state.here(), suspicious.get(), Optional.empty(), 0, now),
            config,
            now,
            "no advertisement in time");
    List<Effect> effects = new ArrayList<>(settled.effects());
    effects.addAll(verifying.effects());
    return new Step(verifying.next(), effects);
  }

  // RFC 6275 11.5.1: "If the default router does not respond to the Neighbor Solicitation it makes sense to proceed to
  // multicasting a Router Solicitation."
  private static Step gone(MobileNodeConfig config, Link link, Verifying state, Time now) {
    KnownRouter router = state.router();
    List<Effect> effects = new ArrayList<>();
    effects.add(new Notify(new MobileNodeNotice.RouterLost(router.address())));
    Past past = state.past().with(config, state.here().asLeft());
    Step next =
        state.candidate()
            .map(elsewhere -> moveToCandidate(past, elsewhere, now))
            .orElseGet(
                () ->
                    explore(
                        config, link, new Soliciting(past, Optional.of(state.here()), false, false, 0, now), now));
    effects.addAll(next.effects());
    return new Step(next.next(), effects);
  }

  /** The candidate was heard a while ago, and has an interval from now on to be heard again. */
  private static Step moveToCandidate(Past past, Network elsewhere, Time now) {
    KnownRouter router = elsewhere.routers().getFirst();
    return move(past, elsewhere.answered(router.address(), now), router);
  }

  private static MovementState with(MovementState state, Past past) {
    return switch (state) {
      case Detached(_, var network) -> new Detached(past, network);
      case Soliciting(_, var network, var replugged, var probed, var sent, var next) ->
          new Soliciting(past, network, replugged, probed, sent, next);
      case Attached(_, var here) -> new Attached(past, here);
      case Verifying(_, var here, var router, var candidate, var sent, var next) ->
          new Verifying(past, here, router, candidate, sent, next);
    };
  }

  private static MovementState with(MovementState state, Network network) {
    return switch (state) {
      case Detached(var past, _) -> new Detached(past, Optional.of(network));
      case Soliciting(var past, _, var replugged, var probed, var sent, var next) ->
          new Soliciting(past, Optional.of(network), replugged, probed, sent, next);
      case Attached(var past, _) -> new Attached(past, network);
      case Verifying(var past, _, var router, var candidate, var sent, var next) ->
          new Verifying(past, network, router, candidate, sent, next);
    };
  }

  private static Effect tellRouter(KnownRouter router, boolean moved) {
    return new Notify(
        new MobileNodeNotice.RouterHeard(router.address(), prefixes(router), moved));
  }

  private static List<Ipv6Prefix> prefixes(KnownRouter router) {
    return router.prefixes().stream().map(KnownPrefix::prefix).toList();
  }

  private static List<Effect> tellCareOfAddress(Place before, Place now) {
    return switch (now.visited()) {
      case Away(var careOfAddress, _, _, _, var router, _) ->
          before.visited() instanceof Away former && former.careOfAddress().equals(careOfAddress)
              ? List.of()
              : List.of(new Notify(new MobileNodeNotice.CareOfAddressFormed(careOfAddress, router.address())));
      case Managed _, Nowhere _ -> List.of();
    };
  }
}
