package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;

/**
 * Where a mobile node stands at one moment.
 *
 * @param whereabouts where it believes to be: at home, where one of its home addresses is
 * @param movement the state of movement detection, as in the diagram of the package
 * @param router the default router
 * @param careOfAddress the primary care-of address; empty where all home addresses are at home
 * @param homeAddresses its home addresses, in the configured order
 * @param bindingUpdateList the Binding Update List (RFC 6275 11.1), as far as it is about home agents
 * @param correspondents what it says of correspondent nodes
 * @param interfaces its interfaces, in the configured order
 */
public record MobileNodeSnapshot(
    Whereabouts whereabouts,
    String movement,
    Optional<Ipv6Address> router,
    Optional<Ipv6Address> careOfAddress,
    List<HomeAddress> homeAddresses,
    List<Entry> bindingUpdateList,
    List<Correspondent> correspondents,
    List<Interface> interfaces) {

  /**
   * A home address.
   *
   * @param address the address
   * @param homeAgent the home agent in use; empty while none is known
   * @param whereabouts where the node believes to be, seen from this home address
   * @param registered whether the home agent has a binding, as far as is known
   * @param lost whether another node has the address, for good
   */
  public record HomeAddress(
      Ipv6Address address,
      Optional<Ipv6Address> homeAgent,
      Whereabouts whereabouts,
      boolean registered,
      boolean lost) {}

  /**
   * An interface.
   *
   * @param name its name
   * @param used whether it is the one that is used
   * @param preferred whether somebody wants it to be used before all others
   * @param usable whether it has an address and a router, and the home agent answered by it where it was tried
   * @param movement the state of movement detection, as in the diagram of the package
   * @param router its default router
   * @param careOfAddress its care-of address; empty where all home addresses are at home
   */
  public record Interface(
      InterfaceName name,
      boolean used,
      boolean preferred,
      boolean usable,
      String movement,
      Optional<Ipv6Address> router,
      Optional<Ipv6Address> careOfAddress) {}

  /** Where a mobile node believes to be. */
  public enum Whereabouts {
    /** It has heard no router since it began. */
    UNKNOWN,
    /** On its home link, or one of them. */
    HOME,
    /** On another link. */
    AWAY
  }

  /**
   * An entry of the Binding Update List.
   *
   * @param key the binding
   * @param destination whom the Binding Update was sent to
   * @param careOfAddress the care-of address in it; the home address where it deletes the binding
   * @param state the state of the registration, as in the diagram of the package
   * @param acknowledged whether the binding is known to be there
   * @param sequenceNumber of the last Binding Update
   * @param initialLifetime as granted, or as asked for while it is not acknowledged
   * @param remainingLifetime how long the entry lives yet
   * @param transmissions Binding Updates sent since the care-of address was new, or the last refresh
   * @param untilNext until a Binding Update is sent again, to refresh or because no answer came
   */
  public record Entry(
      BindingKey key,
      Ipv6Address destination,
      Ipv6Address careOfAddress,
      String state,
      boolean acknowledged,
      int sequenceNumber,
      Duration initialLifetime,
      Duration remainingLifetime,
      int transmissions,
      Optional<Duration> untilNext) {}

  /**
   * A correspondent node.
   *
   * @param homeAddress the home address that talks to it
   * @param address its address
   * @param state the state of the registration, as in the diagram of the package
   * @param directFrom the care-of address of the direct path to it; empty where packets go by the home agent
   * @param sequenceNumber of the last Binding Update
   * @param remainingLifetime how long the binding lives yet that it is known to have
   * @param untilNext until a message is sent again
   * @param untilRetry how long route optimization is not tried with it
   */
  public record Correspondent(
      Ipv6Address homeAddress,
      Ipv6Address address,
      String state,
      Optional<Ipv6Address> directFrom,
      int sequenceNumber,
      Optional<Duration> remainingLifetime,
      Optional<Duration> untilNext,
      Optional<Duration> untilRetry) {}

  /** Takes copies of the lists. */
  public MobileNodeSnapshot {
    homeAddresses = List.copyOf(homeAddresses);
    bindingUpdateList = List.copyOf(bindingUpdateList);
    correspondents = List.copyOf(correspondents);
    interfaces = List.copyOf(interfaces);
  }

  /** Whether another node has one of the home addresses, for good. */
  public boolean homeAddressLost() {
    return homeAddresses.stream().anyMatch(HomeAddress::lost);
  }
}
