package org.roam6.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6AddressTest {

  // RFC 5952 4 and 5, and the examples of RFC 4291 2.2.
  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8::A, 2001:db8::a",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, ::ffff:c000:201",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201"
  })
  void writesTheCanonicalText(String text, String canonical) {
    assertThat(Ipv6Address.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0",
    "1:2:3:4:5:6:7:8::",
    "::192.0.2", "::192.0.2.256", "192.0.2.1::", "::192.0.2.1:5", " ::1", "::-1", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
    "1:2:3:4:5:6:7:192.0.2.1"
  })
  void refusesWhatIsNoAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ipv6Address.parse(text))
        .withMessage("not an IPv6 address: " + text);
  }

  @Test
  void readsWhatItWrote() {
    Property.forAll(5_000, random -> {
      Ipv6Address address = new Ipv6Address(groups(random), groups(random));
      assertThat(Ipv6Address.parse(address.toString())).isEqualTo(address);
      assertThat(octetsOfJava(address.toString())).isEqualTo(octets(address));
      assertThat(Ipv6Address.read(ByteBuffer.wrap(octets(address)), 0)).isEqualTo(address);
    });
  }

  // Four groups, half of them zero, so that runs of zeros are drawn.
  private static long groups(RandomGenerator random) {
    long groups = 0;
    for (int i = 0; i < 4; i++) {
      groups = groups << 16 | (random.nextBoolean() ? random.nextInt(1 << 16) : 0);
    }
    return groups;
  }

  private static byte[] octets(Ipv6Address address) {
    ByteBuffer buffer = ByteBuffer.allocate(Ipv6Address.LENGTH);
    address.writeTo(buffer);
    return buffer.array();
  }

  private static byte[] octetsOfJava(String text) {
    try {
      byte[] octets = InetAddress.getByName(text).getAddress();
      return octets.length == Ipv6Address.LENGTH ? octets : octets(Ipv6Address.parse(text));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  // RFC 6275 4.6: home and care-of addresses are unicast routable addresses.
  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, true", "fd00::1, true", "ff02::1, false", "::, false", "::1, false", "fe80::1, false",
    "febf::1, false",
    "fec0::1, true", "::ffff:192.0.2.1, false", "::2, true"
  })
  void tellsWhatMayBeAHomeAddress(String text, boolean routable) {
    assertThat(Ipv6Address.parse(text).isUnicastRoutable()).isEqualTo(routable);
  }

  // RFC 4291 2.7.1: 4037::01:800:200E:8C6C corresponds to FF02::1:FF0E:8C6C.
  @Test
  void knowsTheSolicitedNodeAddress() {
    Ipv6Address address = Ipv6Address.parse("4037::01:800:200e:8c6c");
    assertThat(address.solicitedNode()).isEqualTo(Ipv6Address.parse("ff02::1:ff0e:8c6c"));
    assertThat(address.solicitedNode().isSolicitedNode()).isTrue();
    assertThat(address.isSolicitedNode()).isFalse();
    assertThat(Ipv6Address.ALL_NODES.isSolicitedNode()).isFalse();
  }

  @Test
  void ordersAddressesAsUnsignedNumbers() {
    assertThat(Ipv6Address.parse("8000::")).isGreaterThan(Ipv6Address.parse("7fff::"));
    assertThat(Ipv6Address.parse("::8000:0:0:0")).isGreaterThan(Ipv6Address.parse("::7fff:0:0:0"));
    assertThat(Ipv6Address.LOOPBACK).isEqualByComparingTo(Ipv6Address.parse("::1"));
  }

  @Test
  void formsLinkLocalAddresses() {
    assertThat(Ipv6Address.linkLocal(0x5eff_fe10_0001L)).hasToString("fe80::5eff:fe10:1");
    assertThat(Ipv6Address.linkLocal(1).isLinkLocal()).isTrue();
  }
}
