package org.roam6.wire.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

class Ipv6PacketPropertyTest {

  @Test
  void whatEncodesDecodesToAnEqualValue() {
    Property.forAll(5_000, random -> {
      Ipv6Packet packet = PacketGenerator.packet(random);
      assertThat(Ipv6Packet.decode(packet.encode())).isEqualTo(Decoded.of(packet));
    });
  }

  @Test
  void whatDecodesEncodesToTheSameOctets() {
    Set<MalformedCause> causes = EnumSet.noneOf(MalformedCause.class);
    Property.forAll(40_000, random -> {
      Octets octets = mutated(random);
      switch (Ipv6Packet.decode(octets)) {
        case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) -> {
          Octets encoded = packet.encode();
          assertThat(octets.slice(0, encoded.length())).isEqualTo(encoded);
        }
        case Decoded.Malformed<Ipv6Packet>(MalformedCause cause, int pointer) -> {
          assertThat(pointer).isBetween(0, octets.length());
          causes.add(cause);
        }
      }
    });
    assertThat(causes).contains(
        MalformedCause.TRUNCATED,
        MalformedCause.BAD_VERSION,
        MalformedCause.OPTION_OVERRUN,
        MalformedCause.BAD_LENGTH,
        MalformedCause.BAD_VALUE,
        MalformedCause.BAD_OPTION_LENGTH);
  }

  @Test
  void anyOctetsGiveAValueOrAFaultInsideThem() {
    Property.forAll(20_000, random -> {
      byte[] octets = Property.octets(random, random.nextInt(120)).toByteArray();
      if (octets.length > 6) {
        octets[0] = 0x60;
        octets[4] = 0;
        octets[6] = new byte[] {0, 43, 44, 60}[random.nextInt(4)];
      }
      if (Ipv6Packet.decode(Octets.of(octets)) instanceof Decoded.Malformed<?> malformed) {
        assertThat(malformed.pointer()).isBetween(0, octets.length);
      }
    });
  }

  private static Octets mutated(RandomGenerator random) {
    byte[] octets = PacketGenerator.packet(random).encode().toByteArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      octets[random.nextInt(octets.length)] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt());
    }
    return Octets.of(octets, 0, random.nextInt(8) == 0 ? random.nextInt(octets.length) : octets.length);
  }
}
