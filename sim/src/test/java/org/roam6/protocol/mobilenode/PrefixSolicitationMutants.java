package org.roam6.protocol.mobilenode;

import java.time.Duration;
import org.roam6.protocol.mobilenode.PrefixSolicitation.Context;
import org.roam6.protocol.mobilenode.PrefixSolicitation.Step;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;

/** Defects of the mobile node that asks for prefixes. */
final class PrefixSolicitationMutants {

  private PrefixSolicitationMutants() {}

  @Planted("believes prefixes that it has not asked for (RFC 6275 11.4.3)")
  static final class UnsolicitedPrefixesBelieved {
    private UnsolicitedPrefixesBelieved() {}

    @Replaces("PrefixDiscovery")
    static boolean isSolicited(PrefixDiscovery self, MobilePrefixAdvertisement advertisement) {
      return true;
    }
  }

  @Planted("asks for prefixes again after a tenth of a second (RFC 6275 11.8)")
  static final class PrefixesAskedForWithoutPause {
    private PrefixesAskedForWithoutPause() {}

    @Replaces("PrefixSolicitation")
    static Step send(
        Context context, Ipv6Address careOfAddress, int identifier, int transmission, Duration timeout) {
      return original(context, careOfAddress, identifier, transmission, Duration.ofMillis(100));
    }

    static Step original(
        Context context, Ipv6Address careOfAddress, int identifier, int transmission, Duration timeout) {
      return Mutant.rewired(Step.class);
    }
  }
}
