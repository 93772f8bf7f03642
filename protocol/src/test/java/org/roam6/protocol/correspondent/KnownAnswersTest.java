package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;

/**
 * Tokens, keys and authenticators that others computed: known answers, and what the Linux kernel and a C implementation
 * said to one another. The material lies beside the project, in {@code ../shared/conformance}.
 */
class KnownAnswersTest {

  private static final Ipv6Address ANY = Ipv6Address.parse("2001:db8::1");

  @Test
  @Tag("R6275-009")
  @Tag("R6275-010")
  @Tag("R6275-011")
  @Tag("R6275-012")
  void tokensKeysAndAuthenticatorsOfTheReturnRoutabilityProcedure() {
    Material.Row row = Material.row("kat-rr");
    Ipv6Address home = Ipv6Address.parse(row.get("hoa"));
    Ipv6Address careOf = Ipv6Address.parse(row.get("coa"));
    Ipv6Address correspondent = Ipv6Address.parse(row.get("cn"));
    NodeKey key = new NodeKey(Octets.ofHex(row.get("kcn")).toByteArray());
    KeygenToken homeToken =
        new Nonce(7, key, number(row.get("home_nonce")), Time.ZERO).homeKeygenToken(home);
    KeygenToken careOfToken =
        new Nonce(9, key, number(row.get("careof_nonce")), Time.ZERO).careOfKeygenToken(careOf);
    assertThat(homeToken).isEqualTo(new KeygenToken(number(row.get("home_keygen_token"))));
    assertThat(careOfToken).isEqualTo(new KeygenToken(number(row.get("careof_keygen_token"))));

    BindingManagementKey binding = BindingManagementKey.of(homeToken, careOfToken);
    assertAuthorizes(binding, careOf, correspondent, row.get("bu_mh_before_mac"), row.get("bu_mac"));
    assertAuthorizes(binding, careOf, correspondent, row.get("ba_mh_before_mac"), row.get("ba_mac"));
    assertAuthorizes(
        BindingManagementKey.ofHome(homeToken),
        home,
        correspondent,
        row.get("delete_bu_mh_before_mac"),
        row.get("delete_bu_mac"));
  }

  private static void assertAuthorizes(
      BindingManagementKey key, Ipv6Address careOf, Ipv6Address correspondent, String before, String mac) {
    MobilityHeader header = withChecksum(Octets.ofHex(before + mac));
    assertThat(key.authorizes(header, careOf, correspondent)).isTrue();
    assertThat(key.authorizes(header, correspondent, careOf)).isFalse();
    assertThat(key.authorize(withoutAuthorization(header), careOf, correspondent)).isEqualTo(header);
  }

  private static MobilityMessage withoutAuthorization(MobilityHeader header) {
    return header
        .message()
        .withOptions(
            header.message().options().stream()
                .filter(option -> !(option instanceof BindingAuthorizationData))
                .toList());
  }

  private static MobilityHeader withChecksum(Octets octets) {
    int sum = Checksum.ofUpperLayer(ANY, ANY, IpProtocol.MOBILITY, octets);
    return Scene.value(MobilityHeader.decode(octets.with(4, sum >>> 8).with(5, sum & 0xff), ANY, ANY));
  }

  /** What both ends of return routability said, as far as a capture has it. */
  private static final class Conversation {

    private final Map<Integer, KeygenToken> homeTokens = new HashMap<>();
    private final Map<Integer, KeygenToken> careOfTokens = new HashMap<>();
    private final List<Long> cookies = new ArrayList<>();
    private BindingManagementKey key = BindingManagementKey.ofHome(new KeygenToken(0));
    private Ipv6Address careOfAddress = Ipv6Address.UNSPECIFIED;
    private int homeTests;
    private int careOfTests;
    private int updates;
    private int acknowledgements;

    void hear(Ipv6Packet packet) {
      MobilityHeader header =
          Scene.value(
              MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
      switch (header.message()) {
        case HomeTestInit init -> cookies.add(init.cookie());
        case CareOfTestInit init -> cookies.add(init.cookie());
        case HomeTest test -> {
          assertThat(cookies).contains(test.cookie());
          homeTokens.put(test.nonceIndex(), new KeygenToken(test.keygenToken()));
          homeTests++;
        }
        case CareOfTest test -> {
          assertThat(cookies).contains(test.cookie());
          careOfTokens.put(test.nonceIndex(), new KeygenToken(test.keygenToken()));
          careOfTests++;
        }
        case BindingUpdate update when !update.home() -> hear(packet, header, update);
        case BindingAcknowledgement acknowledgement
            when acknowledgement.option(BindingAuthorizationData.class).isPresent() -> {
          assertThat(key.authorizes(header, careOfAddress, packet.header().source())).isTrue();
          acknowledgements++;
        }
        default -> {}
      }
    }

    private void hear(Ipv6Packet packet, MobilityHeader header, BindingUpdate update) {
      NonceIndices indices = update.option(NonceIndices.class).orElseThrow();
      KeygenToken home = token(homeTokens, indices.home());
      boolean deletes = update.lifetimeUnits() == 0;
      key =
          deletes
              ? BindingManagementKey.ofHome(home)
              : BindingManagementKey.of(home, token(careOfTokens, indices.careOf()));
      careOfAddress = deletes ? packet.checksumSource() : packet.header().source();
      assertThat(key.authorizes(header, careOfAddress, packet.header().destination())).isTrue();
      updates++;
    }

    private static KeygenToken token(Map<Integer, KeygenToken> tokens, int index) {
      return Optional.ofNullable(tokens.get(index)).orElseThrow();
    }
  }

  @Test
  @Tag("R6275-011")
  @Tag("R6275-012")
  void whatLinuxAndUmipSaidIsAuthorizedByTheTokensThatTheySent() {
    Conversation conversation = new Conversation();
    Material.packets("umip/rr-ro.pcap").forEach(packet -> messageIn(packet).ifPresent(conversation::hear));
    assertThat(conversation.homeTests).isEqualTo(4);
    assertThat(conversation.careOfTests).isEqualTo(4);
    assertThat(conversation.updates).isEqualTo(7);
    assertThat(conversation.acknowledgements).isEqualTo(7);
  }

  /** A packet with a Mobility Header, out of all tunnels. */
  private static Optional<Ipv6Packet> messageIn(Octets octets) {
    Ipv6Packet packet = Scene.value(Ipv6Packet.decode(octets));
    while (packet.protocol() == IpProtocol.IPV6) {
      packet = Scene.value(packet.decapsulate());
    }
    return packet.protocol() == IpProtocol.MOBILITY ? Optional.of(packet) : Optional.empty();
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }
}
