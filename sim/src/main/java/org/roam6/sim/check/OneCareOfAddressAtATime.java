package org.roam6.sim.check;

import org.roam6.protocol.Desired;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/** A mobile node has at most one address on each link: the care-of address there, or at home the home address. */
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
    ledger
        .mobileNode(host)
        .ifPresent(mobileNode -> mobileNode.interfaces().forEach(on -> settled(host, on, now)));
  }

  private void settled(SimulatedHost host, InterfaceName on, Time now) {
    int addresses = 0;
    for (Desired item : host.kernel().wanted().values()) {
      if (item instanceof Desired.InterfaceAddress address && address.on().equals(on)) {
        addresses++;
      }
    }
    if (addresses > 1) {
      violated(now, host + " has " + addresses + " addresses on " + on + ": " + host.kernel().wanted().values());
    }
  }
}
