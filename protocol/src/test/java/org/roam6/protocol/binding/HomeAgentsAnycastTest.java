package org.roam6.protocol.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** RFC 2526 2: what the anycast address of a prefix looks like. */
class HomeAgentsAnycastTest {

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::/64, 2001:db8:1:0:fdff:ffff:ffff:fffe",
    "2001:db8:ffff:ffff::/64, 2001:db8:ffff:ffff:fdff:ffff:ffff:fffe",
    "2001:db8:1::/48, 2001:db8:1:ffff:ffff:ffff:ffff:fffe",
    "2001:db8:1:2:aa00::/72, 2001:db8:1:2:aaff:ffff:ffff:fffe",
    "2001:db8:1:2:3:4:5:aa00/120, 2001:db8:1:2:3:4:5:aafe",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
  })
  void isTheLastButOneOfThePrefix(String prefix, String anycast) {
    assertThat(HomeAgentsAnycast.of(Ipv6Prefix.parse(prefix))).isEqualTo(Ipv6Address.parse(anycast));
  }
}
