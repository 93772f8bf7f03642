package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;

/** Whether the node may tell its home agent which multicast groups it listens to (RFC 6275 11.3.4). */
sealed interface ListenerReports {

  /** When something is due. */
  Time deadline();

  /** It may not. */
  record Withheld() implements ListenerReports {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }
  }

  /** It was asked, and is yet to hear that the home agent has a binding: the query may overtake the acknowledgement. */
  record Asked() implements ListenerReports {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }
  }

  /**
   * It was asked, and may.
   *
   * @param until when the binding ends
   */
  record Allowed(Time until) implements ListenerReports {
    @Override
    public Time deadline() {
      return until;
    }
  }

  /** What can happen to the permission. */
  enum Input {
    /** A query came through the tunnel. */
    ASKED,
    /** The registration may be another one, or time has passed. */
    FOLLOW
  }

  /** What follows: the state after it, and what to do. */
  record Step(ListenerReports next, List<Effect> effects) {}

  // RFC 6275 11.3.4: "A mobile node MUST NOT tunnel multicast group membership control packets until (1) the mobile
  // node has a binding in place at the home agent, and (2) the latter sends at least one multicast group membership
  // control packet via the tunnel. Once this condition is true, the mobile node SHOULD assume it does not change as
  // long as the binding does not expire."
  /**
   * What becomes of the permission.
   *
   * @param registered where the registration stands
   */
  static Step step(
      MobileNodeConfig config, ListenerReports state, Input input, RegistrationState registered, Time now) {
    Optional<Time> bound = registered.boundUntil().filter(now::isBefore);
    return switch (state) {
      case Withheld withheld -> input == Input.ASKED
          ? step(config, new Asked(), Input.FOLLOW, registered, now)
          : new Step(withheld, List.of());
      case Asked _ when bound.isPresent() -> new Step(new Allowed(bound.get()), allow(config));
      case Asked asked -> new Step(registered.entry().isPresent() ? asked : new Withheld(), List.of());
      case Allowed _ when bound.isPresent() -> new Step(new Allowed(bound.get()), List.of());
      case Allowed _ -> new Step(new Withheld(), withhold(config));
    };
  }

  // The kernel has no other link-local address there, without which a home agent takes no report (RFC 3810 5.2.13). As
  // soon as it has one, it says what it listens to.
  private static List<Effect> allow(MobileNodeConfig config) {
    return List.of(
        new Want(new Desired.ListenerReports(BindingKey.of(config.homeAddress()))),
        new Want(
            new Desired.InterfaceAddress(
                config.tunnelInterface(),
                linkLocal(config),
                Ipv6Address.LENGTH * Byte.SIZE,
                DuplicateDetection.NONE,
                SourceUse.PREFERRED)),
        new Notify(new MobileNodeNotice.ListenerQueryReceived()));
  }

  /** What allows the reports is no longer wanted. */
  static List<Effect> withhold(MobileNodeConfig config) {
    return List.of(
        new Unwant(linkLocalKey(config)),
        new Unwant(new Desired.ListenerReportsKey(BindingKey.of(config.homeAddress()))));
  }

  /** What the source address of reports is wanted as. */
  static Desired.Key linkLocalKey(MobileNodeConfig config) {
    return new Desired.AddressKey(config.tunnelInterface(), linkLocal(config));
  }

  // RFC 6275 10.4.3: "no functionality depends on these addresses being unique"
  private static Ipv6Address linkLocal(MobileNodeConfig config) {
    return Ipv6Address.linkLocal(config.homeAddress().low());
  }
}
