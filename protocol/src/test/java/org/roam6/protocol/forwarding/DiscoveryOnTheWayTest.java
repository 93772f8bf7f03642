package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.DESTINATION_OPTIONS;
import static org.roam6.protocol.forwarding.TestPackets.packet;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;

/** Messages of mobile prefix discovery have the headers of direct paths, and are for the roles. */
class DiscoveryOnTheWayTest extends DirectPathHosts {

  private static final int ICMPV6 = 58;

  private final ForwardingState homeAgent = new ForwardingState();

  DiscoveryOnTheWayTest() {
    homeAgent.put(
        new Tunnel(BindingKey.of(HOME), Tunnel.Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER));
  }

  private static Octets solicitation(Ipv6Address from) {
    Octets message = new MobilePrefixSolicitation(7, List.of()).encode(HOME, HOME_AGENT);
    return packet(from, HOME_AGENT, DESTINATION_OPTIONS, homeAddressHeader(ICMPV6, message));
  }

  @Test
  void aSolicitationOfARegisteredNodeIsForTheSignalling() {
    assertThat(verdict(homeAgent, Origin.LINK, solicitation(CARE_OF))).isEqualTo(Verdict.NOT_FOR_TUNNELS);
    assertThat(forwarder.news()).isEmpty();
  }

  // RFC 6275 9.3.1: "If the packet is dropped due to the above tests, the correspondent node MUST send the Binding
  // Error message"
  @Test
  @Tag("R6275-120")
  void aSolicitationWithoutABindingIsToldOf() {
    assertThat(verdict(homeAgent, Origin.LINK, solicitation(STRANGER))).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(forwarder.news()).containsExactly(new Event.UnboundHomeAddress(STRANGER, HOME_AGENT, HOME));
    assertThat(verdict(correspondent, Origin.LINK, solicitation(CARE_OF))).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
  }

  @Test
  void anAdvertisementIsForTheSignalling() {
    Octets message = new MobilePrefixAdvertisement(7, false, false, List.of()).encode(HOME_AGENT, HOME);
    Octets advertisement = packet(HOME_AGENT, CARE_OF, ROUTING, routingHeader(ICMPV6, HOME, message));
    assertThat(verdict(mobileNode, Origin.LINK, advertisement)).isEqualTo(Verdict.NOT_FOR_TUNNELS);
  }

  @Test
  void otherIcmpv6IsNot() {
    Octets message = new EchoRequest(1, 2, Octets.EMPTY).encode(HOME, HOME_AGENT);
    Octets echo = packet(CARE_OF, HOME_AGENT, DESTINATION_OPTIONS, homeAddressHeader(ICMPV6, message));
    assertThat(verdict(homeAgent, Origin.LINK, echo)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
  }
}
