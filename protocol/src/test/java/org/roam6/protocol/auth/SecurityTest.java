package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

class SecurityTest {

  private static final SecretKey KEY = new SecretKey(Octets.ofHex("00".repeat(16)));
  private static final SecretKey OTHER_KEY = new SecretKey(Octets.ofHex("01".repeat(16)));
  private static final String HOME = "2001:db8:1::100";
  private static final String OTHER_HOME = "2001:db8:1::200";

  private static SecurityAssociation association(long spi, SecretKey key, String identifier, String home) {
    return new SecurityAssociation(spi, key, identifier, new TreeSet<>(Set.of(Ipv6Address.parse(home))));
  }

  @Test
  void aKeyHasSixteenOctetsOrMoreAndIsNotShown() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SecretKey(Octets.ofHex("ab".repeat(15))))
        .withMessageContaining("15 octets").withMessageNotContaining("ab");
    assertThat(new SecretKey(Octets.ofHex("ab".repeat(20)))).hasToString("SecretKey[20 octets]");
    assertThat(association(256, KEY, "a@b", HOME).toString()).doesNotContain("0000");
  }

  @Test
  void reservedAndOversizedSpisAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> association(255, KEY, "a@b", HOME));
    assertThatIllegalArgumentException().isThrownBy(() -> association(1L << 32, KEY, "a@b", HOME));
    assertThat(association((1L << 32) - 1, KEY, "a@b", HOME).homeAddresses()).hasSize(1);
  }

  @Test
  void anAssociationNamesTheMobileNodeAndAHomeAddress() {
    assertThatIllegalArgumentException().isThrownBy(() -> association(256, KEY, "", HOME));
    assertThatIllegalArgumentException().isThrownBy(() -> association(256, KEY, "x".repeat(254), HOME));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecurityAssociation(256, KEY, "a@b", new TreeSet<>()));
  }

  @Test
  @Tag("R6275-006")
  void twoMobileNodesShareNeitherKeyNorHomeAddressNorName() {
    SecurityAssociation one = association(256, KEY, "a@b", HOME);
    assertThatIllegalArgumentException().isThrownBy(() -> both(one, association(257, KEY, "c@d", OTHER_HOME)))
        .withMessageContaining("key");
    assertThatIllegalArgumentException().isThrownBy(() -> both(one, association(257, OTHER_KEY, "c@d", HOME)))
        .withMessageContaining(HOME);
    assertThatIllegalArgumentException().isThrownBy(() -> both(one, association(256, OTHER_KEY, "a@b", OTHER_HOME)))
        .withMessageContaining("SPI 256");
    assertThat(both(one, association(256, OTHER_KEY, "c@d", OTHER_HOME)).associations()).hasSize(2);
  }

  private static Security.Authenticated both(SecurityAssociation one, SecurityAssociation other) {
    return new Security.Authenticated(List.of(one, other));
  }
}
