package org.roam6.sim.kernel;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.InterfaceName;
import org.roam6.sim.link.Port;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscovery;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** A network card as the kernel sees it: its addresses, and Neighbour Discovery on its link. */
final class Nic {

  private static final Duration RETRANS_TIMER = Duration.ofSeconds(1);
  /** How long it takes until who listens for the kernel's changes hears of one. */
  private static final Duration NEWS = Duration.ofNanos(100_000);

  private final Port port;
  private final Upcalls upcalls;
  private final NeighborCache neighbors;
  private final Map<Ipv6Address, HostAddress> addresses = new LinkedHashMap<>();
  private final Set<Ipv6Address> anycastAddresses = new TreeSet<>();

  Nic(Port port, Upcalls upcalls) {
    this.port = port;
    this.upcalls = upcalls;
    this.neighbors = new NeighborCache(port, upcalls, this::solicit);
  }

  Port port() {
    return port;
  }

  InterfaceName name() {
    return port.name();
  }

  NeighborCache neighbors() {
    return neighbors;
  }

  Collection<HostAddress> addresses() {
    return addresses.values();
  }

  Optional<HostAddress> find(Ipv6Address address) {
    return Optional.ofNullable(addresses.get(address));
  }

  /** Whether one of the addresses says that {@code prefix} is on-link. */
  boolean hasAddressIn(Ipv6Prefix prefix) {
    return addresses.values().stream()
        .anyMatch(
            each -> each.prefixLength() == prefix.length() && prefix.contains(each.address()));
  }

  void joinAnycast(Ipv6Address address) {
    anycastAddresses.add(address);
    port.join(groupOf(address));
  }

  void leaveAnycast(Ipv6Address address) {
    anycastAddresses.remove(address);
    port.leave(groupOf(address));
  }

  /** Adds an address that is not there yet. */
  void add(HostAddress address, boolean detectDuplicates) {
    addresses.put(address.address(), address);
    port.join(groupOf(address.address()));
    if (detectDuplicates && address.isDetected()) {
      detect(address);
    } else {
      tell(address.address(), address.state());
    }
  }

  /** Takes an address away: what it was. */
  Optional<HostAddress> remove(Ipv6Address address) {
    HostAddress removed = addresses.remove(address);
    if (removed != null) {
      // Its duplicate address detection ends with it, and tells nothing of one that is added again.
      removed.become(AddressState.ABSENT);
      port.leave(groupOf(address));
      tell(address, AddressState.ABSENT);
    }
    return Optional.ofNullable(removed);
  }

  private static LinkLayerAddress groupOf(Ipv6Address address) {
    return LinkLayerAddress.ofMulticast(address.solicitedNode());
  }

  private void tell(Ipv6Address address, AddressState state) {
    upcalls.at(
        upcalls.now().plus(NEWS), _ -> upcalls.happened(new Event.AddressChanged(port.name(), address, state)));
  }

  /** The cable is in again: Linux then repeats duplicate address detection. */
  void carrierFound() {
    for (HostAddress address : List.copyOf(addresses.values())) {
      if (address.isDetected() && address.state() != AddressState.DUPLICATE) {
        detect(address);
      }
    }
  }

  // RFC 4862 5.4.2: "the IP source is set to the unspecified address, and the IP destination is set to the
  // solicited-node multicast address of the target address"
  private void detect(HostAddress address) {
    int number = address.beginDetection();
    tell(address.address(), address.state());
    Ipv6Address group = address.address().solicitedNode();
    send(
        LinkLayerAddress.ofMulticast(group),
        Ipv6Address.UNSPECIFIED,
        group,
        new NeighborSolicitation(address.address(), List.of()));
    upcalls.at(
        upcalls.now().plus(RETRANS_TIMER),
        _ -> {
          if (address.isRunning(number)) {
            become(address, AddressState.READY);
          }
        });
  }

  private void become(HostAddress address, AddressState state) {
    address.become(state);
    tell(address.address(), state);
  }

  private void send(LinkLayerAddress to, Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {
    port.send(
        to,
        Ipv6Packet.of(
                source,
                destination,
                NeighborDiscovery.HOP_LIMIT,
                IpProtocol.ICMPV6,
                message.encode(source, destination))
            .encode());
  }

  private Ipv6Address linkLocal() {
    return addresses.keySet().stream()
        .filter(Ipv6Address::isLinkLocal)
        .findFirst()
        .orElseGet(() -> Ipv6Address.linkLocal(port.address().interfaceIdentifier()));
  }

  private void solicit(Ipv6Address target, Optional<LinkLayerAddress> known) {
    Ipv6Address destination = known.isPresent() ? target : target.solicitedNode();
    send(
        known.orElseGet(() -> LinkLayerAddress.ofMulticast(destination)),
        linkLocal(),
        destination,
        new NeighborSolicitation(target, List.of(new SourceLinkLayerAddress(port.address()))));
  }

  /** A valid solicitation or advertisement of a neighbour came in. */
  void heard(LinkLayerAddress from, Ipv6Address source, Icmpv6Message message) {
    if (message instanceof NeighborSolicitation solicitation) {
      solicited(from, source, solicitation);
    } else if (message instanceof NeighborAdvertisement advertisement) {
      advertised(from, advertisement);
    }
  }

  private void solicited(LinkLayerAddress from, Ipv6Address source, NeighborSolicitation solicitation) {
    if (anycastAddresses.contains(solicitation.target()) && !source.isUnspecified()) {
      solicitedForAnycast(from, source, solicitation);
      return;
    }
    HostAddress address = addresses.get(solicitation.target());
    if (address == null || address.state() == AddressState.DUPLICATE) {
      return;
    }
    if (source.isUnspecified()) {
      probed(address);
      return;
    }
    NeighborDiscoveryOptions.first(solicitation.options(), SourceLinkLayerAddress.class)
        .ifPresent(option -> neighbors.learn(source, option.address()));
    // RFC 4862 5.4.3: to a solicitation for a tentative address no answer is sent; RFC 4429 3.3: an optimistic node
    // answers with the Override flag cleared
    if (address.state() != AddressState.TENTATIVE) {
      send(from, address.address(), source, advertisement(address, true));
    }
  }

  // RFC 4861 7.2.7: "the Override flag in Neighbor Advertisements SHOULD be set to 0, so that when multiple
  // advertisements are received, the first received advertisement is used"
  private void solicitedForAnycast(LinkLayerAddress from, Ipv6Address source, NeighborSolicitation solicitation) {
    NeighborDiscoveryOptions.first(solicitation.options(), SourceLinkLayerAddress.class)
        .ifPresent(option -> neighbors.learn(source, option.address()));
    Ipv6Address target = solicitation.target();
    List<NeighborDiscoveryOption> own = List.of(new TargetLinkLayerAddress(port.address()));
    send(from, target, source, new NeighborAdvertisement(false, true, false, target, own));
  }

  /** Somebody wants an address of this host. */
  private void probed(HostAddress address) {
    if (address.isTentative()) {
      become(address, AddressState.DUPLICATE);
    } else {
      Ipv6Address all = Ipv6Address.ALL_NODES;
      send(LinkLayerAddress.ofMulticast(all), address.address(), all, advertisement(address, false));
    }
  }

  private NeighborAdvertisement advertisement(HostAddress address, boolean solicited) {
    return new NeighborAdvertisement(
        false,
        solicited,
        address.state() == AddressState.READY,
        address.address(),
        List.of(new TargetLinkLayerAddress(port.address())));
  }

  private void advertised(LinkLayerAddress from, NeighborAdvertisement advertisement) {
    HostAddress address = addresses.get(advertisement.target());
    if (address != null) {
      if (address.isTentative() && !from.equals(port.address())) {
        become(address, AddressState.DUPLICATE);
      }
      return;
    }
    Optional<LinkLayerAddress> given =
        NeighborDiscoveryOptions.first(advertisement.options(), TargetLinkLayerAddress.class)
            .map(TargetLinkLayerAddress::address);
    neighbors.advertised(
        advertisement.target(), given, advertisement.solicited(), advertisement.override());
  }

  /** An address that the kernel makes by itself, as it is on a card that has been there for a while. */
  static HostAddress linkLocalOf(Port port) {
    return new HostAddress(
        Ipv6Address.linkLocal(port.address().interfaceIdentifier()), 64, DuplicateDetection.OPTIMISTIC);
  }

  @Override
  public String toString() {
    return port.toString();
  }
}
