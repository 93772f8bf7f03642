package org.roam6.protocol.correspondent;

import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * What an authorized Binding Update asks for, and how it has to be answered.
 *
 * @param key the binding that it is about
 * @param careOfAddress the care-of address; the home address where the binding is to be deleted
 * @param sequence its number
 * @param lifetime the lifetime asked for; zero asks for the end of the binding
 * @param acknowledge whether an answer is wanted where it is accepted, too
 * @param replayableUntil until when the nonces that authorize it are accepted
 * @param path the way of the answer
 * @param authorization what authorizes the answer
 */
record BindingRequest(
    DirectPath.Key key,
    Ipv6Address careOfAddress,
    SequenceNumber sequence,
    Lifetime lifetime,
    boolean acknowledge,
    Time replayableUntil,
    AcknowledgementPath path,
    BindingManagementKey authorization) {

  Ipv6Address homeAddress() {
    return key.homeAddress();
  }

  /** Answers that it is accepted, for {@code granted}. */
  Effect accept(Lifetime granted) {
    return answer(BindingAcknowledgementStatus.ACCEPTED, sequence, granted);
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

  // RFC 6275 9.5.4: "Otherwise, the Binding Authorization Data mobility option MUST be included"
  private Effect answer(BindingAcknowledgementStatus status, SequenceNumber number, Lifetime granted) {
    return path.send(
        authorization.authorize(
            AcknowledgementPath.acknowledgement(status, number, granted), careOfAddress, key.correspondent()));
  }
}
