package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.Attachment;
import org.roam6.protocol.dhcp.DhcpClient;
import org.roam6.protocol.dhcp.DhcpClientState;
import org.roam6.protocol.mobilenode.MovementState.Attached;
import org.roam6.protocol.mobilenode.MovementState.Detached;
import org.roam6.protocol.mobilenode.MovementState.Soliciting;
import org.roam6.protocol.mobilenode.MovementState.Verifying;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.icmp.RouterAdvertisement;

/**
 * One interface of a mobile node, and the link that it is plugged into: where that is, by movement detection, and what
 * is leased there. It knows nothing of registrations. Mutable, used by one thread; what its methods return is to be
 * done.
 */
final class MobileInterface {

  private final Supplier<MobileNodeConfig> config;
  private final Randomness randomness;
  private Link link;
  private LinkPresence presence = LinkPresence.ABSENT;
  private int mtu;
  private MovementState movement = new Detached(Past.NONE, Optional.empty());
  private DhcpClientState dhcp = DhcpClientState.initial();

  /**
   * An interface of which nothing was told yet.
   *
   * @param config what the node is to do at the moment, about the home addresses that it has then
   */
  MobileInterface(Supplier<MobileNodeConfig> config, InterfaceName name, Randomness randomness) {
    this.config = config;
    this.randomness = randomness;
    this.link = linkOf(name, new LinkLayerAddress(0));
  }

  /** The link-local address that the kernel forms by itself, until it tells of another one. */
  private static Link linkOf(InterfaceName name, LinkLayerAddress address) {
    return new Link(name, address, Ipv6Address.linkLocal(address.interfaceIdentifier()));
  }

  InterfaceName name() {
    return link.on();
  }

  Link link() {
    return link;
  }

  /** Octets of the packets that it carries; 0 where it is absent. */
  int mtu() {
    return mtu;
  }

  MovementState movement() {
    return movement;
  }

  /** Where the node can send from by it now. */
  Place place() {
    return movement.place();
  }

  /** The link that it is on, or was on last. */
  Place lastPlace() {
    return movement.network().map(Network::place).orElseGet(Nowhere::new);
  }

  /** Whether the node has an address there now, and could send. */
  boolean hasAddress() {
    return place().hasAddress();
  }

  /** Whether the node has an address there now, and its router has not failed to answer. */
  boolean isUsable() {
    return switch (movement) {
      case Detached _, Soliciting _ -> false;
      case Attached _, Verifying _ -> hasAddress();
    };
  }

  /** What is known of {@code prefix}, if it is advertised on the link that it is on, or was on last. */
  Optional<KnownPrefix> find(Ipv6Prefix prefix) {
    return movement.network().flatMap(here -> here.find(prefix));
  }

  /** All prefixes that are advertised on the home link of {@code homePrefix}, where it is on that. */
  List<KnownPrefix> prefixesBeside(Ipv6Prefix homePrefix) {
    return place().to(homePrefix) instanceof Home
        ? movement.network().map(Network::prefixes).orElse(List.of())
        : List.of();
  }

  /** When something is due. */
  Time deadline() {
    return Time.earlier(movement.deadline(), dhcp.deadline());
  }

  /** The interface came, changed or went. */
  List<Effect> linkChanged(Event.LinkChanged changed, Time now) {
    boolean replaced = !changed.address().equals(link.address());
    boolean connected = changed.presence() == LinkPresence.CARRIER;
    boolean was = presence == LinkPresence.CARRIER;
    presence = changed.presence();
    mtu = changed.mtu();
    List<Effect> effects = new ArrayList<>();
    if (was && (!connected || replaced)) {
      effects.addAll(move(new MovementDetection.Input.LinkLost(), now));
    }
    if (replaced && changed.presence() != LinkPresence.ABSENT) {
      link = linkOf(link.on(), changed.address());
    }
    if (connected && (!was || replaced)) {
      effects.addAll(move(new MovementDetection.Input.LinkFound(), now));
    }
    return effects;
  }

  /** The kernel uses this link-local address. */
  void linkLocal(Ipv6Address address) {
    link = new Link(link.on(), link.address(), address);
  }

  /** Another node has an address of this one. */
  List<Effect> duplicate(Ipv6Address address, Time now) {
    List<Effect> effects = new ArrayList<>(lease(new DhcpClient.Input.Duplicate(address), now));
    effects.addAll(move(new MovementDetection.Input.Duplicate(address, randomness.identifier()), now));
    return effects;
  }

  /** A router advertised itself. */
  List<Effect> heard(Arrival arrival, RouterAdvertisement advertisement, Time now) {
    return move(new MovementDetection.Input.Heard(KnownRouter.of(config.get(), arrival, advertisement, now)), now);
  }

  /** A neighbour answered a solicitation for {@code address}. */
  List<Effect> answered(Ipv6Address address, LinkLayerAddress from, Time now) {
    return move(new MovementDetection.Input.Answered(address, from), now);
  }

  /** A DHCPv6 message came in. */
  List<Effect> dhcpMessage(DhcpMessage message, Time now) {
    List<Effect> effects = new ArrayList<>(lease(new DhcpClient.Input.Received(message), now));
    effects.addAll(followLease(now));
    return effects;
  }

  /** Time has passed. */
  List<Effect> deadlineReached(Time now) {
    List<Effect> effects = new ArrayList<>();
    if (movement.deadline().isDue(now)) {
      effects.addAll(move(new MovementDetection.Input.Due(), now));
    }
    if (dhcp.deadline().isDue(now)) {
      effects.addAll(lease(new DhcpClient.Input.Due(), now));
      effects.addAll(followLease(now));
    }
    return effects;
  }

  private List<Effect> move(MovementDetection.Input input, Time now) {
    Place former = movement.place();
    MovementDetection.Step step = MovementDetection.step(config.get(), link, movement, input, now);
    movement = step.next();
    Place place = movement.place();
    if (place.equals(former)) {
      return step.effects();
    }
    List<Effect> effects = new ArrayList<>(step.effects());
    effects.addAll(
        lease(
            place.leasingRouter().map(router -> attached(router, place)).orElseGet(DhcpClient.Input.Detached::new),
            now));
    effects.addAll(followLease(now));
    return effects;
  }

  private DhcpClient.Input attached(Place.NextHop router, Place place) {
    return new DhcpClient.Input.Attached(
        new Attachment(link.address(), router.address(), router.linkLayerAddress()),
        place.visited() instanceof Away away ? away.lease() : Optional.empty());
  }

  private List<Effect> lease(DhcpClient.Input input, Time now) {
    DhcpClient.Context context =
        new DhcpClient.Context(link.on(), link.linkLocal(), config.get().timers().dhcpMaximumDelay(), randomness, now);
    DhcpClient.Step step = DhcpClient.step(context, dhcp, input);
    dhcp = step.next();
    return step.effects();
  }

  /** Tells movement detection of the lease as it is now. */
  private List<Effect> followLease(Time now) {
    return movement.place().leasingRouter().isPresent()
        ? move(new MovementDetection.Input.Leased(dhcp.lease().filter(lease -> lease.isValid(now))), now)
        : List.of();
  }
}
