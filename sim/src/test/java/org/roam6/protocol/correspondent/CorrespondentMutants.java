package org.roam6.protocol.correspondent;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.correspondent.BindingMachine.Input;
import org.roam6.protocol.correspondent.BindingMachine.Step;
import org.roam6.protocol.correspondent.BindingState.Absent;
import org.roam6.protocol.correspondent.BindingState.Bound;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;

/** Defects of the correspondent node. */
final class CorrespondentMutants {

  private CorrespondentMutants() {}

  @Planted("gives more than MAX_RR_BINDING_LIFETIME, and more than was asked for (RFC 6275 5.2.6)")
  static final class CorrespondentGrantsMore {
    private CorrespondentGrantsMore() {}

    @Replaces("BindingMachine")
    static Lifetime granted(BindingMachine self, BindingRequest request) {
      return new Lifetime(250);
    }
  }

  @Planted("keeps bindings behind their end (RFC 6275 9.5.2)")
  static final class CorrespondentBindingsNeverEnd {
    private CorrespondentBindingsNeverEnd() {}

    @Replaces("BindingState$Bound")
    static Time deadline(Bound self) {
      return Time.NEVER;
    }
  }

  @Planted("accepts any sequence number while it has the binding (RFC 6275 9.5.1)")
  static final class CorrespondentSequenceNotCompared {
    private CorrespondentSequenceNotCompared() {}

    @Replaces("BindingMachine")
    static Step step(BindingMachine self, BindingState state, Input input, Time now) {
      boolean renews = state instanceof Bound && input instanceof Input.Cache;
      return original(self, renews ? new Absent() : state, input, now);
    }

    static Step original(BindingMachine self, BindingState state, Input input, Time now) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted(
      value = "forgets sequence numbers with the binding, so that updates of old work again (RFC 6275 5.2.8, 9.5.3)",
      scenario = "route-optimization-5.2.8-old-updates")
  static final class DeletedBindingForgotten {
    private DeletedBindingForgotten() {}

    @Replaces("BindingMachine")
    static Step delete(BindingRequest request, Time until, List<Effect> before) {
      return new Step(new Absent(), original(request, until, before).effects());
    }

    static Step original(BindingRequest request, Time until, List<Effect> before) {
      return Mutant.rewired(Step.class);
    }
  }

  @Planted(value = "accepts nonces for ever (RFC 6275 5.2.7)", scenario = "route-optimization-5.2.8-old-updates")
  static final class NoncesNeverExpire {
    private NoncesNeverExpire() {}

    @Replaces("Nonces")
    static Optional<Nonce> find(Nonces self, int index, Time now) {
      return original(self, index, Time.ZERO);
    }

    @SuppressWarnings("unchecked")
    static Optional<Nonce> original(Nonces self, int index, Time now) {
      return Mutant.rewired(Optional.class);
    }

    @Replaces("Nonces")
    static void expire(Nonces self, Time now) {
      // all are kept
    }

    @Replaces("Nonces")
    static Time nextDeadline(Nonces self) {
      return Time.NEVER;
    }
  }

  @Planted("makes room by taking away bindings that are not there (RFC 6275 9.6)")
  static final class CorrespondentCacheUnbounded {
    private CorrespondentCacheUnbounded() {}

    @Replaces("Correspondent")
    static boolean needsRoom(Correspondent self, BindingRequest request) {
      return false;
    }
  }
}
