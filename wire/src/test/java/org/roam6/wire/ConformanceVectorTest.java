package org.roam6.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouteInformation;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.icmp.UnknownIcmpv6Message;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.HomeAddressOption;
import org.roam6.wire.ip.HopByHopOptions;
import org.roam6.wire.ip.Ipv6Packet;
import tools.jackson.databind.JsonNode;

/** Byte vectors of scapy's own tests that are about IPv6, ICMPv6 and Neighbor Discovery. */
class ConformanceVectorTest {

  private static final Ipv6Address ANY = Ipv6Address.parse("2001:db8::1");
  private static final long INFINITY = PrefixInformation.INFINITY;

  private static List<JsonNode> rows(Predicate<JsonNode> wanted) {
    List<JsonNode> rows = Conformance.vectors().stream()
        .filter(row -> row.path("id").asString("").startsWith("scapy"))
        .filter(wanted)
        .toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static Octets octetsOf(JsonNode row) {
    return Octets.ofHex(row.path("hex").asString());
  }

  // Octets as the option says them; some rows lie here on purpose.
  private static int lengthFieldOf(JsonNode row) {
    return octetsOf(row).at(1) * 8;
  }

  private static boolean inGroup(JsonNode row, String group) {
    return row.path("group").asString("").startsWith(group);
  }

  private static NeighborDiscoveryOption option(String id) {
    return options(octetsOf(rows(row -> row.path("id").asString().equals(id)).getFirst())).getFirst();
  }

  private static List<NeighborDiscoveryOption> options(Octets octets) {
    Octets body = Octets.ofHex("00000000" + octets.toHex());
    Octets solicitation = new UnknownIcmpv6Message(133, 0, body).encode(ANY, ANY);
    return switch (Icmpv6Message.decode(solicitation, ANY, ANY)) {
      case Decoded.Value<Icmpv6Message>(RouterSolicitation message) -> {
        assertThat(message.encode(ANY, ANY)).isEqualTo(solicitation);
        yield message.options();
      }
      case Decoded.Value<Icmpv6Message> other -> throw new AssertionError(other);
      case Decoded.Malformed<Icmpv6Message> _ -> List.of();
    };
  }

  @Test
  void readsEveryWellFormedOptionOfNeighborDiscovery() {
    for (JsonNode row : rows(row -> inGroup(row, "ICMPv6NDOpt") && octetsOf(row).length() == lengthFieldOf(row))) {
      assertThat(options(octetsOf(row))).as(row.path("id").asString()).hasSize(1);
    }
  }

  @Test
  void neverThrowsOnAnIllFormedOption() {
    rows(row -> inGroup(row, "ICMPv6NDOpt")).forEach(row -> assertThat(options(octetsOf(row))).hasSizeLessThan(2));
  }

  @Test
  void readsTheFieldsThatScapyReads() {
    assertThat(option("scapy-uts-0898"))
        .isEqualTo(new PrefixInformation(Ipv6Address.UNSPECIFIED, 0, true, true, false, INFINITY, INFINITY));
    assertThat(option("scapy-uts-1006")).isEqualTo(new AdvertisementInterval(0));
    assertThat(option("scapy-uts-1025")).isEqualTo(new HomeAgentInformation(false, 0, 1));
    assertThat(option("scapy-uts-1172")).isEqualTo(
        new RouteInformation(Ipv6Address.UNSPECIFIED, 0, RouterPreference.MEDIUM, INFINITY, 16, 0));
  }

  private static Ipv6Packet packet(Octets octets) {
    return switch (Ipv6Packet.decode(octets)) {
      case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) -> {
        assertThat(packet.encode()).isEqualTo(octets);
        yield packet;
      }
      case Decoded.Malformed<Ipv6Packet> malformed -> throw new AssertionError(malformed + " in " + octets);
    };
  }

  @Test
  void readsAndWritesEveryWholePacket() {
    assertThat(rows(row -> row.path("hex").asString("").matches("60{7}.*") && octetsOf(row).length() >= 40))
        .hasSizeGreaterThan(30)
        .allSatisfy(row -> packet(octetsOf(row)));
  }

  private static Icmpv6Message message(String id) {
    Ipv6Packet packet = packet(octetsOf(rows(row -> row.path("id").asString().equals(id)).getFirst()));
    return switch (Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())) {
      case Decoded.Value<Icmpv6Message>(Icmpv6Message message) -> message;
      case Decoded.Malformed<Icmpv6Message> malformed -> throw new AssertionError(malformed);
    };
  }

  @Test
  void readsTheDiscoveryOfMobilePrefixes() {
    assertThat(message("scapy-uts-2290")).isEqualTo(new MobilePrefixSolicitation(0, List.of()));
    PrefixInformation prefix =
        new PrefixInformation(Ipv6Address.UNSPECIFIED, 64, true, true, false, INFINITY, INFINITY);
    assertThat(message("scapy-uts-2306"))
        .isEqualTo(new MobilePrefixAdvertisement(0, true, false, List.of(prefix)));
  }

  @Test
  void readsAndWritesOptionsHeaders() {
    for (JsonNode row : rows(row -> inGroup(row, "Test IPv6ExtHdrHopByHop()"))) {
      Octets header = octetsOf(row);
      String octets = "60000000%04x0040%s%s".formatted(header.length(), "00".repeat(32), header.toHex());
      assertThat(packet(Octets.ofHex(octets)).extensionHeaders()).singleElement().isInstanceOf(HopByHopOptions.class);
    }
  }

  @Test
  void writesTheHomeAddressOption() {
    Ipv6Packet packet =
        Ipv6Packet.of(ANY, ANY, 64, IpProtocol.NO_NEXT_HEADER, Octets.EMPTY).withHomeAddressOption(
            Ipv6Address.UNSPECIFIED);
    Octets option = octetsOf(rows(row -> row.path("id").asString().equals("scapy-uts-0628")).getFirst());
    assertThat(packet.encode().slice(46, 64)).isEqualTo(option);
    assertThat(new HomeAddressOption(Ipv6Address.UNSPECIFIED).length()).isEqualTo(option.length());
  }
}
