package org.roam6.sim.check;

import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * A mobile node uses its home address as the source of a packet on a link only while it has it there: never away from
 * home, where it goes into the tunnel, and at home not before it has told its home agent (RFC 6275 11.3.1, 11.5.5).
 */
final class HomeAddressStaysInTheTunnel extends Checker {

  private final Ledger ledger;

  HomeAddressStaysInTheTunnel(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "home-address-stays-in-the-tunnel";
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
        mobileNode.host().kernel().addressState(Network.MOBILE_INTERFACE, mobileNode.homeAddress());
    if (state == AddressState.ABSENT && !deregistration) {
      violated(now, from.host() + " sends from its home address on " + link + ", where it does not have it");
    }
  }
}
