package org.roam6.sim.workload;

import java.util.List;
import org.roam6.protocol.InterfaceName;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.PrefixDiscovery.Lasting;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.ip.Ipv6Packet;

/** Somebody who administers the prefixes of links by hand. */
public final class PrefixAdvertiser {

  private static final int HOP_LIMIT = 255;
  private static final int CURRENT_HOP_LIMIT = 64;

  private final Network network;

  /** One who has done nothing yet. */
  public PrefixAdvertiser(Network network) {
    this.network = network;
  }

  /** A host advertises a prefix on a link that it is on, once, as one who is no default router. */
  public void advertise(String host, String link, Ipv6Prefix prefix, Lasting lasting) {
    int number =
        network.topology().hosts().stream()
            .filter(plan -> plan.name().equals(host))
            .findFirst()
            .map(plan -> plan.links().indexOf(link))
            .orElse(-1);
    if (number >= 0) {
      InterfaceName name = Network.portName(number);
      Port port = network.world().port(host, name);
      Ipv6Address from = Ipv6Address.linkLocal(port.address().interfaceIdentifier());
      Ipv6Address to = Ipv6Address.ALL_NODES;
      Ipv6Packet packet =
          Ipv6Packet.of(from, to, HOP_LIMIT, IpProtocol.ICMPV6, message(prefix, lasting).encode(from, to));
      port.send(LinkLayerAddress.ofMulticast(to), packet.encode());
    }
  }

  private static RouterAdvertisement message(Ipv6Prefix prefix, Lasting lasting) {
    PrefixInformation option =
        new PrefixInformation(
            prefix.address(),
            prefix.length(),
            true,
            true,
            false,
            lasting.valid().toSeconds(),
            lasting.preferred().toSeconds());
    return new RouterAdvertisement(
        CURRENT_HOP_LIMIT,
        false,
        false,
        false,
        RouterPreference.MEDIUM,
        0,
        0,
        0,
        List.of(option));
  }
}
