package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.correspondent.Material;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.NonceIndices;

/** The Binding Updates to correspondent nodes, octet for octet as somebody else made them. */
class CorrespondentPacketsTest {

  private static final int CHECKSUM = 4;

  private final Material.Row row = Material.row("kat-rr");
  private final Ipv6Address home = Ipv6Address.parse(row.get("hoa"));
  private final Ipv6Address careOf = Ipv6Address.parse(row.get("coa"));
  private final Ipv6Address correspondent = Ipv6Address.parse(row.get("cn"));
  private final KeygenToken homeToken = token("home_keygen_token");
  private final KeygenToken careOfToken = token("careof_keygen_token");

  private KeygenToken token(String field) {
    return new KeygenToken(Long.parseUnsignedLong(row.get(field), 16));
  }

  private Ipv6Packet packet(
      Ipv6Address source,
      Ipv6Address authorized,
      int sequence,
      Lifetime lifetime,
      NonceIndices nonces,
      BindingManagementKey key) {
    Effect effect =
        CorrespondentPackets.bindingUpdate(
            home, source, authorized, correspondent, new SequenceNumber(sequence), lifetime, nonces, key);
    return Scenario.decode(((Effect.SendRouted) effect).packet());
  }

  private static Octets withoutChecksum(Ipv6Packet packet) {
    Scenario.mobilityHeader(packet);
    return packet.payload().with(CHECKSUM, 0).with(CHECKSUM + 1, 0);
  }

  @Test
  @Tag("R6275-012")
  @Tag("R6275-036")
  @Tag("R6275-256")
  void registration() {
    Ipv6Packet packet =
        packet(
            careOf,
            careOf,
            100,
            new Lifetime(100),
            new NonceIndices(7, 9),
            BindingManagementKey.of(homeToken, careOfToken));

    assertThat(withoutChecksum(packet)).isEqualTo(Octets.ofHex(row.get("bu_mh_before_mac") + row.get("bu_mac")));
    assertThat(packet.homeAddressOption()).contains(home);
  }

  @Test
  @Tag("R6275-011")
  @Tag("R6275-012")
  @Tag("R6275-256")
  void deletionFromHome() {
    Ipv6Packet packet =
        packet(home, home, 101, Lifetime.ZERO, new NonceIndices(7, 0), BindingManagementKey.ofHome(homeToken));

    assertThat(withoutChecksum(packet))
        .isEqualTo(Octets.ofHex(row.get("delete_bu_mh_before_mac") + row.get("delete_bu_mac")));
    assertThat(packet.homeAddressOption()).isEmpty();
  }
}
