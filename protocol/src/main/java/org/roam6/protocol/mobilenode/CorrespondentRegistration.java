package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.mobilenode.CorrespondentState.Binding;
import org.roam6.protocol.mobilenode.CorrespondentState.Bound;
import org.roam6.protocol.mobilenode.CorrespondentState.Goal;
import org.roam6.protocol.mobilenode.CorrespondentState.HoldOff;
import org.roam6.protocol.mobilenode.CorrespondentState.Idle;
import org.roam6.protocol.mobilenode.CorrespondentState.Known;
import org.roam6.protocol.mobilenode.CorrespondentState.Lapsing;
import org.roam6.protocol.mobilenode.CorrespondentState.Sends;
import org.roam6.protocol.mobilenode.CorrespondentState.Testing;
import org.roam6.protocol.mobilenode.CorrespondentState.Tokens;
import org.roam6.protocol.mobilenode.CorrespondentState.Trouble;
import org.roam6.protocol.mobilenode.CorrespondentState.Updating;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * Keeps one correspondent node informed of where the mobile node is (RFC 6275 11.7.2, 11.7.4); the diagram stands at
 * the package.
 */
final class CorrespondentRegistration {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 16;

  /** A refresh gets a token anew that has less than half of its life left. */
  private static final Duration RESERVE = ProtocolConstants.MAX_TOKEN_LIFETIME.dividedBy(2);

  private CorrespondentRegistration() {}

  /** What the registration hears of. */
  sealed interface Input {

    /** The node is somewhere else, or the home agent has acknowledged where it is. */
    record Stands() implements Input {}

    /** Packets go to or from the correspondent node. */
    record Traffic(Way way) implements Input {}

    /** A Home Test message came in. */
    record HomeTested(Arrival arrival, HomeTest message) implements Input {}

    /** A Care-of Test message came in. */
    record CareOfTested(Arrival arrival, CareOfTest message) implements Input {}

    /** A Binding Acknowledgement came in. */
    record Acknowledged(Arrival arrival, MobilityHeader header, BindingAcknowledgement message) implements Input {}

    /** The correspondent node says that it has no binding. */
    record Unbound() implements Input {}

    /** The correspondent node does not know what it was sent; whether that was an ordinary packet. */
    record Unsupported(String reason, boolean ordinary) implements Input {}

    /** The correspondent node asks for a Binding Update. */
    record RefreshRequested() implements Input {}

    /** The deadline of the state has come. */
    record Due() implements Input {}
  }

  /**
   * What a step may know.
   *
   * @param config what the node is to do
   * @param randomness where cookies come from
   * @param standing where the node is
   * @param besides what was sent to the correspondent node lately about other home addresses
   * @param now the time
   */
  record Context(MobileNodeConfig config, Randomness randomness, Standing standing, Sends besides, Time now) {

    boolean canBeTold() {
      return standing.canBeTold(now);
    }

    /** What Binding Updates have for a source. */
    Ipv6Address careOfAddress() {
      return standing instanceof Standing.Away away ? away.careOfAddress() : config.homeAddress();
    }

    RouteOptimizationLimits limits() {
      return config.routeOptimization().limits();
    }

    // RFC 6275 11.8: "The mobile node MUST NOT send Mobility Header messages of a particular type to a particular
    // correspondent node more than MAX_UPDATE_RATE times within a second." It "ensures that the correspondent node has
    // a sufficient amount of time to respond when bindings for multiple home addresses are registered".
    Time earliest(RecentSends sends, RecentSends others) {
      return sends.and(others).earliest(now, config.limits().maxUpdateRate(), SECOND);
    }

    /** {@code sends} with one more now. */
    RecentSends counted(RecentSends sends) {
      return sends.with(now, config.limits().maxUpdateRate());
    }

    /** Whether packets went lately. */
    boolean isRecent(Known known) {
      return now.isBefore(known.traffic().plus(limits().recent()));
    }
  }

  /** The state that follows, and what to do. */
  record Step(CorrespondentState next, List<Effect> effects) {}

  /**
   * Why a registration came to nothing.
   *
   * @param reason in words
   * @param unsupported whether the correspondent node does not support what was asked of it
   * @param anywhere as in {@link HoldOff}
   */
  record Failure(String reason, boolean unsupported, boolean anywhere) {
    static Failure passing(String reason, boolean anywhere) {
      return new Failure(reason, false, anywhere);
    }
  }

  static Step step(Context context, CorrespondentState state, Input input) {
    return switch (input) {
      case Input.Stands() -> stands(context, state);
      case Input.Traffic(Way way) ->
          traffic(context, state.with(state.known().withTrafficAt(context.now())), way);
      case Input.HomeTested(Arrival arrival, HomeTest message) when state instanceof Testing testing ->
          CorrespondentTests.homeTested(context, testing, arrival, message);
      case Input.CareOfTested(Arrival arrival, CareOfTest message) when state instanceof Testing testing ->
          CorrespondentTests.careOfTested(context, testing, arrival, message);
      case Input.Acknowledged(var arrival, var header, var message) when state instanceof Updating updating ->
          CorrespondentUpdates.acknowledged(context, updating, arrival, header, message);
      case Input.HomeTested _, Input.CareOfTested _, Input.Acknowledged _ -> unchanged(state);
      case Input.Unbound() -> unbound(context, state);
      case Input.Unsupported(String reason, boolean ordinary) -> unsupported(context, state, reason, ordinary);
      case Input.RefreshRequested() -> refreshRequested(context, state);
      case Input.Due() -> due(context, state);
    };
  }

  private static Step unchanged(CorrespondentState state) {
    return new Step(state, List.of());
  }

  static Step telling(MobileNodeNotice notice, Step step) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Notify(notice));
    effects.addAll(step.effects());
    return new Step(step.next(), effects);
  }

  private static Step stands(Context context, CorrespondentState state) {
    return switch (context.standing()) {
      case Standing.Nowhere() -> unchanged(new Idle(state.known()));
      case Standing.Home() -> isUnderWay(context, state, Goal.DELETED) ? goOn(context, state) : dismiss(context, state);
      case Standing.Away _ ->
          isUnderWay(context, state, Goal.REGISTERED) || isUnderWay(context, state, Goal.DELETED)
              ? goOn(context, state)
              : away(context, freed(state.known()), state);
    };
  }

  /** Another care-of address is worth a try where the last one was to blame. */
  private static Known freed(Known known) {
    Optional<HoldOff> left = known.trouble().holdOff().filter(HoldOff::anywhere);
    return known.withTrouble(known.trouble().withHoldOff(left));
  }

  private static boolean isUnderWay(Context context, CorrespondentState state, Goal goal) {
    return switch (state) {
      case Testing testing -> testing.goal() == goal && testing.careOfAddress().equals(context.careOfAddress());
      case Updating updating -> updating.goal() == goal && updating.careOfAddress().equals(context.careOfAddress());
      case Idle _, Bound _, Lapsing _ -> false;
    };
  }

  private static Step goOn(Context context, CorrespondentState state) {
    return state instanceof Testing testing ? CorrespondentTests.proceed(context, testing) : unchanged(state);
  }

  // RFC 6275 11.7.2: "After the mobile node has sent a Binding Update to its home agent, registering a new primary
  // care-of address [...], the mobile node SHOULD initiate a correspondent registration for each node that already
  // appears in the mobile node's Binding Update List. The initiated procedures can be used to either update or delete
  // binding information in the correspondent node." Those that nobody talks to are told to forget: their packets,
  // should there be any, would be lost at the former care-of address.
  private static Step away(Context context, Known known, CorrespondentState state) {
    Optional<Binding> binding = known.bindingFor(context.careOfAddress(), context.now());
    if (binding.isPresent()) {
      return unchanged(
          state instanceof Idle ? CorrespondentUpdates.bound(context, known, binding.get()) : state.with(known));
    }
    return context.isRecent(known) && !known.isHeldOff(context.now())
        ? CorrespondentTests.begin(context, known.withoutBinding(), Goal.REGISTERED, Duration.ZERO)
        : dismiss(context, new Idle(known));
  }

  /** Has the binding deleted, where there may be one. */
  private static Step dismiss(Context context, CorrespondentState state) {
    Known known = state.known().withoutBinding();
    return context.now().isBefore(known.heldUntil())
        ? CorrespondentTests.begin(context, known, Goal.DELETED, Duration.ZERO)
        : unchanged(new Idle(known));
  }

  private static Step traffic(Context context, CorrespondentState state, Way way) {
    return switch (state) {
      case Idle idle -> trigger(context, idle.known(), idle);
      case Testing testing when testing.goal() == Goal.DELETED -> trigger(context, testing.known(), testing);
      case Lapsing lapsing -> refresh(context, lapsing.known());
      // A correspondent node that has the binding does not send by the home agent, but for what is on its way still.
      case Bound bound when way == Way.TUNNEL_RECEIVED && isSettled(context, bound.known()) ->
          hinted(context, bound);
      case Updating updating when way == Way.DIRECT_RECEIVED -> CorrespondentUpdates.confirmed(context, updating);
      case Testing _, Updating _, Bound _ -> unchanged(state);
    };
  }

  private static boolean isSettled(Context context, Known known) {
    Duration longEnough = context.config().timers().initialBindackTimeout().multipliedBy(2);
    return known.binding().filter(one -> one.sent().plus(longEnough).isDue(context.now())).isPresent();
  }

  // RFC 6275 11.7.2: "the mobile node MAY initiate a correspondent registration at any time after sending the Binding
  // Update to its home agent"
  private static Step trigger(Context context, Known known, CorrespondentState state) {
    return context.standing() instanceof Standing.Away && !known.isHeldOff(context.now())
        ? CorrespondentTests.begin(context, known, Goal.REGISTERED, Duration.ZERO)
        : unchanged(state);
  }

  private static Step refresh(Context context, Known known) {
    return CorrespondentTests.begin(context, known, Goal.REGISTERED, RESERVE);
  }

  /** Asks the correspondent node anew, as often as what anyone can send may lead to that. */
  private static Step hinted(Context context, CorrespondentState state) {
    Known known = state.known();
    return known.trouble().hints().allows(context.now())
        ? refresh(context, known.withTrouble(known.trouble().hinted(context.now())))
        : unchanged(state);
  }

  // RFC 6275 11.3.6: "it MUST remove the entry and route further communications through the home agent. It MAY also
  // optionally start a return routability procedure"
  private static Step unbound(Context context, CorrespondentState state) {
    Known known = state.known();
    if (known.bindingFor(context.careOfAddress(), context.now()).isEmpty()) {
      return unchanged(state);
    }
    // What leads to no tests now leads to them later.
    Trouble trouble = known.trouble().hinted(context.now());
    HoldOff pause = new HoldOff(known.trouble().hints().allowedFrom(), true);
    Known without = known.withoutBinding().withTokens(Tokens.NONE);
    return telling(
        new MobileNodeNotice.DirectPathLost(known.address(), "it has no binding"),
        known.trouble().hints().allows(context.now())
            ? CorrespondentTests.begin(context, without.withTrouble(trouble), Goal.REGISTERED, Duration.ZERO)
            : unchanged(new Idle(without.withTrouble(trouble.withHoldOff(Optional.of(pause))))));
  }

  // RFC 6275 11.3.6: "If the mobile node is not expecting an acknowledgement or response from the correspondent node,
  // the mobile node SHOULD ignore this message." 11.3.5 speaks of errors "in response to a return routability procedure
  // or Binding Update".
  private static Step unsupported(Context context, CorrespondentState state, String reason, boolean ordinary) {
    Failure failure = new Failure(reason, true, true);
    Known known = state.known();
    return switch (state) {
      case Testing testing when !ordinary -> failed(context, known, testing.goal(), failure);
      case Updating updating when !ordinary -> failed(context, known, updating.goal(), failure);
      case Idle _, Testing _, Updating _, Bound _, Lapsing _ ->
          ordinary && known.bindingFor(context.careOfAddress(), context.now()).isPresent()
              ? failed(context, known, Goal.REGISTERED, failure)
              : unchanged(state);
    };
  }

  // RFC 6275 11.7.4: "if the mobile node has a Binding Update List entry for the source of the Binding Refresh Request,
  // and the mobile node wants to retain its Binding Cache entry at the correspondent node, then the mobile node should
  // start a return routability procedure"
  private static Step refreshRequested(Context context, CorrespondentState state) {
    return switch (state) {
      case Bound _, Lapsing _ -> context.isRecent(state.known()) ? hinted(context, state) : unchanged(state);
      case Idle _, Testing _, Updating _ -> unchanged(state);
    };
  }

  private static Step due(Context context, CorrespondentState state) {
    return switch (state) {
      case Idle _ -> unchanged(state);
      case Testing testing -> CorrespondentTests.proceed(context, testing);
      case Updating updating -> CorrespondentUpdates.send(context, updating);
      case Bound(Known known, _) -> context.isRecent(known) ? refresh(context, known) : lapse(context, known);
      case Lapsing(Known known, _) -> unchanged(new Idle(known.withoutBinding()));
    };
  }

  private static Step lapse(Context context, Known known) {
    Time end = known.binding().map(Binding::usedUntil).orElse(context.now());
    return new Step(
        end.isDue(context.now()) ? new Idle(known.withoutBinding()) : new Lapsing(known, end),
        List.of(new Notify(new MobileNodeNotice.CorrespondentBindingLapsed(known.address()))));
  }

  /** A registration came to nothing: packets go by the home agent, and the correspondent node is left alone a while. */
  static Step failed(Context context, Known known, Goal goal, Failure failure) {
    if (goal == Goal.DELETED) {
      return unchanged(new Idle(known.withoutBinding()));
    }
    Duration wait = failure.unsupported() ? context.limits().holdOff() : backOff(context, known.trouble().failures());
    HoldOff holdOff = new HoldOff(context.now().plus(wait), failure.anywhere());
    boolean elsewhere = known.bindingFor(context.careOfAddress(), context.now()).isEmpty();
    Known after = known.withoutBinding().withTrouble(known.trouble().failed(holdOff));
    return telling(
        new MobileNodeNotice.RouteOptimizationFailed(known.address(), failure.reason(), wait),
        elsewhere && !failure.unsupported()
            ? dismiss(context, new Idle(after))
            : unchanged(new Idle(after)));
  }

  private static Duration backOff(Context context, int failures) {
    Duration wait = context.limits().firstHoldOff().multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration longest = context.limits().holdOff();
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
