package org.roam6.sim.check;

import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/**
 * A mobile node gives its home address up only if another node had it: what it sent itself, and what anybody repeats,
 * is no duplicate (RFC 6275 10.3.1, 11.7.1).
 */
final class HomeAddressesAreKept extends Checker {

  private final Ledger ledger;

  HomeAddressesAreKept(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "home-addresses-are-kept";
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger
        .mobileNode(host)
        .filter(mobileNode -> mobileNode.isAddressLost() && !mobileNode.isContested())
        .ifPresent(
            mobileNode ->
                violated(now, host + " gives up " + mobileNode.homeAddress() + ", which nobody else had"));
  }
}
