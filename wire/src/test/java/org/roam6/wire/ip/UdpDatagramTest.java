package org.roam6.wire.ip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

class UdpDatagramTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("fe80::2");
  private static final UdpDatagram DATAGRAM = new UdpDatagram(547, 546, Octets.ofHex("07000001"));

  /** As Scapy writes it. */
  private static final Octets OCTETS = Octets.ofHex("02230222000cf78b07000001");

  @Test
  void itIsWrittenAndReadAsOthersDo() {
    assertThat(DATAGRAM.encode(SOURCE, DESTINATION)).isEqualTo(OCTETS);
    assertThat(decode(OCTETS)).isEqualTo(Decoded.of(DATAGRAM));
  }

  @Test
  void whatEncodesDecodesToAnEqualValue() {
    Property.forAll(2_000, random -> {
      UdpDatagram datagram =
          new UdpDatagram(
              random.nextInt(1 << 16), random.nextInt(1 << 16), Property.octets(random, random.nextInt(50)));
      assertThat(decode(datagram.encode(SOURCE, DESTINATION))).isEqualTo(Decoded.of(datagram));
    });
  }

  @Test
  void whatFollowsItsLengthIsNotLookedAt() {
    assertThat(decode(Octets.ofHex(OCTETS.toHex() + "ff"))).isEqualTo(Decoded.of(DATAGRAM));
  }

  @Test
  void aChecksumOfZeroIsWrittenAsOnes() {
    Octets sum = UdpDatagram.withChecksum(Octets.ofHex("0000000000080000"), SOURCE, DESTINATION);
    // Ports that make the sum come to zero.
    Octets datagram = Octets.ofHex(sum.slice(6, 8).toHex() + "000000080000");
    assertThat(UdpDatagram.withChecksum(datagram, SOURCE, DESTINATION).slice(6, 8)).isEqualTo(Octets.ofHex("ffff"));
    assertThat(decode(UdpDatagram.withChecksum(datagram, SOURCE, DESTINATION))).isInstanceOf(Decoded.Value.class);
  }

  @Test
  void whatIsNotWellFormedIsToldWithItsPlace() {
    assertThat(decode(Octets.ofHex("02230222000cf7"))).isEqualTo(Decoded.malformed(MalformedCause.TRUNCATED, 7));
    assertThat(decode(OCTETS.with(5, 7))).isEqualTo(Decoded.malformed(MalformedCause.BAD_LENGTH, 4));
    assertThat(decode(OCTETS.with(5, 13))).isEqualTo(Decoded.malformed(MalformedCause.BAD_LENGTH, 4));
    assertThat(decode(OCTETS.with(8, 8))).isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 6));
    assertThat(decode(OCTETS.with(6, 0).with(7, 0))).isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 6));
  }

  private static Decoded<UdpDatagram> decode(Octets octets) {
    return UdpDatagram.decode(octets, SOURCE, DESTINATION);
  }
}
