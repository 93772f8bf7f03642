package org.roam6.wire.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.MulticastAddressRecordType;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.DestinationOptions;
import org.roam6.wire.ip.HopByHopOptions;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.RouterAlert;

class MulticastListenerTest {

  private static final Ipv6Address LISTENER = Ipv6Address.parse("fe80::100");
  private static final Ipv6Address ROUTERS = Ipv6Address.parse("ff02::16");
  private static final Ipv6Address GROUP = Ipv6Address.parse("ff0e::77");
  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::1");

  // What Linux 6.18 sends when a program joins ff0e::77 on an interface whose link-local address is fe80::100.
  private static final Octets FROM_LINUX = Octets.ofHex(
      """
      60000000 0024 00 01 fe800000000000000000000000000100 ff020000000000000000000000000016
      3a00 0502 0000 0100  8f00 6e88 0000 0001  04 00 0000 ff0e0000000000000000000000000077
      """);

  private static void encodesTo(String hexBehindChecksum, Icmpv6Message message) {
    Octets octets = message.encode(LISTENER, ROUTERS);
    assertThat(octets.slice(4, octets.length())).isEqualTo(Octets.ofHex(hexBehindChecksum));
    assertThat(octets.at(0)).isEqualTo(message.type());
    assertThat(Icmpv6Message.decode(octets, LISTENER, ROUTERS)).isEqualTo(Decoded.of(message));
  }

  private static MalformedCause fault(String hex) {
    byte[] octets = Octets.ofHex(hex).toByteArray();
    int checksum = Checksum.ofUpperLayer(LISTENER, ROUTERS, IpProtocol.ICMPV6, Octets.of(octets));
    octets[2] = (byte) (checksum >> 8);
    octets[3] = (byte) checksum;
    return ((Decoded.Malformed<Icmpv6Message>) Icmpv6Message.decode(Octets.of(octets), LISTENER, ROUTERS)).cause();
  }

  @Test
  void writesThePacketsOfLinux() {
    MulticastListenerReportV2 report = new MulticastListenerReportV2(
        List.of(new MulticastAddressRecord(MulticastAddressRecordType.CHANGE_TO_EXCLUDE_MODE, GROUP, List.of())));
    assertThat(MulticastListenerDiscovery.packet(LISTENER, ROUTERS, report).encode()).isEqualTo(FROM_LINUX);
  }

  // RFC 2710 3 and RFC 3810 5.1, 5.2, field by field.
  @Test
  void writesEachMessage() {
    encodesTo("03e8 0000 ff0e0000000000000000000000000077", new MulticastListenerQuery(0, 1000, GROUP, 0));
    encodesTo("0000 0000 ff0e0000000000000000000000000077", new MulticastListenerReport(GROUP));
    encodesTo("0000 0000 ff0e0000000000000000000000000077", new MulticastListenerDone(GROUP));
    encodesTo(
        "03e8 0000 00000000000000000000000000000000 02 7d 0000",
        new MulticastListenerQueryV2(1000, Ipv6Address.UNSPECIFIED, 2, 125));
    encodesTo(
        "0000 0002 06 00 0001 ff0e0000000000000000000000000077 20010db8000100000000000000000001"
            + " 02 00 0000 ff0e0000000000000000000000000077",
        new MulticastListenerReportV2(List.of(
            new MulticastAddressRecord(MulticastAddressRecordType.BLOCK_OLD_SOURCES, GROUP, List.of(SOURCE)),
            new MulticastAddressRecord(MulticastAddressRecordType.MODE_IS_EXCLUDE, GROUP, List.of()))));
  }

  @Test
  void refusesWhatContradictsItself() {
    String group = "ff0e0000000000000000000000000077";
    assertThat(fault("83000000 0000 0000 ff0e")).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("84000000")).isEqualTo(MalformedCause.TRUNCATED);
    // RFC 3810 8.1: "e.g., a Query of length 26 octets"
    assertThat(fault("82000000 0000 0000 " + group + " 0000")).isEqualTo(MalformedCause.BAD_LENGTH);
    assertThat(fault("82000000 0000 0000 ff0e")).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("82000000 0000 0000 " + group + " 02 7d 0001")).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("8f000000 0000 0001")).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("8f000000 0000 0001 04 00 0001 " + group)).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("8f000000 0000 0001 04 01 0000 " + group)).isEqualTo(MalformedCause.TRUNCATED);
    assertThat(fault("8f000000 0000 ffff")).isEqualTo(MalformedCause.TOO_MANY);
    String many = "00".repeat(16 * 257);
    assertThat(fault("82000000 0000 0000 " + group + " 02 7d 0101" + many)).isEqualTo(MalformedCause.TOO_MANY);
    assertThat(fault("8f000000 0000 0001 04 00 0101 " + group + many)).isEqualTo(MalformedCause.TOO_MANY);
  }

  @Test
  void refusesToHoldMoreThanItDecodes() {
    MulticastAddressRecord one =
        new MulticastAddressRecord(MulticastAddressRecordType.MODE_IS_EXCLUDE, GROUP, List.of());
    assertThatThrownBy(
            () -> new MulticastListenerReportV2(
                Collections.nCopies(MulticastListenerReportV2.MAX_RECORDS + 1, one)))
        .hasMessageContaining("records");
    assertThatThrownBy(
            () -> new MulticastAddressRecord(1, GROUP, Collections.nCopies(257, SOURCE)))
        .hasMessageContaining("sources");
    assertThatThrownBy(() -> new MulticastListenerQueryV2(32_768, GROUP, 2, 125))
        .hasMessageContaining("maximumResponseDelay");
  }

  @Test
  void believesMessagesFromTheLinkOnly() {
    Ipv6Packet report = MulticastListenerDiscovery.packet(LISTENER, ROUTERS, new MulticastListenerReport(GROUP));
    assertThat(MulticastListenerDiscovery.isValid(report)).isTrue();
    assertThat(MulticastListenerDiscovery.isValid(report.withHopLimit(2))).isFalse();
    assertThat(MulticastListenerDiscovery.isValid(
            MulticastListenerDiscovery.packet(SOURCE, ROUTERS, new MulticastListenerReport(GROUP))))
        .isFalse();
    assertThat(MulticastListenerDiscovery.isValid(
            MulticastListenerDiscovery.packet(Ipv6Address.UNSPECIFIED, ROUTERS, new MulticastListenerReport(GROUP))))
        .isFalse();
    assertThat(MulticastListenerDiscovery.isValid(
            new Ipv6Packet(report.header(), List.of(), IpProtocol.ICMPV6, report.payload())))
        .isFalse();
    assertThat(MulticastListenerDiscovery.isValid(
            new Ipv6Packet(
                report.header(), List.of(RouterAlert.header(1)), IpProtocol.ICMPV6, report.payload())))
        .isFalse();
    HopByHopOptions alert = RouterAlert.header(RouterAlert.MULTICAST_LISTENER_DISCOVERY);
    assertThat(MulticastListenerDiscovery.isValid(
            new Ipv6Packet(
                report.header(),
                List.of(new DestinationOptions(alert.options())),
                IpProtocol.ICMPV6,
                report.payload())))
        .isFalse();
  }

  @Test
  void knowsHowFarGroupsReach() {
    assertThat(GROUP.multicastScope()).isEqualTo(14);
    assertThat(ROUTERS.multicastScope()).isEqualTo(2);
    assertThat(Ipv6Address.parse("ff35:40:2001:db8::1").multicastScope()).isEqualTo(5);
  }
}
