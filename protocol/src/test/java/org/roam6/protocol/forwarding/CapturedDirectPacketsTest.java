package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.TUNNEL;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.show;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.Material;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;

/** Packets that a Linux kernel with mobility support sent directly, taken apart and made again. */
class CapturedDirectPacketsTest {

  private static final String CAPTURE = "umip/rr-ro.pcap";
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8::1");

  private final Forwarder forwarder = new Forwarder(TUNNEL);

  private static Ipv6Packet decode(Octets octets) {
    if (Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)) {
      return packet;
    }
    throw new AssertionError("no packet: " + octets);
  }

  private static List<Octets> captured(int firstHeader) {
    return Material.packets(CAPTURE).stream()
        .filter(octets -> octets.at(6) == firstHeader)
        .filter(octets -> decode(octets).protocol() == IpProtocol.ICMPV6)
        .toList();
  }

  /** Two hosts: the one that a packet comes to, and the one that sends it. */
  private void assertTakenApartAndMadeAgain(Octets captured, ForwardingState to, ForwardingState from) {
    Packet packet = show(captured, Origin.LINK);
    assertThat(forwarder.forward(packet, to, 0)).isEqualTo(Verdict.DIRECT_RECEIVED);
    Octets plain = octets(packet);
    Ipv6Packet read = decode(plain);
    assertThat(read.extensionHeaders()).isEmpty();
    assertThat(Icmpv6Message.decode(read.payload(), read.header().source(), read.header().destination()))
        .isInstanceOf(Value.class);

    packet = show(plain, Origin.HOST);
    assertThat(forwarder.forward(packet, from, 0)).isEqualTo(Verdict.DIRECT_SENT);
    assertThat(octets(packet)).isEqualTo(captured);
  }

  @Test
  void homeAddressOptions() {
    List<Octets> packets = captured(IpProtocol.DESTINATION_OPTIONS);
    assertThat(packets).hasSizeGreaterThan(10);
    for (Octets captured : packets) {
      Ipv6Packet read = decode(captured);
      Ipv6Address home = read.homeAddressOption().orElseThrow();
      Ipv6Address correspondent = read.header().destination();
      assertTakenApartAndMadeAgain(
          captured,
          path(DirectPath.Side.CORRESPONDENT, home, correspondent, read.header().source()),
          path(DirectPath.Side.MOBILE_NODE, home, correspondent, read.header().source()));
    }
  }

  @Test
  void typeTwoRoutingHeaders() {
    List<Octets> packets = captured(IpProtocol.ROUTING);
    assertThat(packets).hasSizeGreaterThan(10);
    for (Octets captured : packets) {
      Ipv6Packet read = decode(captured);
      Ipv6Address home = read.type2HomeAddress().orElseThrow();
      Ipv6Address careOf = read.header().destination();
      ForwardingState mobileNode = new ForwardingState();
      mobileNode.put(
          new Tunnel(BindingKey.of(home), Tunnel.Side.MOBILE_NODE, careOf, HOME_AGENT, List.of(), Time.NEVER));
      assertTakenApartAndMadeAgain(
          captured, mobileNode, path(DirectPath.Side.CORRESPONDENT, home, read.header().source(), careOf));
    }
  }

  private static ForwardingState path(
      DirectPath.Side side, Ipv6Address home, Ipv6Address correspondent, Ipv6Address careOf) {
    ForwardingState state = new ForwardingState();
    state.put(new DirectPath(new DirectPath.Key(side, home, correspondent), careOf, Time.NEVER), 1500);
    return state;
  }
}
