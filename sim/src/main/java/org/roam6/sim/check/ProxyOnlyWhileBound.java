package org.roam6.sim.check;

import org.roam6.protocol.Time;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.icmp.NeighborDiscovery;

/** The home agent advertises a mobile node's address only while it has a binding for it (RFC 6275 10.4.1). */
final class ProxyOnlyWhileBound extends Checker {

  private static final int TARGET = PacketFields.HEADER_LENGTH + 8;

  private final Ledger ledger;

  ProxyOnlyWhileBound(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "proxy-only-while-bound";
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Octets packet = frame.packet();
    // what it only forwards has lost its hop limit, and nobody believes it
    if (PacketFields.icmpv6Type(packet) != Icmpv6Type.NEIGHBOR_ADVERTISEMENT
        || packet.length() < TARGET + Ipv6Address.LENGTH
        || PacketFields.hopLimit(packet) != NeighborDiscovery.HOP_LIMIT
        || !ledger.isHomeAgent(ledger.network().world().host(from.host()))) {
      return;
    }
    Ipv6Address target = new Ipv6Address(packet.longAt(TARGET), packet.longAt(TARGET + Long.BYTES));
    ledger
        .byHomeAddress(target)
        .filter(mobileNode -> !mobileNode.holders().containsKey(from.host()))
        // What is due at the moment at which the binding is deleted is sent before.
        .filter(mobileNode -> !mobileNode.released(from.host()).equals(now))
        .ifPresent(mobileNode -> violated(now, from.host() + " stands in for " + target + " without a binding"));
  }
}
