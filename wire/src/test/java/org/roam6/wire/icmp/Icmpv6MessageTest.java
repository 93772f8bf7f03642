package org.roam6.wire.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;

class Icmpv6MessageTest {

  private static final Ipv6Address ROUTER = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address HOST = Ipv6Address.parse("fe80::2");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");

  private static void encodesTo(String hexBehindChecksum, Icmpv6Message message) {
    Octets octets = message.encode(ROUTER, HOST);
    assertThat(octets.slice(4, octets.length())).isEqualTo(Octets.ofHex(hexBehindChecksum));
    assertThat(octets.at(0)).isEqualTo(message.type());
    assertThat(octets.at(1)).isEqualTo(message.code());
    assertThat(Icmpv6Message.decode(octets, ROUTER, HOST)).isEqualTo(Decoded.of(message));
  }

  // RFC 4861 4.2, RFC 4191 2.2 and RFC 6275 7.1 to 7.4, field by field.
  @Test
  @Tag("R6275-079")
  @Tag("R6275-082")
  void writesTheAdvertisementOfAHomeAgent() {
    encodesTo(
        """
        40 28 0708 00007530 000003e8
        01 01 02005e100001
        03 04 40 e0 00278d00 00093a80 00000000 20010db8000100000000000000000001
        05 01 0000 000005dc
        07 01 0000 00000064
        08 01 0000 000a 0384
        """,
        new RouterAdvertisement(
            64,
            false,
            false,
            true,
            RouterPreference.HIGH,
            1800,
            30_000,
            1_000,
            List.of(
                new SourceLinkLayerAddress(LinkLayerAddress.parse("02:00:5e:10:00:01")),
                new PrefixInformation(HOME_AGENT, 64, true, true, true, 2_592_000, 604_800),
                new Mtu(1500),
                new AdvertisementInterval(100),
                new HomeAgentInformation(false, 10, 900))));
  }

  @Test
  void keepsTheRoutersAddressBesideItsPrefix() {
    PrefixInformation option = new PrefixInformation(HOME_AGENT, 64, true, true, true, 600, 300);
    assertThat(option.address()).isEqualTo(HOME_AGENT);
    assertThat(option.prefix()).isEqualTo(Ipv6Prefix.parse("2001:db8:1::/64"));
  }

  // RFC 4861 4.3 and 4.4.
  @Test
  void writesNeighborDiscovery() {
    LinkLayerAddress address = LinkLayerAddress.parse("02:00:5e:10:00:01");
    encodesTo(
        "00000000 20010db8000100000000000000000001 01 01 02005e100001",
        new NeighborSolicitation(HOME_AGENT, List.of(new SourceLinkLayerAddress(address))));
    encodesTo(
        "a0000000 20010db8000100000000000000000001 02 01 02005e100001",
        new NeighborAdvertisement(true, false, true, HOME_AGENT, List.of(new TargetLinkLayerAddress(address))));
    encodesTo(
        "40000000 20010db8000100000000000000000001",
        new NeighborAdvertisement(false, true, false, HOME_AGENT, List.of()));
  }

  // RFC 4191 2.3: "The Prefix field is 0, 8, or 16 octets depending on Length."
  @Test
  void writesRoutesAsShortAsTheirPrefixAllows() {
    encodesTo(
        "00000000 18 01 00 08 ffffffff  18 02 30 18 00000258 20010db800010000"
            + " 18 03 41 00 00000001 20010db8000000000000000000000000",
        new RouterSolicitation(List.of(
            new RouteInformation(Ipv6Prefix.parse("::/0"), RouterPreference.HIGH, 0xffff_ffffL),
            new RouteInformation(Ipv6Prefix.parse("2001:db8:1::/48"), RouterPreference.LOW, 600),
            new RouteInformation(Ipv6Prefix.parse("2001:db8::/65"), RouterPreference.MEDIUM, 1))));
  }

  // RFC 6275 6.5 to 6.8 with the flag of RFC 3963 7.1 and 7.2.
  @Test
  @Tag("R6275-066")
  void writesDiscoveryOfHomeAgentsAndPrefixes() {
    encodesTo("1234 0000", new HomeAgentAddressDiscoveryRequest(0x1234, false));
    encodesTo(
        "1234 8000 20010db8000100000000000000000001",
        new HomeAgentAddressDiscoveryReply(0x1234, true, List.of(HOME_AGENT)));
    encodesTo("0007 0000", new MobilePrefixSolicitation(7, List.of()));
    encodesTo("0007 8000", new MobilePrefixAdvertisement(7, true, false, List.of()));
  }

  @Test
  void writesErrorsWithThePacketThatInvokedThem() {
    Octets packet = Octets.ofHex("60000000");
    encodesTo("00000000 60000000", new DestinationUnreachable(3, packet));
    encodesTo("00000500 60000000", new PacketTooBig(1280, packet));
    encodesTo("00000000 60000000", new TimeExceeded(1, packet));
    encodesTo("0000002a 60000000", new ParameterProblem(2, 42, packet));
  }

  // By hand: 8000 + 0000 + 0001 + 0002 + "ab" (6162), pseudo-header fe80 + 1 + fe80 + 2 + length a + protocol 3a.
  @Test
  void sumsThePseudoHeaderIntoTheChecksum() {
    Octets octets = new EchoRequest(1, 2, Octets.ofHex("6162")).encode(ROUTER, HOST);
    assertThat(octets).isEqualTo(Octets.ofHex("8000 2151 0001 0002 6162"));
  }

  @Test
  void refusesOtherAddressesThanThoseOfTheChecksum() {
    Octets octets = new RouterSolicitation(List.of()).encode(ROUTER, HOST);
    assertThat(Icmpv6Message.decode(octets, ROUTER, HOME_AGENT))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 2));
  }

  // RFC 4861 4.6: "Nodes MUST silently discard an ND packet that contains an option with length zero."
  @Test
  void refusesAnOptionOfLengthZero() {
    Octets octets = new UnknownIcmpv6Message(133, 0, Octets.ofHex("00000000 0501000000000500 0100000000000000"))
        .encode(ROUTER, HOST);
    assertThat(Icmpv6Message.decode(octets, ROUTER, HOST))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, 17));
  }

  @Test
  void ignoresKnownOptionsOfUnknownLength() {
    Octets octets = new UnknownIcmpv6Message(133, 0, Octets.ofHex("00000000 0502000000000500 0000000000000000"))
        .encode(ROUTER, HOST);
    assertThat(Icmpv6Message.decode(octets, ROUTER, HOST)).isEqualTo(Decoded.of(new RouterSolicitation(
        List.of(new UnknownNeighborDiscoveryOption(5, Octets.ofHex("0000000005000000000000000000"))))));
  }

  @Test
  void refusesNeighborDiscoveryWithACode() {
    Octets octets = new UnknownIcmpv6Message(133, 1, Octets.ofHex("00000000")).encode(ROUTER, HOST);
    assertThat(Icmpv6Message.decode(octets, ROUTER, HOST)).isEqualTo(Decoded.malformed(MalformedCause.BAD_VALUE, 1));
  }

  @Test
  void refusesMoreOptionsThanTheBound() {
    int bound = NeighborDiscoveryOptions.MAX_OPTIONS;
    Octets most = new RouterSolicitation(Collections.nCopies(bound, new Mtu(1500))).encode(ROUTER, HOST);
    Octets more = new RouterSolicitation(Collections.nCopies(bound + 1, new Mtu(1500))).encode(ROUTER, HOST);
    assertThat(Icmpv6Message.decode(most, ROUTER, HOST)).isInstanceOf(Decoded.Value.class);
    assertThat(Icmpv6Message.decode(more, ROUTER, HOST))
        .isEqualTo(Decoded.malformed(MalformedCause.TOO_MANY, 8 + 8 * bound));
  }

  @Test
  void refusesValuesThatNoFieldHolds() {
    assertThatThrownBy(() -> new PrefixInformation(HOME_AGENT, 129, true, true, true, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prefix length cannot be 129");
    assertThatThrownBy(() -> new AdvertisementInterval(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RouteInformation(HOME_AGENT, 64, RouterPreference.LOW, 0, 8, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
