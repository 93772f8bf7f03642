package org.roam6.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

/** The small values of this package. */
class ValuesTest {

  @Test
  void linkLayerAddressesReadWhatTheyWrite() {
    LinkLayerAddress address = LinkLayerAddress.parse("02:00:5e:10:00:01");
    assertThat(address).hasToString("02:00:5e:10:00:01");
    ByteBuffer buffer = ByteBuffer.allocate(8);
    address.writeTo(buffer.position(2));
    assertThat(LinkLayerAddress.read(buffer, 2)).isEqualTo(address);
    assertThatIllegalArgumentException().isThrownBy(() -> LinkLayerAddress.parse("02:00:5e:10:00"));
    assertThatIllegalArgumentException().isThrownBy(() -> LinkLayerAddress.parse("02-00-5e-10-00-01"));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkLayerAddress(1L << 48));
  }

  // RFC 4291 appendix A: 34-56-78-9A-BC-DE becomes 36-56-78-FF-FE-9A-BC-DE.
  @Test
  void linkLayerAddressesMakeInterfaceIdentifiers() {
    assertThat(LinkLayerAddress.parse("34:56:78:9a:bc:de").interfaceIdentifier()).isEqualTo(0x3656_78ff_fe9a_bcdeL);
  }

  @Test
  void multicastGroupsHaveLinkLayerAddresses() {
    assertThat(LinkLayerAddress.ofMulticast(Ipv6Address.parse("ff02::1:ff0e:8c6c"))).hasToString("33:33:ff:0e:8c:6c");
  }

  @Test
  void octetsCompareByContentAndCannotBeChanged() {
    byte[] bytes = {1, (byte) 0xfe};
    Octets octets = Octets.of(bytes);
    bytes[0] = 9;
    octets.toByteArray()[0] = 9;
    assertThat(octets).isEqualTo(Octets.ofHex("01 fe")).hasSameHashCodeAs(Octets.ofHex("01fe")).hasToString("01fe");
    assertThat(octets.at(1)).isEqualTo(0xfe);
    assertThat(octets.slice(1, 2)).isEqualTo(Octets.ofHex("fe"));
    assertThat(octets).isLessThan(Octets.ofHex("fe"));
    assertThatThrownBy(() -> octets.asBuffer().put((byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void octetsCopyABufferWithoutMovingIt() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    assertThat(Octets.of(buffer)).isEqualTo(Octets.ofHex("0203"));
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void decodedValuesMapAndFaultsStay() {
    assertThat(Decoded.of(2).map(value -> value + 1)).isEqualTo(Decoded.of(3));
    Decoded<Integer> fault = Decoded.malformed(MalformedCause.BAD_VALUE, 5);
    assertThat(fault.map(value -> value + 1)).isEqualTo(fault);
    assertThat(new Decoded.Malformed<>(MalformedCause.BAD_VALUE, 5).shifted(40))
        .isEqualTo(new Decoded.Malformed<>(MalformedCause.BAD_VALUE, 45));
  }

  @Test
  void rangesEndWhereTheFieldsDo() {
    Checks.unsigned8("field", 255);
    Checks.unsigned16("field", 65535);
    Checks.unsigned32("field", 0xffff_ffffL);
    Checks.bits("field", 7, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> Checks.unsigned8("field", 256));
    assertThatIllegalArgumentException().isThrownBy(() -> Checks.unsigned16("field", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Checks.unsigned32("field", 1L << 32));
    assertThatIllegalArgumentException().isThrownBy(() -> Checks.bits("field", 8, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> Checks.atMost("field", -1, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.multipleOf("field", 9, 8))
        .withMessage("field cannot be 9");
  }
}
