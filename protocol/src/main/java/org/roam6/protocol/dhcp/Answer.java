package org.roam6.protocol.dhcp;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.dhcp.DhcpClientState.Exchanging;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.DhcpOptions;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.Preference;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.dhcp.StatusCode;
import org.roam6.wire.iana.DhcpStatusCode;

/**
 * An Advertise or Reply that answers what the client has sent, as far as it concerns it.
 *
 * @param message the message
 * @param server who has sent it
 * @param association the client's IA_NA in it
 */
record Answer(DhcpMessage message, Duid server, Optional<IdentityAssociation> association) {

  /** What {@code message} is to {@code state}; nothing where the message has to be discarded. */
  static Optional<Answer> of(Exchanging state, DhcpMessage message) {
    // RFC 8415 16.3 and 16.10: clients MUST discard a message where "the message does not include a Server Identifier
    // option", where "the contents of the Client Identifier option do not match the client's DUID", and where "the
    // "transaction-id" field value does not match the value the client used"
    Optional<Duid> server = message.option(ServerIdentifier.class).map(ServerIdentifier::duid);
    Optional<Duid> client = message.option(ClientIdentifier.class).map(ClientIdentifier::duid);
    if (message.transactionId() != state.exchange().transactionId()
        || !client.equals(Optional.of(Duid.of(state.on().own())))) {
      return Optional.empty();
    }
    return server.map(known -> new Answer(message, known, association(state, message)));
  }

  // RFC 8415 21.4: "If a client receives an IA_NA with T1 greater than T2 and both T1 and T2 are greater than 0, the
  // client discards the IA_NA option"
  private static Optional<IdentityAssociation> association(Exchanging state, DhcpMessage message) {
    long identifier = DhcpPackets.associationIdentifier(state.on().own());
    return DhcpOptions.ofType(message.options(), IdentityAssociation.class).stream()
        .filter(option -> option.identifier() == identifier)
        .filter(option -> option.t2Seconds() == 0 || option.t1Seconds() <= option.t2Seconds())
        .findFirst();
  }

  /** The status of the message as a whole. */
  int status() {
    return status(message.options());
  }

  /** The status of the client's IA_NA. */
  int associationStatus() {
    return association.map(given -> status(given.options())).orElse(DhcpStatusCode.SUCCESS);
  }

  // RFC 8415 21.13: "If the Status Code option does not appear in a message in which the option could appear, the
  // status of the message is assumed to be Success."
  private static int status(List<DhcpOption> options) {
    return DhcpOptions.first(options, StatusCode.class).map(StatusCode::status).orElse(DhcpStatusCode.SUCCESS);
  }

  boolean isRapid() {
    return message.option(RapidCommit.class).isPresent();
  }

  // RFC 8415 18.2.1: "Any valid Advertise that does not include a Preference option is considered to have a preference
  // value of 0."
  int preference() {
    return message.option(Preference.class).map(Preference::value).orElse(0);
  }

  /** The address to use: {@code favourite} where it is among those of use, else the first of them. */
  Optional<IaAddress> usableAddress(Optional<Ipv6Address> favourite) {
    List<IaAddress> usable = addresses().stream().filter(Answer::isUsable).toList();
    return usable.stream()
        .filter(option -> favourite.equals(Optional.of(option.address())))
        .findFirst()
        .or(() -> usable.stream().findFirst());
  }

  /** Whether the server says that {@code address} has ended. */
  boolean ends(Ipv6Address address) {
    return addresses().stream().anyMatch(option -> option.address().equals(address) && option.validSeconds() == 0);
  }

  private List<IaAddress> addresses() {
    return association.map(given -> DhcpOptions.ofType(given.options(), IaAddress.class)).orElse(List.of());
  }

  // RFC 8415 21.6: "The client MUST discard any addresses for which the preferred lifetime is greater than the valid
  // lifetime."
  private static boolean isUsable(IaAddress option) {
    return option.address().isUnicastRoutable()
        && option.validSeconds() > 0
        && option.preferredSeconds() <= option.validSeconds()
        && status(option.options()) == DhcpStatusCode.SUCCESS;
  }
}
