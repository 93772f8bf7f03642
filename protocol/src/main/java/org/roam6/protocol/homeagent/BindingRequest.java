package org.roam6.protocol.homeagent;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.auth.AcknowledgementProtection;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;

/**
 * What a valid and authorized Binding Update asks for, and how it has to be answered.
 *
 * @param key the binding that it is about
 * @param careOfAddress the care-of address
 * @param sequence its number
 * @param lifetime the lifetime asked for; zero asks for the end of the binding
 * @param linkLocalCompatibility L: whether the link-local address is to be defended too
 * @param path the way of the answer
 * @param protection how the answer is protected
 */
record BindingRequest(
    BindingKey key,
    Ipv6Address careOfAddress,
    SequenceNumber sequence,
    Lifetime lifetime,
    boolean linkLocalCompatibility,
    AcknowledgementPath path,
    AcknowledgementProtection protection) {

  Ipv6Address homeAddress() {
    return key.homeAddress();
  }

  /** The addresses that the home agent has to defend on the home link. */
  List<Ipv6Address> addressesToDefend() {
    return addressesToDefend(homeAddress(), linkLocalCompatibility);
  }

  // RFC 6275 10.3.1: "The link-local address is derived by replacing the subnet prefix in the mobile node's home
  // address with the link-local prefix."
  static List<Ipv6Address> addressesToDefend(Ipv6Address homeAddress, boolean linkLocalToo) {
    return linkLocalToo ? List.of(homeAddress, Ipv6Address.linkLocal(homeAddress.low())) : List.of(homeAddress);
  }

  /** Answers that it is accepted, for {@code granted}, under the home prefix that has {@code left} of its lifetimes. */
  Effect accept(Lifetime granted, HomePrefix.Left left) {
    return answer(
        left.isNoteworthyFor(granted)
            ? BindingAcknowledgementStatus.ACCEPTED_BUT_PREFIX_DISCOVERY_NECESSARY
            : BindingAcknowledgementStatus.ACCEPTED,
        sequence,
        granted);
  }

  /** Answers that the binding is deleted. */
  Effect acceptDeletion() {
    // RFC 6275 10.3.2: "The Status field MUST be set to a value 0" and "The Lifetime field MUST be set to zero."
    return answer(BindingAcknowledgementStatus.ACCEPTED, sequence, Lifetime.ZERO);
  }

  /** Answers that it is refused. */
  Effect refuse(BindingAcknowledgementStatus status) {
    return answer(status, sequence, Lifetime.ZERO);
  }

  /** Answers that its sequence number is not greater than {@code last}. */
  Effect refuseSequence(SequenceNumber last) {
    // RFC 6275 9.5.1: "with status code 135, and the last accepted sequence number in the Sequence Number field"
    return answer(BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW, last, Lifetime.ZERO);
  }

  // RFC 6275 10.3.1: the K bit is cleared, as there are no "security associations [...] established dynamically"
  private Effect answer(BindingAcknowledgementStatus status, SequenceNumber number, Lifetime granted) {
    BindingAcknowledgement acknowledgement =
        new BindingAcknowledgement(status.code(), false, 0, number.value(), granted.units(), List.of());
    return path.send(protection.protect(acknowledgement));
  }
}
