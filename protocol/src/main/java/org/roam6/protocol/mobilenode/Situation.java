package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.wire.Ipv6Address;

/**
 * All that the wishes of a mobile node follow from.
 *
 * @param used where the interface is that is used
 * @param others where the others are, the most preferred first
 * @param registration where the registration stands
 * @param bridge the interface whose care-of address the home agent is known to have, while it has not acknowledged
 *     another one. RFC 6275 11.3.1: "The Source Address in the tunnel packet is the primary care-of address as
 *     registered with the home agent." While that one works nothing is lost by waiting for the acknowledgement; packets
 *     from the new one might overtake the Binding Update, which may be lost, too
 */
record Situation(At used, List<At> others, RegistrationState registration, Optional<At> bridge) {

  /** Takes a copy of the list. */
  Situation {
    others = List.copyOf(others);
  }

  /**
   * Where an interface is.
   *
   * @param on the interface
   * @param place the link that it is on, or was on last
   * @param usable whether the node can send from there now
   * @param mtu octets of the packets that the interface carries; 0 where it is absent
   */
  record At(InterfaceName on, Place place, boolean usable, int mtu) {

    static At of(MobileInterface mobile) {
      return new At(mobile.name(), mobile.lastPlace(), mobile.hasAddress(), mobile.mtu());
    }

    /** What the router advertises that the link carries. */
    OptionalInt advertisedMtu() {
      return switch (place) {
        case Nowhere _, Managed _ -> OptionalInt.empty();
        case Home home -> home.router().map(NextHop::linkMtu).orElse(OptionalInt.empty());
        case Away away -> away.router().linkMtu();
      };
    }

    /** The care-of address there, if the node can use it. */
    Optional<Ipv6Address> careOfAddress() {
      return usable && place.visited() instanceof Away away ? Optional.of(away.careOfAddress()) : Optional.empty();
    }
  }

  /** The situation at {@code now}. */
  static Situation of(InterfaceChoice choice, RegistrationState registration, Time now) {
    MobileInterface used = choice.used();
    List<At> others = choice.all().stream().filter(each -> each != used).map(At::of).toList();
    Optional<At> bridge =
        switch (registration) {
          case Registering _, Refused _, Resolving _ -> held(others, registration, now);
          case Returning returning when !returning.isSent() -> held(others, registration, now);
          case Returning _, AtHome _, Registered _, Interrupted _, HomeAddressLost _ -> Optional.empty();
        };
    return new Situation(At.of(used), others, registration, bridge);
  }

  static Optional<At> held(List<At> others, RegistrationState registration, Time now) {
    return registration
        .entry()
        .filter(entry -> now.isBefore(entry.heldUntil()))
        .flatMap(Entry::heldAt)
        .flatMap(held -> others.stream().filter(at -> at.careOfAddress().equals(Optional.of(held))).findFirst());
  }

  /** The care-of addresses, of those that are usable besides that in use. */
  List<Ipv6Address> otherCareOfAddresses() {
    return others.stream().flatMap(other -> other.careOfAddress().stream()).toList();
  }

  /** The interface that packets are sent by. */
  At sending() {
    return bridge.orElse(used);
  }
}
