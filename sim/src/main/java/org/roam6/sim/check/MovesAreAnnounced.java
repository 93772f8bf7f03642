package org.roam6.sim.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.protocol.Time;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * The nodes of the home link are told who takes the packets for a home address from now on: by the home agent when it
 * begins to intercept them (RFC 6275 10.4.1), by the mobile node when it is back and nobody else does (11.5.5).
 */
final class MovesAreAnnounced extends Checker {

  private static final int TARGET = PacketFields.HEADER_LENGTH + 8;

  private final Ledger ledger;

  MovesAreAnnounced(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "moves-are-announced";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    Set<Ipv6Address> announced = Set.of();
    for (Effect effect : effects) {
      Optional<Ipv6Address> taken = taken(effect);
      if (taken.isPresent() && ledger.byHomeAddress(taken.get()).isPresent()) {
        announced = announced.isEmpty() ? announced(effects) : announced;
        if (!announced.contains(taken.get())) {
          violated(now, host + " takes the packets for " + taken.get() + " and does not tell the home link");
        }
      }
    }
  }

  private static Optional<Ipv6Address> taken(Effect effect) {
    if (effect instanceof Effect.Notify(HomeAgentNotice.BindingCreated(Ipv6Address home, _, _))) {
      return Optional.of(home);
    }
    return effect instanceof Effect.Notify(MobileNodeNotice.ReturnedHome(Ipv6Address home, boolean deleted)) && deleted
        ? Optional.of(home)
        : Optional.empty();
  }

  private static Set<Ipv6Address> announced(List<Effect> effects) {
    Set<Ipv6Address> addresses = new HashSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendOnLink(_, _, Octets packet)
          && PacketFields.icmpv6Type(packet) == Icmpv6Type.NEIGHBOR_ADVERTISEMENT
          && PacketFields.destination(packet).equals(Ipv6Address.ALL_NODES)
          && packet.length() >= TARGET + Ipv6Address.LENGTH) {
        addresses.add(new Ipv6Address(packet.longAt(TARGET), packet.longAt(TARGET + Long.BYTES)));
      }
    }
    return addresses;
  }
}
