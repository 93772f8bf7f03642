package org.roam6.sim.check;

import java.util.List;
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
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(HomeAgentNotice.BindingCreated(Ipv6Address home, _, _))) {
        judge(host, home, effects, now);
      } else if (effect instanceof Effect.Notify(MobileNodeNotice.ReturnedHome(Ipv6Address home, boolean deleted))
          && deleted) {
        judge(host, home, effects, now);
      }
    }
  }

  private void judge(SimulatedHost host, Ipv6Address homeAddress, List<Effect> effects, Time now) {
    if (ledger.byHomeAddress(homeAddress).isPresent()
        && effects.stream().noneMatch(effect -> announces(effect, homeAddress))) {
      violated(now, host + " takes the packets for " + homeAddress + " and does not tell the home link");
    }
  }

  private static boolean announces(Effect effect, Ipv6Address homeAddress) {
    return effect instanceof Effect.SendOnLink(_, _, Octets packet)
        && PacketFields.icmpv6Type(packet) == Icmpv6Type.NEIGHBOR_ADVERTISEMENT
        && PacketFields.destination(packet).equals(Ipv6Address.ALL_NODES)
        && packet.length() >= TARGET + Ipv6Address.LENGTH
        && new Ipv6Address(packet.longAt(TARGET), packet.longAt(TARGET + Long.BYTES)).equals(homeAddress);
  }
}
