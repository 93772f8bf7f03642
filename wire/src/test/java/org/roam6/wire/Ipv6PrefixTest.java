package org.roam6.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6PrefixTest {

  @Test
  void clearsTheBitsBehindItsLength() {
    assertThat(Ipv6Prefix.parse("2001:db8:ffff:ffff::1/33")).hasToString("2001:db8:8000::/33");
    assertThat(Ipv6Prefix.parse("2001:db8::ffff:ffff/97")).isEqualTo(Ipv6Prefix.parse("2001:db8::8000:0/97"));
    assertThat(Ipv6Prefix.parse("ffff::/0")).hasToString("::/0");
    assertThat(Ipv6Prefix.parse("2001:db8::1/128").address()).isEqualTo(Ipv6Address.parse("2001:db8::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "2001:db8::", "2001:db8::/", "2001:db8::/129", "2001:db8::/-1", "2001:db8::/64x", "/64", "::/1/2"
  })
  void refusesWhatIsNoPrefix(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Prefix.parse(text));
  }

  @Test
  void overlapsWhatItContainsAndWhatContainsIt() {
    Ipv6Prefix link = Ipv6Prefix.parse("2001:db8:1::/64");

    assertThat(link.overlaps(link)).isTrue();
    assertThat(link.overlaps(Ipv6Prefix.parse("2001:db8::/32"))).isTrue();
    assertThat(Ipv6Prefix.parse("2001:db8::/32").overlaps(link)).isTrue();
    assertThat(link.overlaps(Ipv6Prefix.parse("2001:db8:2::/64"))).isFalse();
    assertThat(link.overlaps(Ipv6Prefix.parse("2001:db8:1:1::/64"))).isFalse();
  }

  @Test
  void containsWhatAgreesInItsBits() {
    Property.forAll(2_000, random -> {
      int length = random.nextInt(129);
      Ipv6Address inside = Property.address(random);
      Ipv6Prefix prefix = new Ipv6Prefix(inside, length);
      assertThat(prefix.contains(inside)).isTrue();
      assertThat(prefix.contains(prefix.address())).isTrue();
      if (length > 0) {
        int bit = 128 - 1 - random.nextInt(length);
        Ipv6Address outside = new Ipv6Address(
            inside.high() ^ (bit >= 64 ? 1L << bit - 64 : 0), inside.low() ^ (bit < 64 ? 1L << bit : 0));
        assertThat(prefix.contains(outside)).isFalse();
      }
    });
  }

  @Test
  void formsAddresses() {
    assertThat(Ipv6Prefix.parse("2001:db8:1::/64").withInterfaceIdentifier(5)).hasToString("2001:db8:1::5");
    assertThatThrownBy(() -> Ipv6Prefix.parse("2001:db8:1::/65").withInterfaceIdentifier(5))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ordersShorterPrefixesFirst() {
    assertThat(Ipv6Prefix.parse("2001:db8::/32")).isLessThan(Ipv6Prefix.parse("2001:db8::/48"));
    assertThat(Ipv6Prefix.parse("2001:db8::/48")).isLessThan(Ipv6Prefix.parse("2001:db9::/32"));
  }
}
