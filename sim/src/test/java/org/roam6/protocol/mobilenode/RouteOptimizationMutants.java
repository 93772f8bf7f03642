package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Context;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Step;
import org.roam6.protocol.mobilenode.CorrespondentState.Binding;
import org.roam6.protocol.mobilenode.CorrespondentState.Delivery;
import org.roam6.protocol.mobilenode.CorrespondentState.Idle;
import org.roam6.protocol.mobilenode.CorrespondentState.Known;
import org.roam6.protocol.mobilenode.CorrespondentState.SentUpdate;
import org.roam6.protocol.mobilenode.CorrespondentState.Token;
import org.roam6.protocol.mobilenode.CorrespondentState.Tokens;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;

/** Defects of the mobile node's route optimization. */
final class RouteOptimizationMutants {

  private RouteOptimizationMutants() {}

  @Planted("sends directly as soon as it has a care-of keygen token (RFC 6275 11.3.1)")
  static final class DirectBeforeTheBinding {
    private DirectBeforeTheBinding() {}

    @Replaces("RouteOptimization")
    static @Nullable DirectPath path(RouteOptimization self, DirectPath.Key key, Known known, Time now) {
      return known
          .tokens()
          .careOf()
          .map(token -> new DirectPath(key, token.address(), now.plus(Duration.ofMinutes(1))))
          .orElse(null);
    }
  }

  @Planted("goes on directly from a care-of address that it has left (RFC 6275 11.3.1)")
  static final class PathKeptAfterMoving {
    private PathKeptAfterMoving() {}

    @Replaces("RouteOptimization")
    static @Nullable DirectPath path(RouteOptimization self, DirectPath.Key key, Known known, Time now) {
      return known
          .binding()
          .map(binding -> new DirectPath(key, binding.careOfAddress(), binding.usedUntil()))
          .orElse(null);
    }

    @Replaces("CorrespondentState$Known")
    static Known withoutBinding(Known self) {
      return self;
    }
  }

  @Planted(
      value = "does not go by its home agent when the correspondent node has no binding (RFC 6275 11.3.6)",
      scenario = "route-optimization-11.3.6-forged-binding-error")
  static final class BindingErrorIgnored {
    private BindingErrorIgnored() {}

    @Replaces("CorrespondentRegistration")
    static Step unbound(Context context, CorrespondentState state) {
      return new Step(state, List.of());
    }
  }

  @Planted(
      value = "uses keygen tokens beyond MAX_TOKEN_LIFETIME (RFC 6275 5.2.7)",
      scenario = "route-optimization-5.2.5-home-token-grows-old")
  static final class TokensNeverExpire {
    private TokensNeverExpire() {}

    @Replaces("CorrespondentState$Token")
    static Time until(Token self) {
      return Time.NEVER;
    }
  }

  @Planted("uses the keygen token of a care-of address for another one (RFC 6275 5.2.5)")
  static final class TokenOfAnotherAddress {
    private TokenOfAnotherAddress() {}

    @Replaces("CorrespondentState$Token")
    static boolean isFor(Token self, Ipv6Address other, Time moment) {
      return moment.isBefore(self.until());
    }

    @Replaces("CorrespondentState$Tokens")
    static Tokens withCareOf(Tokens self, Optional<Token> other) {
      return new Tokens(self.home(), other.or(self::careOf));
    }
  }

  @Planted(
      value = "does not tell correspondent nodes that it is at home again (RFC 6275 11.5.5)",
      scenario = "route-optimization-11.5.5-returns-home-for-a-moment")
  static final class CorrespondentsNotTold {
    private CorrespondentsNotTold() {}

    @Replaces("CorrespondentRegistration")
    static Step dismiss(Context context, CorrespondentState state) {
      return new Step(new Idle(state.known().withoutBinding()), List.of());
    }
  }

  @Planted("counts on bindings at correspondent nodes for longer than they were given for (RFC 6275 11.7.3)")
  static final class CorrespondentBindingOutlived {
    private CorrespondentBindingOutlived() {}

    @Replaces("CorrespondentState$Binding")
    static Time usedUntil(Binding self) {
      return self.expiry().plus(Duration.ofMinutes(1));
    }
  }

  @Planted("sends Binding Updates to a correspondent node with one sequence number (RFC 6275 11.7.2)")
  static final class CorrespondentSequenceStandsStill {
    private CorrespondentSequenceStandsStill() {}

    @Replaces("CorrespondentState$Known")
    static Known withLast(Known self, SequenceNumber other) {
      return self;
    }
  }

  @Planted("begins anew with its sequence numbers to a correspondent node after a restart (RFC 6275 11.7.2)")
  static final class CorrespondentNumbersForgotten {
    private CorrespondentNumbersForgotten() {}

    @Replaces("CorrespondentNumbers")
    static void recall(CorrespondentNumbers self, Memory.CorrespondentSequenceNumbers item) {}
  }

  @Planted(
      value = "believes an acknowledgement of a correspondent node whatever its sequence number (RFC 6275 11.7.3)",
      scenario = "route-optimization-11.7.3-late-acknowledgement")
  static final class CorrespondentAcknowledgementAnySequence {
    private CorrespondentAcknowledgementAnySequence() {}

    @Replaces("CorrespondentState$Delivery")
    static Optional<SentUpdate> find(Delivery self, SequenceNumber sequence) {
      return self.outstanding().isEmpty() ? Optional.empty() : Optional.of(self.outstanding().getLast());
    }
  }

  @Planted("tells everybody where it is, whoever was named (RFC 6275 11.7.2)")
  static final class PolicyIgnored {
    private PolicyIgnored() {}

    @Replaces("RouteOptimizationPolicy")
    static boolean allows(RouteOptimizationPolicy self, Ipv6Address correspondent) {
      return true;
    }
  }

  @Planted("does nothing about correspondent nodes when it moves (RFC 6275 11.7.2)")
  static final class CorrespondentsNotUpdated {
    private CorrespondentsNotUpdated() {}

    @Replaces("CorrespondentRegistration")
    static Step stands(Context context, CorrespondentState state) {
      return new Step(state, List.of());
    }
  }
}
