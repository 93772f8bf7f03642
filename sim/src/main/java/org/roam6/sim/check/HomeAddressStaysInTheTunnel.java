package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * A mobile node uses its home address as the source of a packet on a link only while it has it there: never away from
 * home, where it goes into the tunnel, and at home not before it has told its home agent (RFC 6275 11.3.1, 11.5.5).
 */
final class HomeAddressStaysInTheTunnel extends Checker {

  /** How long packets may wait for a neighbour that has to be found: three solicitations, a second apart. */
  private static final Duration WAITING = Duration.ofSeconds(3);

  private final Ledger ledger;
  private final Map<String, Time> givenUp = new HashMap<>();

  HomeAddressStaysInTheTunnel(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "home-address-stays-in-the-tunnel";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Unwant(Desired.AddressKey(var on, _)) && !on.equals(Kernel.TUNNEL)) {
        givenUp.put(host.name(), now);
      }
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    MobileNodeRecord mobileNode = ledger.mobileNode(from.host()).orElse(null);
    Octets packet = frame.packet();
    // what programs send after Roam6 was killed goes the kernel's way
    if (mobileNode == null
        || mobileNode.host().roles().isEmpty()
        || packet.length() < PacketFields.HEADER_LENGTH
        || !PacketFields.source(packet).equals(mobileNode.homeAddress())) {
      return;
    }
    // the deregistration itself is sent before the address is there
    boolean deregistration = PacketFields.nextHeader(packet) == IpProtocol.MOBILITY;
    AddressState state =
        mobileNode.host().kernel().addressState(from.name(), mobileNode.homeAddress());
    boolean waited = now.isBefore(givenUp.getOrDefault(from.host(), Time.ZERO).plus(WAITING));
    if (state == AddressState.ABSENT && !deregistration && !waited) {
      violated(now, from.host() + " sends from its home address on " + link + ", where it does not have it");
    }
  }
}
