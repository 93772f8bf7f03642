package org.roam6.protocol.neighbor;

import java.util.List;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Time;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Probing;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Step;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Unique;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.icmp.Icmpv6Message;

/** Defects of duplicate address detection. */
final class NeighborMutants {

  private NeighborMutants() {}

  @Planted("asks whether somebody has the address and does not listen (RFC 4862 5.4.4)")
  static final class DuplicateNotHeard {
    private DuplicateNotHeard() {}

    @Replaces("DuplicateAddressDetection$Probing")
    static DuplicateAddressDetection heard(Probing self, Arrival arrival, Icmpv6Message message) {
      return self;
    }
  }

  @Planted("registers without duplicate address detection (RFC 6275 10.3.1)")
  static final class DuplicatesNotLookedFor {
    private DuplicatesNotLookedFor() {}

    @Replaces("DuplicateAddressDetection$Probing")
    static Step due(Probing self, Time now) {
      return new Step(new Unique(), List.of());
    }
  }
}
