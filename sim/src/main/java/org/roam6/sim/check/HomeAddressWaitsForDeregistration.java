package org.roam6.sim.check;

import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/**
 * RFC 6275 11.5.5: "Until the mobile node sends such a de-registration Binding Update, it MUST NOT attempt to send and
 * receive packets using its home address from the home link."
 */
final class HomeAddressWaitsForDeregistration extends Checker {

  private final Ledger ledger;

  HomeAddressWaitsForDeregistration(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "home-address-waits-for-deregistration";
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger
        .mobileNode(host)
        .filter(mobileNode -> mobileNode.entry().filter(entry -> entry.state().equals("resolving")).isPresent())
        .filter(
            mobileNode ->
                mobileNode.interfaces().stream()
                    .anyMatch(
                        on -> host.kernel().addressState(on, mobileNode.homeAddress()) != AddressState.ABSENT))
        .ifPresent(
            _ -> violated(now, host + " has its home address on the home link, and has not told its home agent"));
  }
}
