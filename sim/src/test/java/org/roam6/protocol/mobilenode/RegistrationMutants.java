package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.HomeRegistration.Step;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Attempt;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.Outstanding;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;

/** Defects of the mobile node's registration. */
final class RegistrationMutants {

  private RegistrationMutants() {}

  @Planted("believes an acknowledgement whatever its sequence number (RFC 6275 11.7.3)")
  static final class AcknowledgementAnySequence {
    private AcknowledgementAnySequence() {}

    @Replaces("RegistrationState$Attempt")
    static Optional<Outstanding> find(Attempt self, SequenceNumber sequence) {
      return self.outstanding().isEmpty() ? Optional.empty() : Optional.of(self.outstanding().getLast());
    }
  }

  @Planted("takes the acknowledgement for a former care-of address for that of the present one (RFC 6275 11.7.3)")
  static final class AcknowledgementForAnotherCareOfAddress {
    private AcknowledgementForAnotherCareOfAddress() {}

    @Replaces("HomeRegistration")
    static Step away(Context context, RegistrationState state, CareOf careOf) {
      if (state instanceof Registering before && !before.careOf().address().equals(careOf.address())) {
        Duration timeout = context.config().timers().initialBindackTimeout();
        Attempt attempt = new Attempt(before.attempt().outstanding(), 0, 0, false, timeout, context.now());
        return Transmission.send(
            context,
            new Registering(before.history(), careOf, before.entry(), Optional.of(before.careOf().address()), attempt));
      }
      return original(context, state, careOf);
    }

    static Step original(Context context, RegistrationState state, CareOf careOf) {
      return Mutant.rewired(Step.class);
    }

    @Replaces("HomeRegistration")
    static Step lost(Context context, RegistrationState state) {
      return state instanceof Registering ? new Step(state, List.of()) : original(context, state);
    }

    static Step original(Context context, RegistrationState state) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted(
      value = "waits twice as long with each retransmission, without end (RFC 6275 11.8)",
      scenario = "lifetime-10.3.1-ends-while-parted")
  static final class NoBackOffCap {
    private NoBackOffCap() {}

    @Replaces("RegistrationState$Attempt")
    static Attempt sent(Attempt self, Outstanding update, Duration maximum) {
      return original(self, update, Duration.ofDays(1));
    }

    static Attempt original(Attempt self, Outstanding update, Duration maximum) {
      return Mutant.rewired(Attempt.class);
    }
  }

  @Planted("retransmits each second, for ever (RFC 6275 11.8)")
  static final class NoBackOff {
    private NoBackOff() {}

    @Replaces("RegistrationState$Attempt")
    static Attempt sent(Attempt self, Outstanding update, Duration maximum) {
      return original(self, update, Duration.ofSeconds(1));
    }

    static Attempt original(Attempt self, Outstanding update, Duration maximum) {
      return Mutant.rewired(Attempt.class);
    }
  }

  @Planted("gives up after three transmissions (RFC 6275 11.8)")
  static final class GivesUp {
    private GivesUp() {}

    @Replaces("RegistrationState$Attempt")
    static Attempt sent(Attempt self, Outstanding update, Duration maximum) {
      Attempt next = original(self, update, maximum);
      return next.transmissions() < 3 ? next : next.at(Time.NEVER);
    }

    static Attempt original(Attempt self, Outstanding update, Duration maximum) {
      return Mutant.rewired(Attempt.class);
    }
  }

  @Planted(
      value = "follows status 135 to the letter, also where it is late and leads back (RFC 6275 11.7.3)",
      seed = 24)
  static final class Sequence135ToTheLetter {
    private Sequence135ToTheLetter() {}

    @Replaces("Acknowledgements")
    static boolean mayFollow(SequenceNumber given, SequenceNumber last) {
      return true;
    }
  }

  @Planted("does not follow status 135 (RFC 6275 11.7.3)")
  static final class Sequence135Ignored {
    private Sequence135Ignored() {}

    @Replaces("Acknowledgements")
    static boolean mayFollow(SequenceNumber given, SequenceNumber last) {
      return false;
    }
  }

  @Planted("never refreshes (RFC 6275 11.7.1)")
  static final class NeverRefreshes {
    private NeverRefreshes() {}

    @Replaces("Acknowledgements")
    static Registered registered(Context context, History history, CareOf careOf, Entry binding) {
      return new Registered(history, careOf, binding, Time.NEVER);
    }
  }

  @Planted("refreshes when the binding has ended (RFC 6275 11.7.3)")
  static final class RefreshesTooLate {
    private RefreshesTooLate() {}

    @Replaces("Acknowledgements")
    static Registered registered(Context context, History history, CareOf careOf, Entry binding) {
      return new Registered(history, careOf, binding, binding.expiry().plus(Duration.ofMillis(500)));
    }
  }

  @Planted("counts the lifetime from the acknowledgement, not from the Binding Update (RFC 6275 11.7.3)")
  static final class LifetimeFromAcknowledgement {
    private LifetimeFromAcknowledgement() {}

    @Replaces("Acknowledgements")
    static Step accepted(
        Context context, Registering state, Outstanding update, BindingAcknowledgement message) {
      return original(
          context,
          state,
          new Outstanding(update.sequence(), update.timestamp(), context.now(), update.lifetime()),
          message);
    }

    static Step original(
        Context context, Registering state, Outstanding update, BindingAcknowledgement message) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted("comes home and does not tell its home agent (RFC 6275 11.5.5)")
  static final class NoDeregistration {
    private NoDeregistration() {}

    @Replaces("HomeRegistration")
    static Step home(Context context, RegistrationState state, Optional<LinkLayerAddress> homeAgent) {
      return state instanceof AtHome
          ? original(context, state, homeAgent)
          : new Step(new AtHome(state.history(), true, 0, Time.NEVER), List.of());
    }

    static Step original(Context context, RegistrationState state, Optional<LinkLayerAddress> homeAgent) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted("asks once for its home agent's link-layer address (RFC 6275 11.5.5)")
  static final class AsksOnceForTheHomeAgent {
    private AsksOnceForTheHomeAgent() {}

    @Replaces("RegistrationState$Resolving")
    static Time deadline(Resolving self) {
      return self.sent() == 0 ? self.next() : Time.NEVER;
    }
  }

  @Planted(value = "gives its home address up for traces of its own at home (RFC 6275 11.7.3)", seed = 2_000_601)
  static final class OwnTraceTakenForADuplicate {
    private OwnTraceTakenForADuplicate() {}

    @Replaces("HomeRegistration$Context")
    static Time leftHome(HomeRegistration.Context self) {
      return RegistrationState.Entry.LONG_AGO;
    }
  }

  @Planted(
      value = "believes in a longer binding than its last transmission asked for (RFC 6275 11.7.3)",
      seed = 2_000_037)
  static final class LaterTransmissionsForgotten {
    private LaterTransmissionsForgotten() {}

    @Replaces("RegistrationState$Attempt")
    static Lifetime shortestSince(RegistrationState.Attempt self, RegistrationState.Outstanding update) {
      return update.lifetime();
    }
  }
}
