package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/** What is remembered later replaces what was remembered of the same node, and nothing else. */
class MemoryTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::99");
  private static final Ipv6Address OTHER_HOME = Ipv6Address.parse("2001:db8:1::98");
  private static final Ipv6Address AGENT = Ipv6Address.parse("2001:db8:1::1");

  private static Memory.Key numbers(Ipv6Address homeAddress, Ipv6Address peer, int last) {
    return new Memory.UsedSequenceNumbers(homeAddress, peer, new SequenceNumber(last)).key();
  }

  private static Memory.Key timestamp(long spi, String identifier, long value) {
    return new Memory.AcceptedTimestamp(spi, identifier, new NtpTimestamp(value)).key();
  }

  @Test
  void numbersBelongToAHomeAddressAndAPeer() {
    assertThat(numbers(HOME, AGENT, 1)).isEqualTo(numbers(HOME, AGENT, 2));
    assertThat(numbers(HOME, AGENT, 1)).isNotEqualTo(numbers(OTHER_HOME, AGENT, 1));
    assertThat(numbers(HOME, AGENT, 1)).isNotEqualTo(numbers(HOME, OTHER_HOME, 1));
  }

  @Test
  void timestampsBelongToASecurityAssociation() {
    assertThat(timestamp(1000, "mn@example.org", 1)).isEqualTo(timestamp(1000, "mn@example.org", 2));
    assertThat(timestamp(1000, "mn@example.org", 1)).isNotEqualTo(timestamp(1001, "mn@example.org", 1));
    assertThat(timestamp(1000, "mn@example.org", 1)).isNotEqualTo(timestamp(1000, "other@example.org", 1));
  }

  @Test
  void bindingsBelongToAHomeAddress() {
    assertThat(registration(HOME, 1)).isEqualTo(registration(HOME, 2));
    assertThat(registration(HOME, 1)).isNotEqualTo(registration(OTHER_HOME, 1));
  }

  private static Memory.Key registration(Ipv6Address homeAddress, int sequence) {
    return new Memory.HomeRegistration(
            homeAddress, AGENT, new SequenceNumber(sequence), Lifetime.LONGEST, false, Instant.EPOCH)
        .key();
  }
}
