package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

/** Packets made to harm: each line of a file, and damage done to drawn headers wherever it can be done. */
class HostileMobilityHeaderTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("2001:db8:2::2");

  @Test
  void eachPacketOfTheFileHasItsFault() throws IOException {
    List<String> lines = lines();
    for (String line : lines) {
      String[] columns = line.split("\\s+", 3);
      Octets octets = octets(columns.length == 3 ? columns[2] : "");
      switch (MobilityHeader.decode(octets, SOURCE, DESTINATION)) {
        case Decoded.Value<MobilityHeader>(MobilityHeader header) -> {
          assertThat("VALUE").as(line).isEqualTo(columns[0]);
          assertThat(header.encode(SOURCE, DESTINATION)).as(line).isEqualTo(octets);
        }
        case Decoded.Malformed<MobilityHeader>(MalformedCause cause, int pointer) -> {
          assertThat(cause.name()).as(line).isEqualTo(columns[0]);
          assertThat(pointer).as(line).isEqualTo(Integer.parseInt(columns[1]));
        }
      }
    }
    assertThat(lines).hasSizeGreaterThan(20);
  }

  @Test
  void anOptionThatOverrunsIsFoundWhereverItStands() {
    Property.forAll(1_000, random -> {
      MobilityHeader header = MobilityHeader.of(MobilityGenerator.message(random));
      int position = MobilityHeader.COMMON_LENGTH + header.message().fixedLength();
      Octets octets = header.encode(SOURCE, DESTINATION);
      for (MobilityOption option : header.message().options()) {
        int room = octets.length() - position - 2;
        if (!(option instanceof Pad1) && room < 255) {
          byte[] overrun = octets.toByteArray();
          overrun[position + 1] = (byte) random.nextInt(room + 1, 256);
          assertThat(MobilityHeader.decode(withChecksum(overrun), SOURCE, DESTINATION))
              .isEqualTo(Decoded.malformed(MalformedCause.OPTION_OVERRUN, position + 1));
        }
        position += option.length();
      }
    });
  }

  @Test
  void everyHeaderCutOffAnywhereIsTruncated() {
    Property.forAll(500, random -> {
      Octets octets = MobilityHeader.of(MobilityGenerator.message(random)).encode(SOURCE, DESTINATION);
      for (int length = 0; length < octets.length(); length++) {
        assertThat(MobilityHeader.decode(octets.slice(0, length), SOURCE, DESTINATION))
            .isEqualTo(Decoded.malformed(MalformedCause.TRUNCATED, length));
      }
    });
  }

  @Test
  void aHeaderCutAtAMultipleOfEightWithItsLengthMadeRightIsAValueOrHasAFaultInside() {
    Property.forAll(1_000, random -> {
      Octets octets = MobilityHeader.of(MobilityGenerator.message(random)).encode(SOURCE, DESTINATION);
      for (int length = 8; length < octets.length(); length += 8) {
        byte[] cut = octets.slice(0, length).toByteArray();
        cut[1] = (byte) (length / 8 - 1);
        Octets whole = withChecksum(cut);
        switch (MobilityHeader.decode(whole, SOURCE, DESTINATION)) {
          case Decoded.Value<MobilityHeader>(MobilityHeader header) ->
              assertThat(header.encode(SOURCE, DESTINATION)).isEqualTo(whole);
          case Decoded.Malformed<MobilityHeader>(MalformedCause cause, int pointer) -> {
            assertThat(cause).isIn(MalformedCause.BAD_LENGTH, MalformedCause.OPTION_OVERRUN);
            assertThat(pointer).isLessThan(length);
          }
        }
      }
    });
  }

  private static List<String> lines() throws IOException {
    var file = HostileMobilityHeaderTest.class.getResourceAsStream("hostile-mobility-headers.txt");
    if (file == null) {
      return fail("the file of hostile headers is not there");
    }
    try (var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
  }

  private static Octets octets(String hex) {
    Octets zero = Octets.ofHex(hex.replace("____", "0000"));
    return hex.contains("____") ? withChecksum(zero.toByteArray()) : zero;
  }

  private static Octets withChecksum(byte[] octets) {
    return MobilityPacket.withChecksum(Octets.of(octets), SOURCE, DESTINATION);
  }
}
