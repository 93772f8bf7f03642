package org.roam6.protocol.correspondent;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.SignallingPacket;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * The way that a Binding Acknowledgement takes to the sender of the Binding Update.
 *
 * @param from the address of this host that the Binding Update was for
 * @param to where it came from
 * @param routingHeaderTo the home address in the type 2 routing header; empty where there is none
 */
record AcknowledgementPath(Ipv6Address from, Ipv6Address to, Optional<Ipv6Address> routingHeaderTo) {

  /** The way back of a Binding Update for the address {@code own}. */
  static AcknowledgementPath backTo(Arrival arrival, Ipv6Address own) {
    // RFC 6275 9.5.4: "the acknowledgement MUST be sent to the Source Address. [...] If the Source Address is the home
    // address of the mobile node [...] the routing header MUST NOT be used. Otherwise, the Binding Acknowledgement MUST
    // be sent using a type 2 routing header"
    Optional<Ipv6Address> home = arrival.homeAddressOption().filter(address -> !address.equals(arrival.source()));
    return new AcknowledgementPath(own, arrival.source(), home);
  }

  /** Sends {@code header} this way. */
  Effect send(MobilityHeader header) {
    return new Effect.SendRouted(SignallingPacket.of(from, to, routingHeaderTo, header).encode());
  }

  // RFC 6275 6.1.8: "Correspondent nodes MUST set the K bit to 0."
  static BindingAcknowledgement acknowledgement(
      BindingAcknowledgementStatus status, SequenceNumber number, Lifetime granted) {
    return new BindingAcknowledgement(status.code(), false, 0, number.value(), granted.units(), List.of());
  }
}
