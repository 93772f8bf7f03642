package org.roam6.protocol.homeagent;

import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** Which bindings can be given to mobile nodes that are who they say (RFC 6275 10.3.1). */
final class Admission {

  private final HomeAgentConfig config;
  private final BindingTable table;
  private final Set<Ipv6Address> ownAddresses;

  /**
   * The admission to {@code table}.
   *
   * @param ownAddresses the addresses of the home agent on the home link, as they are at each moment
   */
  Admission(HomeAgentConfig config, BindingTable table, Set<Ipv6Address> ownAddresses) {
    this.config = config;
    this.table = table;
    this.ownAddresses = ownAddresses;
  }

  /** Why a binding cannot be given, where its sequence number is right (RFC 6275 10.3.1). */
  Optional<Obstacle> obstacle(
      BindingRequest request, BindingState state, HomePrefix.Left prefixLeft, LinkPresence presence) {
    return unfit(request, prefixLeft)
        .map(Obstacle::of)
        .or(() -> prohibition(request))
        .or(() -> state.claimed().isEmpty() ? noRoom(request, state, presence).map(Obstacle::of) : Optional.empty());
  }

  private Optional<BindingAcknowledgementStatus> unfit(BindingRequest request, HomePrefix.Left prefixLeft) {
    Ipv6Address homeAddress = request.homeAddress();
    if (!config.homePrefix().contains(homeAddress) || prefixLeft.isOver()) {
      return Optional.of(BindingAcknowledgementStatus.NOT_HOME_SUBNET);
    }
    // A care-of address in the home network would lead back here: with two such bindings, for ever (RFC 6275 15.1).
    if (config.homePrefix().contains(request.careOfAddress())) {
      return Optional.of(BindingAcknowledgementStatus.INVALID_CARE_OF_ADDRESS);
    }
    // The address of no interface identifier is that of all routers (RFC 4291 2.6.1).
    return homeAddress.equals(config.homePrefix().address())
        ? Optional.of(BindingAcknowledgementStatus.ADMINISTRATIVELY_PROHIBITED)
        : Optional.empty();
  }

  // RFC 6275 10.3.1, after authentication: "if the home agent chooses to reject the Binding Update for any other reason
  // [...] the Status field is set to an appropriate value to indicate the reason"
  private Optional<Obstacle> prohibition(BindingRequest request) {
    RegistrationPolicy.Ruling ruling = config.limits().policy().rule(request);
    return switch (ruling.decision()) {
      case RegistrationPolicy.Refuse(var status) -> Optional.of(new Obstacle(status, ruling.rule()));
      case RegistrationPolicy.Accept(_, int maximumBindings) ->
          maximumBindings < request.protection().homeAddresses().size() && othersOf(request) >= maximumBindings
              ? Optional.of(new Obstacle(BindingAcknowledgementStatus.INSUFFICIENT_RESOURCES, ruling.rule()))
              : Optional.empty();
    };
  }

  /** How many other home addresses of the same mobile node are registered. */
  private long othersOf(BindingRequest request) {
    return request.protection().homeAddresses().stream()
        .filter(home -> !home.equals(request.homeAddress()) && table.claimant(home).isPresent())
        .count();
  }

  private Optional<BindingAcknowledgementStatus> noRoom(
      BindingRequest request, BindingState state, LinkPresence presence) {
    if (presence == LinkPresence.ABSENT) {
      return Optional.of(BindingAcknowledgementStatus.REASON_UNSPECIFIED);
    }
    if (state instanceof BindingState.Absent && isFull()) {
      return Optional.of(BindingAcknowledgementStatus.INSUFFICIENT_RESOURCES);
    }
    return request.addressesToDefend().stream().anyMatch(this::isTaken)
        ? Optional.of(BindingAcknowledgementStatus.DUPLICATE_ADDRESS_DETECTION_FAILED)
        : Optional.empty();
  }

  /** Whether there is a place to remember that a mobile node does not want a binding. */
  boolean mayRemember(BindingRequest request) {
    return config.homePrefix().contains(request.homeAddress()) && !isFull();
  }

  /** Whether there are as many bindings as there may be. */
  boolean isFull() {
    return table.size() >= config.limits().maximumBindings();
  }

  /** Whether the home agent itself has the address, or a binding has. */
  boolean isTaken(Ipv6Address address) {
    return address.equals(config.homeAgentAddress())
        || ownAddresses.contains(address)
        || table.claimant(address).isPresent();
  }
}
