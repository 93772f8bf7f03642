package org.roam6.protocol.homeagent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.ErrorAnswer;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.AddressRateLimits;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;

/**
 * Mobile nodes that believe in a binding which the home agent has lost, as by a restart: the packets that they tunnel
 * give them away, and a Binding Error makes them register again at once. It is smaller than what it answers, and rare:
 * one a second for each home address, a hundred a second in all.
 */
final class ForgottenMobileNodes {

  private static final AddressRateLimits.Rate EACH = new AddressRateLimits.Rate(1, 1_000_000_000);
  private static final AddressRateLimits.Rate ALL = new AddressRateLimits.Rate(10, 10_000_000);

  private final HomeAgentConfig config;
  private final HomeAddresses homeAddresses;
  private final AddressRateLimits limits = new AddressRateLimits(EACH, ALL);

  ForgottenMobileNodes(HomeAgentConfig config, HomeAddresses homeAddresses) {
    this.config = config;
    this.homeAddresses = homeAddresses;
  }

  // RFC 6275 9.3.3: "A Binding Error message is sent directly to the address that appeared in the IPv6 Source Address
  // field of the offending packet." Here a tunnel, in place of a Home Address option, presumes the binding.
  List<Effect> heard(
      Event.UnboundTunnelPacket packet, BindingTable table, Set<Ipv6Address> ownAddresses, Time now) {
    Ipv6Address homeAddress = packet.innerSource();
    if (!mayBeMobileNode(packet)
        || ownAddresses.contains(homeAddress)
        || table.claimant(homeAddress).isPresent()
        || !limits.take(homeAddress.high(), homeAddress.low(), now.nanos())) {
      return List.of();
    }
    return List.of(
        ErrorAnswer.bindingError(
            BindingErrorStatus.UNKNOWN_BINDING,
            config.homeAgentAddress(),
            packet.outerSource(),
            Optional.of(homeAddress)),
        new Effect.Notify(new HomeAgentNotice.MobileNodeForgotten(homeAddress, packet.outerSource())));
  }

  private boolean mayBeMobileNode(Event.UnboundTunnelPacket packet) {
    Ipv6Address homeAddress = packet.innerSource();
    Ipv6Address careOfAddress = packet.outerSource();
    return homeAddresses.contains(homeAddress)
        && packet.outerDestination().equals(config.homeAgentAddress())
        && config.homePrefix().contains(homeAddress)
        && !homeAddress.equals(config.homeAgentAddress())
        && !homeAddress.equals(config.homePrefix().address())
        && careOfAddress.isUnicastRoutable()
        && !config.homePrefix().contains(careOfAddress);
  }
}
