package org.roam6.wire.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

class ChecksumTest {

  // RFC 1071 3: "00 01 f2 03 f4 f5 f6 f7" sums to ddf2.
  @Test
  void sumsTheExampleOfTheRfc() {
    byte[] example = Octets.ofHex("0001 f203 f4f5 f6f7").toByteArray();
    assertThat(Checksum.finish(Checksum.add(0, example, 0, example.length))).isEqualTo(~0xddf2 & 0xffff);
  }

  @Test
  void agreesWithTheDefinitionWordByWord() {
    Property.forAll(2_000, random -> {
      byte[] bytes = Property.octets(random, random.nextInt(200)).toByteArray();
      int offset = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int length = bytes.length - offset;
      int expected = byDefinition(bytes, offset, length);
      assertThat(Checksum.finish(Checksum.add(0, bytes, offset, length))).isEqualTo(expected);
      assertThat(Checksum.finish(Checksum.add(0, ByteBuffer.wrap(bytes), offset, length))).isEqualTo(expected);
    });
  }

  @Test
  void sumsPieceByPiece() {
    Property.forAll(1_000, random -> {
      byte[] bytes = Property.octets(random, 2 + random.nextInt(2000)).toByteArray();
      int cut = random.nextInt(bytes.length) & ~1;
      long pieces = Checksum.add(Checksum.add(0, bytes, 0, cut), bytes, cut, bytes.length - cut);
      assertThat(Checksum.finish(pieces)).isEqualTo(byDefinition(bytes, 0, bytes.length));
    });
  }

  @Test
  void sumsThePseudoHeaderAsIfItStoodInFront() {
    Property.forAll(500, random -> {
      Octets message = Property.octets(random, random.nextInt(100));
      var source = Property.address(random);
      var destination = Property.address(random);
      ByteBuffer whole = ByteBuffer.allocate(40 + message.length());
      source.writeTo(whole);
      destination.writeTo(whole);
      whole.putInt(message.length()).putInt(135);
      message.writeTo(whole);
      assertThat(Checksum.ofUpperLayer(source, destination, 135, message))
          .isEqualTo(byDefinition(whole.array(), 0, whole.capacity()));
    });
  }

  @Test
  void verifiesWhatItFilledIn() {
    Property.forAll(500, random -> {
      byte[] bytes = Property.octets(random, 64).toByteArray();
      bytes[10] = 0;
      bytes[11] = 0;
      ByteBuffer.wrap(bytes).putShort(10, (short) Checksum.finish(Checksum.add(0, bytes, 0, 64)));
      assertThat(Checksum.verifies(Checksum.add(0, bytes, 0, 64))).isTrue();
      bytes[20] ^= 1;
      assertThat(Checksum.verifies(Checksum.add(0, bytes, 0, 64))).isFalse();
    });
  }

  private static int byDefinition(byte[] bytes, int offset, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (bytes[offset + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }
}
