package org.roam6.wire.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

class DhcpPropertyTest {

  @Test
  void whatEncodesDecodesToAnEqualValue() {
    Set<String> kinds = new TreeSet<>();
    Property.forAll(5_000, random -> {
      DhcpMessage message = DhcpGenerator.message(random);
      assertThat(DhcpMessage.decode(message.encode())).isEqualTo(Decoded.of(message));
      collect(message.options(), kinds);
    });
    assertThat(kinds).hasSize(DhcpOption.class.getPermittedSubclasses().length);
  }

  private static void collect(List<DhcpOption> options, Set<String> kinds) {
    for (DhcpOption option : options) {
      kinds.add(option.getClass().getSimpleName());
      if (option instanceof IdentityAssociation association) {
        collect(association.options(), kinds);
      } else if (option instanceof IaAddress address) {
        collect(address.options(), kinds);
      }
    }
  }

  @Test
  void whatDecodesEncodesToTheSameOctets() {
    Set<MalformedCause> causes = EnumSet.noneOf(MalformedCause.class);
    Property.forAll(40_000, random -> {
      Octets octets = DhcpGenerator.mutated(random);
      switch (DhcpMessage.decode(octets)) {
        case Decoded.Value<DhcpMessage>(DhcpMessage message) -> assertThat(message.encode()).isEqualTo(octets);
        case Decoded.Malformed<DhcpMessage>(MalformedCause cause, int pointer) -> {
          assertThat(pointer).isBetween(0, octets.length());
          causes.add(cause);
        }
      }
    });
    assertThat(causes).contains(
        MalformedCause.TRUNCATED,
        MalformedCause.BAD_VALUE,
        MalformedCause.OPTION_OVERRUN,
        MalformedCause.BAD_OPTION_LENGTH);
  }
}
