package org.roam6.protocol.mobilenode;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roam6.protocol.Arrival;
import org.roam6.wire.Ipv6Address;

/** Ways for a packet to come that differ from the usual one. */
final class Arrivals {

  private Arrivals() {}

  static UnaryOperator<Arrival> from(Ipv6Address source) {
    return usual ->
        new Arrival(
            usual.in(),
            usual.from(),
            source,
            usual.destination(),
            usual.hopLimit(),
            usual.homeAddressOption(),
            usual.type2HomeAddress());
  }

  static UnaryOperator<Arrival> withoutRoutingHeader() {
    return usual ->
        new Arrival(
            usual.in(),
            usual.from(),
            usual.source(),
            usual.destination(),
            usual.hopLimit(),
            usual.homeAddressOption(),
            Optional.empty());
  }
}
