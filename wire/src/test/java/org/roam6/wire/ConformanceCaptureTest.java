package org.roam6.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborDiscovery;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.UnknownNeighborDiscoveryOption;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UnknownRoutingHeader;

/** Packets that other implementations made: real kernels, a C implementation of Mobile IPv6, test suites of tools. */
class ConformanceCaptureTest {

  private static Ipv6Packet decoded(Octets octets) {
    return switch (Ipv6Packet.decode(octets)) {
      case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) -> packet;
      case Decoded.Malformed<Ipv6Packet> malformed -> throw new AssertionError(malformed + " in " + octets);
    };
  }

  // The destination at the end of a source route, which is deprecated and so known to this test only.
  private static Ipv6Address finalDestination(Ipv6Packet packet) {
    return packet.extensionHeaders().stream()
        .filter(UnknownRoutingHeader.class::isInstance)
        .map(UnknownRoutingHeader.class::cast)
        .filter(routing -> routing.routingType() == 0 && routing.segmentsLeft() > 0)
        .map(routing -> Ipv6Address.read(routing.data().asBuffer(), routing.data().length() - 16))
        .findFirst()
        .orElse(packet.checksumDestination());
  }

  private static int checksum(Ipv6Packet packet) {
    return Checksum.ofUpperLayer(
        packet.checksumSource(), finalDestination(packet), packet.protocol(), packet.payload());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "ip6-hoa-tcp", "ip6-hoa-udp", "ip6-icmp6", "ip6-route0-icmp6", "ip6-route0-tcp", "ip6-route0-udp", "ip6-tcp",
    "ip6-udp", "mip6"
  })
  @Tag("R6275-026")
  void tellsGoodFromBadChecksums(String capture) {
    String mobility = capture.equals("mip6") ? "-mh" : "";
    ToIntFunction<String> result = quality -> {
      String name = "zeek/" + capture + "-" + quality + mobility + "-chksum.pcap";
      return checksum(decoded(Conformance.packets(name).getFirst()));
    };
    assertThat(result.applyAsInt("good")).isZero();
    assertThat(result.applyAsInt("bad")).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dereg", "dhaad", "home-reg", "rr-ro", "ipsec"})
  void readsAndWritesWhatTheCImplementationSent(String capture) {
    int verified = 0;
    for (Octets octets : Conformance.packets("umip/" + capture + ".pcap")) {
      Ipv6Packet packet = decoded(octets);
      assertThat(octets.slice(0, packet.encode().length())).isEqualTo(packet.encode());
      switch (packet.protocol()) {
        case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.MOBILITY -> assertThat(checksum(packet)).isZero();
        case IpProtocol.ICMPV6 -> roundTrip(packet);
        case IpProtocol.IPV6 -> assertThat(packet.decapsulate()).isInstanceOf(Decoded.Value.class);
        default -> {
          continue;
        }
      }
      verified++;
    }
    assertThat(verified).isGreaterThan(40);
  }

  private static Icmpv6Message roundTrip(Ipv6Packet packet) {
    Ipv6Address source = packet.checksumSource();
    Ipv6Address destination = packet.checksumDestination();
    return switch (Icmpv6Message.decode(packet.payload(), source, destination)) {
      case Decoded.Value<Icmpv6Message>(Icmpv6Message message) -> {
        assertThat(message.encode(source, destination)).isEqualTo(packet.payload());
        assertThat(NeighborDiscovery.check(message, packet, false)).isEqualTo(Decoded.of(message));
        yield message;
      }
      case Decoded.Malformed<Icmpv6Message> malformed -> throw new AssertionError(malformed + " in " + packet);
    };
  }

  @Test
  void understandsTheRouterAdvertisementsOfAHomeAgent() {
    List<RouterAdvertisement> advertisements = Conformance.packets("umip/home-reg.pcap").stream()
        .map(ConformanceCaptureTest::decoded)
        .filter(packet -> packet.protocol() == IpProtocol.ICMPV6)
        .map(ConformanceCaptureTest::roundTrip)
        .filter(RouterAdvertisement.class::isInstance)
        .map(RouterAdvertisement.class::cast)
        .toList();
    assertThat(advertisements).isNotEmpty();
    assertThat(advertisements.stream().flatMap(advertisement -> advertisement.options().stream()))
        .noneMatch(UnknownNeighborDiscoveryOption.class::isInstance);
    assertThat(advertisements)
        .anySatisfy(advertisement -> assertThat(advertisement.homeAgent()).isTrue());
  }

  @Test
  void understandsHomeAgentAddressDiscovery() {
    assertThat(Conformance.packets("umip/dhaad.pcap").stream()
            .map(ConformanceCaptureTest::decoded)
            .filter(packet -> packet.protocol() == IpProtocol.ICMPV6)
            .map(ConformanceCaptureTest::roundTrip)
            .filter(HomeAgentAddressDiscoveryReply.class::isInstance))
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(((HomeAgentAddressDiscoveryReply) reply).homeAgents()).isNotEmpty());
  }

  @Test
  void readsTheCapturesOfToolsWithoutAFault() {
    for (String name : List.of(
        "tcpdump/icmpv6", "tcpdump/ipv6_mobility_1", "zeek/icmp6-router-advert", "zeek/ipv6-hbh-routing0",
        "zeek/ipv6-mobile-hoa", "zeek/ipv6-mobile-routing", "zeek/mip6_bu")) {
      for (Octets octets : Conformance.packets(name + ".pcap")) {
        Octets encoded = decoded(octets).encode();
        assertThat(octets.slice(0, encoded.length())).as(name).isEqualTo(encoded);
      }
    }
  }

  @Test
  void saysWhatIsWrongWithHostileDestinationOptions() {
    List<Octets> packets = Conformance.packets("zeek/ipv6-mobility-dst-opts.pcap");
    assertThat(packets.stream().map(Ipv6Packet::decode)).containsExactly(
        Decoded.malformed(MalformedCause.OPTION_OVERRUN, 46),
        Decoded.malformed(MalformedCause.TRUNCATED, 41),
        Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, 47));
  }

  @Test
  void findsTheHomeAddressesInTheCapturesOfTools() {
    assertThat(decoded(Conformance.packets("zeek/ipv6-mobile-hoa.pcap").getFirst()).homeAddressOption())
        .contains(Ipv6Address.parse("2001:78:1:32::1"));
    assertThat(decoded(Conformance.packets("zeek/ipv6-mobile-routing.pcap").getFirst()).type2HomeAddress())
        .contains(Ipv6Address.parse("2001:78:1:32::1"));
  }
}
