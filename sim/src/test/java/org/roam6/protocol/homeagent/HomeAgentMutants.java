package org.roam6.protocol.homeagent;

import java.util.List;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.BindingMachine.Input;
import org.roam6.protocol.homeagent.BindingMachine.Step;
import org.roam6.protocol.homeagent.BindingState.Absent;
import org.roam6.protocol.homeagent.BindingState.Bound;
import org.roam6.protocol.homeagent.BindingState.Detecting;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.NeighborSolicitation;

/** Defects of the home agent. */
final class HomeAgentMutants {

  private HomeAgentMutants() {}

  @Planted("leaves the old expiry in place when a binding is refreshed (RFC 6275 10.3.1)")
  static final class RefreshKeepsOldExpiry {
    private RefreshKeepsOldExpiry() {}

    @Replaces("BindingMachine")
    static Step refresh(BindingMachine self, Bound bound, BindingRequest request, Time now) {
      Step step = original(self, bound, request, now);
      Bound next = (Bound) step.next();
      return new Step(next.with(next.entry().endingAt(bound.entry().expiry())), step.effects());
    }

    static Step original(BindingMachine self, Bound bound, BindingRequest request, Time now) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted("forgets a binding at its end and leaves the tunnel (RFC 6275 10.3.1)")
  static final class ExpiryLeavesTunnel {
    private ExpiryLeavesTunnel() {}

    @Replaces("BindingMachine")
    static Step expire(BindingMachine self, Bound bound, Time now) {
      return Step.of(new Absent());
    }
  }

  @Planted("never looks at the end of a binding (RFC 6275 10.3.1)")
  static final class ExpiryNeverDue {
    private ExpiryNeverDue() {}

    @Replaces("BindingState$Bound")
    static Time deadline(Bound self) {
      return self.announcement().due();
    }
  }

  @Planted("answers the first Binding Update after duplicate address detection, not the newest (RFC 6275 10.3.1)")
  static final class OldestUpdateAnswered {
    private OldestUpdateAnswered() {}

    @Replaces("BindingMachine")
    static Step step(BindingMachine self, Detecting detecting, Input input, Time now) {
      Step step = original(self, detecting, input, now);
      return step.next() instanceof Detecting next
          ? new Step(detecting.with(next.detection()), step.effects())
          : step;
    }

    static Step original(BindingMachine self, Detecting detecting, Input input, Time now) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted(
      value = "forgets a deleted binding at once, so that a late Binding Update revives it (RFC 6275 10.3.2)",
      scenario = "deregistration-10.3.2-late-update")
  static final class DeletedForgottenAtOnce {
    private DeletedForgottenAtOnce() {}

    @Replaces("BindingMachine")
    static Step delete(BindingMachine self, BindingRequest request, Time now, List<Effect> withdrawal) {
      return new Step(new Absent(), original(self, request, now, withdrawal).effects());
    }

    static Step original(BindingMachine self, BindingRequest request, Time now, List<Effect> withdrawal) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted("goes on intercepting after a deregistration (RFC 6275 10.3.2)")
  static final class DeregistrationKeepsTunnel {
    private DeregistrationKeepsTunnel() {}

    @Replaces("BindingMachine")
    static Step delete(BindingMachine self, BindingRequest request, Time now, List<Effect> withdrawal) {
      return original(self, request, now, List.of());
    }

    static Step original(BindingMachine self, BindingRequest request, Time now, List<Effect> withdrawal) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted("keeps the addresses of ended bindings as its own (RFC 6275 10.4.1)")
  static final class ClaimsNeverReleased {
    private ClaimsNeverReleased() {}

    @Replaces("BindingTable")
    static void release(BindingTable self, Ipv6Address address, int slot, boolean stillClaimed, List<Effect> effects) {
      // stays claimed
    }
  }

  @Planted("gives its maximum whatever was asked for (RFC 6275 10.3.1)")
  static final class GrantsMoreThanAsked {
    private GrantsMoreThanAsked() {}

    @Replaces("BindingMachine")
    static Lifetime grant(BindingMachine self, BindingRequest request) {
      return new Lifetime(Math.min(0xffff, request.lifetime().units() + 5));
    }
  }

  @Planted("does not tell the home link that it stands in for the mobile node (RFC 6275 10.4.1)")
  static final class InterceptionNotAnnounced {
    private InterceptionNotAnnounced() {}

    @Replaces("BindingMachine")
    static List<Effect> announcements(BindingMachine self, Bound bound) {
      return List.of();
    }
  }

  @Planted("does not answer for the mobile nodes that it stands in for (RFC 6275 10.4.1)")
  static final class ProxyAnswersNothing {
    private ProxyAnswersNothing() {}

    @Replaces("BindingMachine")
    static Step answer(BindingMachine self, Bound bound, Arrival arrival, NeighborSolicitation solicitation) {
      return Step.of(bound);
    }
  }

  @Planted("never ends its duplicate address detection (RFC 4862 5.4)")
  static final class DetectionNeverEnds {
    private DetectionNeverEnds() {}

    @Replaces("BindingState$Detecting")
    static Time deadline(Detecting self) {
      return Time.NEVER;
    }
  }
}
