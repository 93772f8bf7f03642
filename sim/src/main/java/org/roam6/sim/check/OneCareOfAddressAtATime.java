package org.roam6.sim.check;

import org.roam6.protocol.Desired;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.SimulatedHost;

/** A mobile node has at most one address on its link: the primary care-of address, or at home the home address. */
final class OneCareOfAddressAtATime extends Checker {

  private final Ledger ledger;

  OneCareOfAddressAtATime(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "one-care-of-address-at-a-time";
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    if (ledger.mobileNode(host).isEmpty()) {
      return;
    }
    int addresses = 0;
    for (Desired item : host.kernel().wanted().values()) {
      if (item instanceof Desired.InterfaceAddress address && address.on().equals(Network.MOBILE_INTERFACE)) {
        addresses++;
      }
    }
    if (addresses > 1) {
      violated(now, host + " has " + addresses + " addresses on its link: " + host.kernel().wanted().values());
    }
  }
}
