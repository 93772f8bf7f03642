package org.roam6.sim.check;

import org.roam6.protocol.Event.AddressState;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;

/** Of which mobile nodes nothing can be asked: those that another node on the home link keeps the home address from. */
final class Exemptions {

  private Exemptions() {}

  /** Whether {@code mobileNode} has lost its home address for good, or a plain host has it now. */
  static boolean isExempt(Ledger ledger, MobileNodeRecord mobileNode) {
    boolean lost = mobileNode.entry().isEmpty() && mobileNode.isAddressLost();
    return lost || isSquatted(ledger.network(), mobileNode);
  }

  private static boolean isSquatted(Network network, MobileNodeRecord mobileNode) {
    for (HostPlan plan : network.topology().of(Kind.PLAIN)) {
      AddressState state =
          network.world().host(plan.name()).kernel().addressState(Network.MOBILE_INTERFACE, mobileNode.homeAddress());
      if (state != AddressState.ABSENT) {
        return true;
      }
    }
    return false;
  }
}
