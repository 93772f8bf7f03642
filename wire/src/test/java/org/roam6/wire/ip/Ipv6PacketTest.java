package org.roam6.wire.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

class Ipv6PacketTest {

  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:2::2");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::2");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:3::3");
  private static final String CARE_OF_HEX = "20010db8000200000000000000000002";
  private static final String HOME_HEX = "20010db8000100000000000000000002";
  private static final String CORRESPONDENT_HEX = "20010db8000300000000000000000003";
  private static final Octets PAYLOAD = Octets.ofHex("0102030405060708");

  private static Ipv6Packet decoded(String hex) {
    return switch (Ipv6Packet.decode(Octets.ofHex(hex))) {
      case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) -> packet;
      case Decoded.Malformed<Ipv6Packet> malformed -> throw new AssertionError(malformed);
    };
  }

  private static String header(int payloadLength, int nextHeader) {
    return "60000000 %04x %02x 40 %s %s".formatted(payloadLength, nextHeader, CARE_OF_HEX, CORRESPONDENT_HEX);
  }

  private static Decoded<Ipv6Packet> decodedWith(int nextHeader, String behindHeader) {
    Octets rest = Octets.ofHex(behindHeader);
    return Ipv6Packet.decode(Octets.ofHex(header(rest.length(), nextHeader) + rest.toHex()));
  }

  // RFC 6275 6.3: "The alignment requirement for the Home Address option is 8n + 6."
  @Test
  @Tag("R6275-053")
  void alignsTheHomeAddressOption() {
    Ipv6Packet packet =
        Ipv6Packet.of(CARE_OF, CORRESPONDENT, 64, IpProtocol.MOBILITY, PAYLOAD).withHomeAddressOption(HOME);
    assertThat(packet.encode())
        .isEqualTo(Octets.ofHex(header(32, 60) + "87 02 01020000 c910" + HOME_HEX + PAYLOAD.toHex()));
    assertThat(packet.homeAddressOption()).contains(HOME);
    assertThat(packet.checksumSource()).isEqualTo(HOME);
    assertThat(packet.checksumDestination()).isEqualTo(CORRESPONDENT);
    assertThat(packet.payloadOffset()).isEqualTo(64);
    assertThat(packet.protocolOffset()).isEqualTo(40);
  }

  // RFC 6275 6.4.1.
  @Test
  @Tag("R6275-062")
  @Tag("R6275-063")
  void writesTheType2RoutingHeader() {
    Ipv6Packet packet =
        Ipv6Packet.of(CARE_OF, CORRESPONDENT, 64, IpProtocol.MOBILITY, PAYLOAD).withType2RoutingHeader(HOME);
    assertThat(packet.encode())
        .isEqualTo(Octets.ofHex(header(32, 43) + "87 02 02 01 00000000" + HOME_HEX + PAYLOAD.toHex()));
    assertThat(packet.type2HomeAddress()).contains(HOME);
    assertThat(packet.checksumSource()).isEqualTo(CARE_OF);
    assertThat(packet.checksumDestination()).isEqualTo(HOME);
  }

  @Test
  @Tag("R6275-063")
  void readsAType2RoutingHeaderWhateverItsReservedBits() {
    assertThat(decoded(header(24, 43) + "3b 02 02 01 ffffffff" + HOME_HEX).type2HomeAddress()).contains(HOME);
  }

  @Test
  @Tag("R6275-056")
  void ordersMobilityHeadersAsTheyMustBe() {
    Ipv6Header header = new Ipv6Header(0, 0, 64, CARE_OF, CORRESPONDENT);
    HopByHopOptions hopByHop = new HopByHopOptions(List.of(PadN.ofLength(6)));
    UnknownRoutingHeader other = new UnknownRoutingHeader(4, 0, Octets.ofHex("00000000"));
    FragmentHeader fragment = new FragmentHeader(0, true, 7);
    Ipv6Packet packet = new Ipv6Packet(header, List.of(hopByHop, other, fragment), IpProtocol.MOBILITY, PAYLOAD)
        .withHomeAddressOption(HOME)
        .withType2RoutingHeader(HOME);
    assertThat(packet.extensionHeaders()).containsExactly(
        hopByHop, other, new Type2RoutingHeader(HOME), DestinationOptions.ofHomeAddress(HOME), fragment);
  }

  @Test
  void leavesOutWhatPadsTheFrame() {
    Octets octets = Octets.ofHex(header(0, 59) + "00000000");
    Ipv6Packet packet = Ipv6Packet.of(CARE_OF, CORRESPONDENT, 64, IpProtocol.NO_NEXT_HEADER, Octets.EMPTY);
    assertThat(Ipv6Packet.decode(octets)).isEqualTo(Decoded.of(packet));
  }

  @Test
  void readsNothingBehindTheFragmentHeaderOfAFragment() {
    Ipv6Packet packet = decoded(header(16, 44) + "3c 00 0009 00000007 ffffffffffffffff");
    assertThat(packet.fragmentHeader()).contains(new FragmentHeader(8, true, 7));
    assertThat(packet.protocol()).isEqualTo(IpProtocol.DESTINATION_OPTIONS);
    assertThat(packet.payload()).isEqualTo(Octets.ofHex("ffffffffffffffff"));
  }

  @Test
  void readsOnBehindAnAtomicFragmentHeader() {
    Ipv6Packet packet = decoded(header(16, 44) + "3c 00 0000 00000007 3b 00 010400000000");
    assertThat(packet.extensionHeaders()).hasSize(2);
    assertThat(packet.protocol()).isEqualTo(IpProtocol.NO_NEXT_HEADER);
  }

  @Test
  void takesHopByHopOptionsElsewhereForAnUnknownProtocol() {
    assertThat(decoded(header(16, 60) + "00 00 010400000000 3b 00 010400000000").protocol()).isZero();
  }

  // RFC 6275 11.3.3: the checks of a type 2 routing header.
  @Test
  @Tag("R6275-062")
  void refusesAType2RoutingHeaderThatIsNoneOnTheWire() {
    assertThat(decodedWith(43, "3b 04 02 01 00000000" + HOME_HEX + HOME_HEX))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_LENGTH, 41));
    assertThat(decodedWith(43, "3b 02 02 02 00000000" + HOME_HEX))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_VALUE, 43));
  }

  // RFC 6275 6.3: "For each IPv6 packet header, the Home Address option MUST NOT appear more than once."
  @Test
  @Tag("R6275-057")
  void refusesASecondHomeAddress() {
    String first = "3c 02 01020000 c910" + HOME_HEX;
    String second = "3b 02 01020000 c910" + HOME_HEX;
    assertThat(decodedWith(60, first + second)).isEqualTo(Decoded.malformed(MalformedCause.BAD_VALUE, 64));
  }

  @Test
  @Tag("R6275-053")
  void refusesAHomeAddressOfAnotherLength() {
    assertThat(decodedWith(60, "3b 02 01020000 c90f" + HOME_HEX))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, 47));
  }

  @Test
  void refusesAnOptionThatRunsOverItsHeader() {
    assertThat(decodedWith(60, "3b 00 0000 1e 03 00 00"))
        .isEqualTo(Decoded.malformed(MalformedCause.OPTION_OVERRUN, 44));
  }

  @Test
  void refusesMoreHeadersThanTheBound() {
    String more = "3c 00 010400000000".repeat(Ipv6Packet.MAX_EXTENSION_HEADERS);
    assertThat(decodedWith(60, more + "3b 00 010400000000"))
        .isEqualTo(Decoded.malformed(MalformedCause.TOO_MANY, 40 + 8 * Ipv6Packet.MAX_EXTENSION_HEADERS));
  }

  @Test
  void refusesMoreOptionsThanTheBound() {
    assertThat(decodedWith(60, "3b 04" + "00".repeat(38)))
        .isEqualTo(Decoded.malformed(MalformedCause.TOO_MANY, 42 + Ipv6Packet.MAX_OPTIONS));
  }

  @Test
  void refusesAPacketShorterThanItSays() {
    assertThat(Ipv6Packet.decode(Octets.ofHex(header(9, 59) + "0102030405060708")))
        .isEqualTo(Decoded.malformed(MalformedCause.TRUNCATED, 4));
    assertThat(Ipv6Packet.decode(Octets.EMPTY)).isEqualTo(Decoded.malformed(MalformedCause.TRUNCATED, 0));
    assertThat(Ipv6Packet.decode(Octets.ofHex("45"))).isEqualTo(Decoded.malformed(MalformedCause.BAD_VERSION, 0));
  }

  @Test
  void tunnelsAPacketAndFindsItAgain() {
    Ipv6Packet inner = new Ipv6Packet(
        new Ipv6Header(0x2e, 5, 3, HOME, CORRESPONDENT), List.of(), IpProtocol.UDP, PAYLOAD);
    Ipv6Packet tunnel = Ipv6Packet.encapsulate(inner, CARE_OF, CORRESPONDENT, 64);
    assertThat(tunnel.header()).isEqualTo(new Ipv6Header(0x2e, 0, 64, CARE_OF, CORRESPONDENT));
    assertThat(tunnel.protocol()).isEqualTo(IpProtocol.IPV6);
    assertThat(tunnel.decapsulate()).isEqualTo(Decoded.of(inner));
    assertThat(Ipv6Packet.of(CARE_OF, HOME, 1, IpProtocol.IPV6, Octets.ofHex("45")).decapsulate())
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_VERSION, 40));
  }

  @Test
  void refusesToBuildWhatWouldDecodeToSomethingElse() {
    Ipv6Header header = new Ipv6Header(0, 0, 64, CARE_OF, HOME);
    HopByHopOptions hopByHop = new HopByHopOptions(List.of(PadN.ofLength(6)));
    assertThatThrownBy(() -> new Ipv6Packet(header, List.of(hopByHop, hopByHop), 59, PAYLOAD))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ipv6Packet.of(CARE_OF, HOME, 64, IpProtocol.ROUTING, PAYLOAD))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HopByHopOptions(List.of(PadN.ofLength(4), new HomeAddressOption(HOME))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DestinationOptions(Collections.nCopies(3, new Pad1())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
