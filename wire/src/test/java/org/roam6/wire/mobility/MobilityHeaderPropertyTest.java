package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;
import org.roam6.wire.iana.IpProtocol;

class MobilityHeaderPropertyTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("2001:db8:2::2");

  @Test
  @Tag("R6275-024")
  void whatEncodesDecodesToAnEqualValue() {
    Property.forAll(5_000, random -> {
      MobilityHeader header = MobilityHeader.of(MobilityGenerator.message(random));
      Octets octets = header.encode(SOURCE, DESTINATION);
      assertThat(octets.length() % 8).isZero();
      assertThat(MobilityHeader.decode(octets, SOURCE, DESTINATION)).isEqualTo(Decoded.of(header));
    });
  }

  @Test
  void whatDecodesEncodesToTheSameOctets() {
    Map<MalformedCause, Integer> causes = new EnumMap<>(MalformedCause.class);
    List<MobilityHeader> decoded = new ArrayList<>();
    Property.forAll(60_000, random -> {
      Octets octets = MobilityPacket.withChecksum(Octets.of(drawnHeader(random)), SOURCE, DESTINATION);
      switch (MobilityHeader.decode(octets, SOURCE, DESTINATION)) {
        case Decoded.Value<MobilityHeader>(MobilityHeader header) -> {
          assertThat(header.encode(SOURCE, DESTINATION)).isEqualTo(octets);
          decoded.add(header);
        }
        case Decoded.Malformed<MobilityHeader>(MalformedCause cause, int pointer) -> {
          assertThat(pointer).isBetween(0, octets.length());
          causes.merge(cause, 1, Integer::sum);
        }
      }
    });
    assertThat(decoded).hasSizeGreaterThan(5_000);
    assertThat(causes).containsKeys(
        MalformedCause.BAD_LENGTH,
        MalformedCause.BAD_PAYLOAD_PROTOCOL,
        MalformedCause.OPTION_OVERRUN,
        MalformedCause.BAD_OPTION_LENGTH);
  }

  @Test
  void anyOctetsGiveAValueOrAFaultInsideThem() {
    Property.forAll(20_000, random -> {
      Octets octets = Property.octets(random, random.nextInt(64));
      if (MobilityHeader.decode(octets, SOURCE, DESTINATION) instanceof Decoded.Malformed<?> malformed) {
        assertThat(malformed.pointer()).isBetween(0, octets.length());
      }
    });
  }

  @Test
  void oneChangedBitIsABadChecksum() {
    Property.forAll(2_000, random -> {
      byte[] octets = MobilityHeader.of(MobilityGenerator.message(random)).encode(SOURCE, DESTINATION).toByteArray();
      int bit = random.nextInt(8 * octets.length);
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      Decoded<MobilityHeader> decoded = MobilityHeader.decode(Octets.of(octets), SOURCE, DESTINATION);
      assertThat(decoded).isInstanceOfSatisfying(
          Decoded.Malformed.class,
          malformed -> assertThat(malformed.cause()).isIn(MalformedCause.BAD_CHECKSUM, MalformedCause.TRUNCATED));
    });
  }

  @Test
  @Tag("R6275-027")
  void optionsStandWhereTheirAlignmentWantsThem() {
    Property.forAll(5_000, random -> {
      MobilityMessage message = MobilityHeader.of(MobilityGenerator.message(random)).message();
      int position = MobilityHeader.COMMON_LENGTH + message.fixedLength();
      for (MobilityOption option : message.options()) {
        assertThat(option.alignment().paddingAt(position)).as("%s at %s", option, position).isZero();
        position += option.length();
      }
      assertThat(position % 8).isZero();
    });
  }

  @Test
  void paddingIsNotAddedTwice() {
    Property.forAll(5_000, random -> {
      MobilityHeader header = MobilityHeader.of(MobilityGenerator.message(random));
      assertThat(MobilityHeader.of(header.message())).isEqualTo(header);
    });
  }

  @Test
  void theOctetsToAuthenticateOfAReceivedHeaderAreThoseThatTheSenderGaveToItsMac() {
    Property.forAll(2_000, random -> {
      MobilityMessage message = messageWithoutAuthentication(random);
      List<Octets> given = new ArrayList<>();
      Octets code = Property.octets(random, 12);
      MobilityHeader sent = MobilityHeader.authenticated(message, 1, 256, 12, octets -> {
        given.add(octets);
        return code;
      });
      MobilityHeader received = value(sent.encode(SOURCE, DESTINATION));
      assertThat(received.message().options().getLast()).isEqualTo(new MessageAuthentication(1, 256, code));
      assertThat(received.octetsToAuthenticate(1)).contains(given.getFirst());
    });
  }

  @Test
  @Tag("R6275-047")
  void theOctetsToAuthorizeOfAReceivedHeaderAreThoseThatTheSenderGaveToItsMac() {
    Property.forAll(2_000, random -> {
      MobilityMessage message = MobilityGenerator.bindingUpdate(random, List.of(MobilityGenerator.option(random)));
      List<Octets> given = new ArrayList<>();
      Octets code = Property.octets(random, 12);
      MobilityHeader sent = MobilityHeader.authorized(message, 12, octets -> {
        given.add(octets);
        return code;
      });
      MobilityHeader received = value(sent.encode(SOURCE, DESTINATION));
      assertThat(received.message().options().getLast()).isEqualTo(new BindingAuthorizationData(code));
      assertThat(received.octetsToAuthorize()).contains(given.getFirst());
    });
  }

  @Test
  void aHeaderOfMoreThanTheLongestLengthIsRefused() {
    MobilityOption longOption = new UnknownMobilityOption(200, Octets.of(new byte[255]));
    BindingRefreshRequest most = new BindingRefreshRequest(Collections.nCopies(7, longOption));
    assertThat(MobilityHeader.of(most).encode(SOURCE, DESTINATION).length()).isLessThan(MobilityHeader.MAXIMUM_LENGTH);
    BindingRefreshRequest tooMuch = new BindingRefreshRequest(Collections.nCopies(8, longOption));
    assertThatThrownBy(() -> MobilityHeader.of(tooMuch)).isInstanceOf(IllegalArgumentException.class);
  }

  private static MobilityHeader value(Octets octets) {
    return switch (MobilityHeader.decode(octets, SOURCE, DESTINATION)) {
      case Decoded.Value<MobilityHeader>(MobilityHeader header) -> header;
      case Decoded.Malformed<MobilityHeader> malformed -> throw new AssertionError(malformed);
    };
  }

  private static MobilityMessage messageWithoutAuthentication(RandomGenerator random) {
    MobilityOption drawn = MobilityGenerator.option(random);
    MobilityOption option = drawn instanceof MessageAuthentication ? new Pad1() : drawn;
    return MobilityGenerator.bindingUpdate(random, List.of(option));
  }

  /** A header that is nearly legal: its length is right, its type mostly known, its options often well-formed. */
  private static byte[] drawnHeader(RandomGenerator random) {
    byte[] octets = new byte[8 * random.nextInt(1, 8)];
    random.nextBytes(octets);
    octets[0] = (byte) (random.nextInt(50) == 0 ? random.nextInt(256) : IpProtocol.NO_NEXT_HEADER);
    octets[1] = (byte) (octets.length / 8 - 1);
    octets[2] = (byte) random.nextInt(10);
    for (int i = 8; i + 1 < octets.length; i++) {
      if (random.nextInt(4) == 0) {
        octets[i] = (byte) random.nextInt(12);
        octets[i + 1] = (byte) random.nextInt(18);
      }
    }
    return octets;
  }
}
