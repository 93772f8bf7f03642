package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.TUNNEL;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.PacketTooBig;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;

/** Errors about packets between two mobile nodes, which have both headers; and about such behind a tunnel. */
class DirectPathErrorsTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:2::200");
  private static final Ipv6Address PEER_CARE_OF = Ipv6Address.parse("2001:db8:e::200");
  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:f::1");
  private static final int ICMPV6 = 58;
  private static final int BOTH_HEADERS = 48;
  private static final long NOW = 1_000;
  private static final Time LATER = new Time(2_000);
  private static final DirectPath.Key UP = new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME, PEER);
  private static final DirectPath.Key DOWN = new DirectPath.Key(DirectPath.Side.CORRESPONDENT, PEER, HOME);

  private final ForwardingState state = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(TUNNEL);

  @BeforeEach
  void connect() {
    state.put(new Tunnel(BindingKey.of(HOME), Tunnel.Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), LATER));
    state.put(new DirectPath(UP, CARE_OF, LATER), 1500);
    state.put(new DirectPath(DOWN, PEER_CARE_OF, LATER), 1500);
  }

  private Octets sent(Octets original) {
    Packet packet = show(original, Origin.HOST);
    assertThat(forwarder.forward(packet, state, NOW)).isIn(Verdict.DIRECT_SENT, Verdict.ENCAPSULATED);
    return octets(packet);
  }

  private static Octets error(Ipv6Address to, Icmpv6Message message) {
    return packet(ROUTER, to, ICMPV6, message.encode(ROUTER, to));
  }

  private Octets relayed(Octets error) {
    Packet packet = show(error, Origin.LINK);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.ERROR_RELAYED);
    assertThat(forwarder.answer()).isEqualTo(Forwarder.Answer.TO_HOST);
    return octets(packet);
  }

  private Verdict verdict(Octets error) {
    return forwarder.forward(show(error, Origin.LINK), state, NOW);
  }

  private static Icmpv6Message message(Octets octets) {
    if (Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
        && packet.header().source().equals(ROUTER)
        && packet.header().destination().equals(HOME)
        && Icmpv6Message.decode(packet.payload(), ROUTER, HOME)
            instanceof Value<Icmpv6Message>(Icmpv6Message message)) {
      return message;
    }
    throw new AssertionError("no ICMPv6 message from the router to the home address: " + octets);
  }

  @Test
  void socketsSeeUnreachableDestinationsAsIfPacketsHadGoneBetweenHomeAddresses() {
    Octets original = udp(HOME, PEER, 64);
    Octets shown = relayed(error(CARE_OF, new DestinationUnreachable(4, sent(original))));
    assertThat(message(shown)).isEqualTo(new DestinationUnreachable(4, original));
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  void quotationsThatEndEarlyDo() {
    Octets direct = sent(udp(HOME, PEER, 64));
    Octets shown = relayed(error(CARE_OF, new DestinationUnreachable(0, direct.slice(0, 96))));
    assertThat(message(shown)).isEqualTo(new DestinationUnreachable(0, udp(HOME, PEER, 64).slice(0, 48)));
    assertThat(verdict(error(CARE_OF, new DestinationUnreachable(0, direct.slice(0, 80)))))
        .isEqualTo(Verdict.ERROR_NOT_BELIEVED);
  }

  @Test
  void pathMtuIsLearnedAndToldWithoutTheHeaders() {
    Octets original = udp(HOME, PEER, 1400);
    Octets direct = sent(original);
    Octets shown = relayed(error(CARE_OF, new PacketTooBig(1400, direct.slice(0, 1232))));
    assertThat(message(shown)).isEqualTo(new PacketTooBig(1352, original.slice(0, 1232 - BOTH_HEADERS)));

    Packet packet = show(original, Origin.HOST);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.TOO_BIG);
    // The path is another with another care-of address, and the same with a later lifetime.
    state.put(new DirectPath(DOWN, PEER_CARE_OF, new Time(3_000)), 1500);
    assertThat(forwarder.forward(show(original, Origin.HOST), state, NOW)).isEqualTo(Verdict.TOO_BIG);
    state.put(new DirectPath(DOWN, ROUTER, LATER), 1500);
    state.put(new DirectPath(UP, ROUTER, LATER), 1500);
    assertThat(forwarder.forward(show(original, Origin.HOST), state, NOW)).isEqualTo(Verdict.DIRECT_SENT);
  }

  @Test
  void packetsOfTheSmallestMtuGoInFragmentsFromThenOn() {
    Octets original = udp(HOME, PEER, 1240);
    assertThat(verdict(error(CARE_OF, new PacketTooBig(1300, sent(original).slice(0, 1232)))))
        .isEqualTo(Verdict.ERROR_KEPT);
    assertThat(sent(original).length()).isEqualTo(1280 + BOTH_HEADERS);
    assertThat(forwarder.pathMtu()).isEqualTo(1300);
    assertThat(verdict(error(CARE_OF, new PacketTooBig(1279, sent(original).slice(0, 1232)))))
        .isEqualTo(Verdict.ERROR_NOT_BELIEVED);
  }

  @Test
  void problemsWithOurOwnHeadersAreNotTheSockets() {
    Octets original = udp(HOME, PEER, 64);
    Octets direct = sent(original);
    for (int pointer : new int[] {40, 63, 64, 70, 87}) {
      assertThat(verdict(error(CARE_OF, new ParameterProblem(2, pointer, direct))))
          .as("pointer %d", pointer)
          .isEqualTo(Verdict.ERROR_KEPT);
    }
    assertThat(message(relayed(error(CARE_OF, new ParameterProblem(0, 90, direct)))))
        .isEqualTo(new ParameterProblem(0, 42, original));
    assertThat(message(relayed(error(CARE_OF, new ParameterProblem(1, 6, direct)))))
        .isEqualTo(new ParameterProblem(1, 6, original));
  }

  @Test
  void errorsAboutWhatWasNotSentAreNotBelieved() {
    Octets direct = sent(udp(HOME, PEER, 64));
    Octets right = error(CARE_OF, new DestinationUnreachable(4, direct));
    assertThat(verdict(with(right, 42, right.at(42) ^ 1))).isEqualTo(Verdict.ERROR_NOT_BELIEVED);
    assertThat(verdict(error(ROUTER, new DestinationUnreachable(4, direct)))).isEqualTo(Verdict.ERROR_NOT_BELIEVED);
    // Another care-of address, home address of the peer, home address of this host.
    for (int offset : new int[] {39, 63, 87}) {
      assertThat(verdict(error(CARE_OF, new DestinationUnreachable(4, with(direct, offset, 0x77)))))
          .as("octet %d", offset)
          .isEqualTo(Verdict.ERROR_NOT_BELIEVED);
    }
  }

  @Test
  void errorsAboutWhatWentDirectlyBehindTheTunnelAreShownWithoutTheRoutingHeader() {
    state.remove(UP);
    Octets original = udp(HOME, PEER, 1350);
    Octets outer = sent(original);
    Packet packet = show(error(CARE_OF, new DestinationUnreachable(3, outer.slice(0, 1232))), Origin.LINK);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.ERROR_RELAYED);
    assertThat(octets(packet).slice(48, 200)).isEqualTo(original.slice(0, 152));

    packet = show(error(CARE_OF, new PacketTooBig(1400, outer.slice(0, 1232))), Origin.LINK);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.ERROR_RELAYED);
    assertThat(octets(packet).slice(44, 48)).isEqualTo(Octets.ofHex("00000538"));
  }

  @Test
  void errorsThatComeOutOfTheTunnelAreToldTheRolesAsTheyAreAndTheHostWithoutTheRoutingHeader() {
    state.remove(UP);
    Octets original = udp(HOME, PEER, 64);
    Octets outer = sent(original);
    Octets error = error(HOME, new DestinationUnreachable(0, outer.slice(40, outer.length())));
    Packet packet = show(packet(HOME_AGENT, CARE_OF, IPV6, error), Origin.LINK);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(message(octets(packet))).isEqualTo(new DestinationUnreachable(0, original));
    assertThat(forwarder.news())
        .filteredOn(Event.PacketReceived.class::isInstance)
        .extracting(event -> ((Event.PacketReceived) event).packet())
        .containsExactly(error);
  }
}
