package org.roam6.wire.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;

class Icmpv6PropertyTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("ff02::1");

  @Test
  void whatEncodesDecodesToAnEqualValue() {
    Set<String> kinds = new TreeSet<>();
    Property.forAll(5_000, random -> {
      Icmpv6Message message = Icmpv6Generator.message(random);
      Octets octets = message.encode(SOURCE, DESTINATION);
      assertThat(Icmpv6Message.decode(octets, SOURCE, DESTINATION)).isEqualTo(Decoded.of(message));
      kinds.add(message.getClass().getSimpleName());
    });
    assertThat(kinds).hasSize(Icmpv6Message.class.getPermittedSubclasses().length);
  }

  @Test
  void whatDecodesEncodesToTheSameOctets() {
    Set<MalformedCause> causes = EnumSet.noneOf(MalformedCause.class);
    Property.forAll(40_000, random -> {
      Octets octets = withChecksum(mutated(random));
      switch (Icmpv6Message.decode(octets, SOURCE, DESTINATION)) {
        case Decoded.Value<Icmpv6Message>(Icmpv6Message message) ->
            assertThat(message.encode(SOURCE, DESTINATION)).isEqualTo(octets);
        case Decoded.Malformed<Icmpv6Message>(MalformedCause cause, int pointer) -> {
          assertThat(pointer).isBetween(0, octets.length());
          causes.add(cause);
        }
      }
    });
    assertThat(causes).contains(
        MalformedCause.TRUNCATED,
        MalformedCause.BAD_VALUE,
        MalformedCause.BAD_LENGTH,
        MalformedCause.OPTION_OVERRUN,
        MalformedCause.BAD_OPTION_LENGTH);
  }

  @Test
  void oneChangedBitIsABadChecksum() {
    Property.forAll(2_000, random -> {
      byte[] octets = Icmpv6Generator.message(random).encode(SOURCE, DESTINATION).toByteArray();
      int bit = random.nextInt(8 * octets.length);
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Icmpv6Message.decode(Octets.of(octets), SOURCE, DESTINATION))
          .isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 2));
    });
  }

  private static byte[] mutated(RandomGenerator random) {
    byte[] octets = Icmpv6Generator.message(random).encode(SOURCE, DESTINATION).toByteArray();
    int length = random.nextInt(4) == 0 ? 4 + random.nextInt(octets.length - 3) : octets.length;
    byte[] mutated = Octets.of(octets, 0, length).toByteArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      mutated[random.nextInt(length)] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt());
    }
    return mutated;
  }

  private static Octets withChecksum(byte[] octets) {
    octets[2] = 0;
    octets[3] = 0;
    int checksum = Checksum.ofUpperLayer(SOURCE, DESTINATION, IpProtocol.ICMPV6, Octets.of(octets));
    octets[2] = (byte) (checksum >> 8);
    octets[3] = (byte) checksum;
    return Octets.of(octets);
  }
}
