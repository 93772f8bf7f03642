package org.roam6.protocol.homeagent;

import org.roam6.protocol.Arrival;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.NonceIndices;

/** The tests of RFC 6275 9.5.1 and 10.3.1 that need neither keys nor the Binding Cache. */
sealed interface BindingUpdateCheck {

  /**
   * It passed.
   *
   * @param homeAddress the home address for the binding
   * @param careOfAddress the care-of address for the binding
   */
  record Passed(Ipv6Address homeAddress, Ipv6Address careOfAddress) implements BindingUpdateCheck {}

  /** It failed, and is to be met with silence. */
  record Failed(DiscardCause cause) implements BindingUpdateCheck {}

  /** Tests {@code update}, which came in by {@code arrival}, in this order. */
  static BindingUpdateCheck of(Arrival arrival, BindingUpdate update, HomeAgentConfig config) {
    if (!arrival.destination().equals(config.homeAgentAddress())) {
      return new Failed(DiscardCause.OTHER_DESTINATION);
    }
    Ipv6Address source = arrival.source();
    // RFC 6275 9.5.4: "If the Source Address field [...] does not contain a unicast address [...] the Binding Update
    // packet MUST be silently discarded"
    if (source.isMulticast() || source.isUnspecified() || source.isLoopback()) {
      return new Failed(DiscardCause.SOURCE_NOT_UNICAST);
    }
    // RFC 6275 9.5.1: "The packet MUST contain a unicast routable home address, either in the Home Address option or in
    // the Source Address"
    Ipv6Address homeAddress = arrival.claimedSource();
    if (!homeAddress.isUnicastRoutable()) {
      return new Failed(DiscardCause.HOME_ADDRESS_NOT_ROUTABLE);
    }
    // RFC 6275 10.3.1: "A Home Address destination option MUST be present in the message", but 10.3.2: "when the mobile
    // node de-registers when it is at home, it MAY choose to omit the Home Address destination option"
    if (update.lifetimeUnits() != 0 && arrival.homeAddressOption().isEmpty()) {
      return new Failed(DiscardCause.NO_HOME_ADDRESS_OPTION);
    }
    // RFC 6275 9.5.1: "If the Home Registration (H) bit is set, the Nonce Indices mobility option MUST NOT be present."
    if (update.home() && update.option(NonceIndices.class).isPresent()) {
      return new Failed(DiscardCause.NONCE_INDICES);
    }
    // RFC 6275 9.5.1: "If the Alternate Care-of Address option is present, the care-of address is the address in that
    // option. Otherwise, the care-of address is the Source Address field"
    Ipv6Address careOfAddress =
        update.option(AlternateCareOfAddress.class).map(AlternateCareOfAddress::address).orElse(source);
    // RFC 6275 6.1.7: "Binding Updates for a care-of address that is not a unicast routable address MUST be silently
    // discarded."
    if (!careOfAddress.isUnicastRoutable() || careOfAddress.equals(config.homeAgentAddress())) {
      return new Failed(DiscardCause.CARE_OF_ADDRESS_NOT_ROUTABLE);
    }
    return new Passed(homeAddress, careOfAddress);
  }
}
