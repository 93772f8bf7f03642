package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.PrefixAdvertisingMachine.Context;
import org.roam6.protocol.homeagent.PrefixAdvertisingMachine.Step;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;

/** Defects of the home agent that tells prefixes. */
final class PrefixAdvertisingMutants {

  private PrefixAdvertisingMutants() {}

  @Planted("answers twice within a second (RFC 6275 6.8)")
  static final class PrefixesToldWithinASecond {
    private PrefixesToldWithinASecond() {}

    @Replaces("PrefixAdvertisingMachine")
    static Time allowed(Context context, PrefixAdvertisingState state) {
      return context.now();
    }
  }

  @Planted("goes on telling prefixes after the binding is over (RFC 6275 10.6.2)")
  static final class PrefixesToldWithoutBinding {
    private PrefixesToldWithoutBinding() {}

    @Replaces("PrefixDiscovery")
    static void follow(PrefixDiscovery self, BindingKey key, BindingState state, Instant timeOfDay, Time now) {
      if (state instanceof BindingState.Bound) {
        original(self, key, state, timeOfDay, now);
      }
    }

    static void original(PrefixDiscovery self, BindingKey key, BindingState state, Instant timeOfDay, Time now) {
      Mutant.rewired(Void.class);
    }
  }

  @Planted("repeats what is not acknowledged each second (RFC 6275 10.6.2)")
  static final class PrefixesRepeatedEachSecond {
    private PrefixesRepeatedEachSecond() {}

    @Replaces("PrefixAdvertisingMachine")
    static Step tell(Context context, int transmission, Duration timeout) {
      return original(context, transmission, Duration.ofSeconds(1));
    }

    static Step original(Context context, int transmission, Duration timeout) {
      return Mutant.rewired(Step.class);
    }
  }
}
