package org.roam6.sim.check;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * A mobile node gives a care-of address up as soon as its kernel says that somebody else has it, and only then
 * (RFC 4862 5.4.5): what is told of an address that it has left says nothing of the one that it has.
 */
final class DuplicatesAreGivenUp extends Checker {

  private final Ledger ledger;

  DuplicatesAreGivenUp(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "duplicates-are-given-up";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!(event instanceof Event.AddressChanged(_, Ipv6Address address, AddressState state))
        || state != AddressState.DUPLICATE
        || ledger.mobileNode(host).isEmpty()) {
      return;
    }
    Optional<Ipv6Address> before = ledger.mobileNode(host).flatMap(mobileNode -> mobileNode.careOfAddress());
    Optional<Ipv6Address> after =
        host.roles().flatMap(Roles::mobileNode).flatMap(role -> role.snapshot(now).careOfAddress());
    if (after.equals(Optional.of(address))) {
      violated(now, host + " keeps " + address + ", which somebody else has");
    } else if (before.isPresent() && !before.equals(Optional.of(address)) && !before.equals(after)) {
      violated(now, host + " gives " + before.get() + " up because of " + address);
    }
  }
}
