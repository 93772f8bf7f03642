package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Conformance;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import tools.jackson.databind.JsonNode;

/** The mobility rows of the vectors from outside, each of them counted, so that none is passed over unseen. */
class MobilityConformanceTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("2001:db8::2");

  @Test
  void optionsOfScapyDecodeOrHaveTheFaultThatTheirLengthsMake() {
    List<JsonNode> rows = scapy(row -> text(row, "group").startsWith("Mobility Options - ")
        && !text(row, "group").contains("Automatic Padding"));
    int values = 0;
    for (JsonNode row : rows) {
      Octets option = Octets.ofHex(text(row, "hex"));
      Octets header = bindingUpdateEndingWith(option);
      Decoded<MobilityHeader> decoded = MobilityHeader.decode(header, SOURCE, DESTINATION);
      if (option.length() == 2 + option.at(1)) {
        MobilityOption last = value(decoded).message().options().getLast();
        assertThat(octets(last)).as(text(row, "id")).isEqualTo(option);
        checkFields(row.path("expect"), last);
        values++;
      } else if (MobilityOptionReader.knows(option.at(0))) {
        assertThat(decoded).as(text(row, "id")).isInstanceOfSatisfying(
            Decoded.Malformed.class,
            malformed -> assertThat(malformed.pointer()).isEqualTo(header.length() - option.length() + 1));
      }
    }
    assertThat(rows).hasSize(34);
    assertThat(values).isEqualTo(16);
  }

  private static Octets octets(MobilityOption option) {
    ByteBuffer buffer = ByteBuffer.allocate(option.length());
    option.writeTo(buffer);
    return Octets.of(buffer.flip());
  }

  private static void checkFields(JsonNode expect, MobilityOption option) {
    if (expect.isMissingNode()) {
      return;
    }
    if (expect.has("otype")) {
      assertThat(option.type()).isEqualTo(expect.get("otype").asInt());
    }
    switch (option) {
      case BindingRefreshAdvice advice -> assertThat(advice.intervalUnits()).isEqualTo(expect.get("rinter").asInt());
      case AlternateCareOfAddress alternate ->
          assertThat(alternate.address()).isEqualTo(Ipv6Address.parse(text(expect, "acoa")));
      case MobileNodeIdentifier node -> {
        assertThat(node.subtype()).isEqualTo(expect.get("subtype").asInt());
        assertThat(node.identifier().toHex()).isEqualTo(text(expect.get("id"), "bytes_hex"));
      }
      case MessageAuthentication authentication -> {
        assertThat(authentication.subtype()).isEqualTo(expect.get("subtype").asInt());
        assertThat(authentication.securityParameterIndex()).isEqualTo(expect.get("mspi").asLong());
        assertThat(authentication.authenticationData().toHex()).startsWith(text(expect.get("authdata"), "bytes_hex"));
      }
      case MessageReplayProtection protection ->
          assertThat(protection.timestamp()).isEqualTo(expect.get("timestamp").asLong());
      case Pad1 _, PadN _, NonceIndices _, BindingAuthorizationData _, UnknownMobilityOption _ -> {}
    }
  }

  @Test
  void paddingIsTheOneOfScapyWhereBothKnowTheAlignment() {
    List<JsonNode> rows = scapy(row -> text(row, "group").contains("Automatic Padding"));
    int compared = 0;
    for (JsonNode row : rows) {
      Octets zeroed = Octets.ofHex(text(row, "hex"));
      switch (MobilityHeader.decode(MobilityPacket.withChecksum(zeroed, SOURCE, DESTINATION), SOURCE, DESTINATION)) {
        case Decoded.Value<MobilityHeader>(MobilityHeader header) -> {
          assertThat(MobilityPacket.withoutChecksum(header.encode(SOURCE, DESTINATION))).isEqualTo(zeroed);
          if (isAlignedAsInScapy(text(row, "group"))) {
            MobilityMessage unpadded = header.message().withOptions(optionsAsGiven(text(row, "build_args"), header));
            assertThat(MobilityHeader.of(unpadded)).as(text(row, "id")).isEqualTo(header);
            compared++;
          }
        }
        case Decoded.Malformed<MobilityHeader> malformed ->
            assertThat(text(row, "caution")).as("%s %s", text(row, "id"), malformed).contains("option length 16");
      }
    }
    assertThat(rows).hasSize(135);
    assertThat(compared).isEqualTo(90);
  }

  // Mobile Network Prefix has an alignment that RFC 3963 gives it; scapy lets padding follow the authentication option
  private static boolean isAlignedAsInScapy(String group) {
    return Stream.of("NonceIndices", "BindingAuthData", "MobNetPrefix", "LLAddr", "MsgAuth")
        .noneMatch(group::endsWith);
  }

  /** The padding option that the row was built with, where there is one, and the option that is not padding. */
  private static List<MobilityOption> optionsAsGiven(String arguments, MobilityHeader header) {
    List<MobilityOption> options = new ArrayList<>();
    Matcher padding = Pattern.compile("(Pad1)\\(\\)|PadN\\(optdata=b'\\\\x00'\\*(\\d+)\\)").matcher(arguments);
    if (padding.find()) {
      options.add(padding.group(1) != null ? new Pad1() : PadN.ofLength(2 + Integer.parseInt(padding.group(2))));
    }
    header.message().options().stream()
        .filter(option -> !(option instanceof Pad1 || option instanceof PadN))
        .forEach(options::add);
    return options;
  }

  @Test
  void messagesOfScapyDecodeAndEncodeToTheSameOctets() {
    List<JsonNode> rows = scapy(row -> text(row, "group").endsWith(" Message") && text(row, "hex").startsWith("60"));
    int values = 0;
    for (JsonNode row : rows) {
      MobilityPacket packet = MobilityPacket.in(Octets.ofHex(text(row, "hex"))).orElseThrow();
      boolean checksumForced = packet.header().slice(4, 6).equals(Octets.ofHex("8899"));
      Decoded<MobilityHeader> asSent = packet.decode();
      if (checksumForced) {
        assertThat(asSent).isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 4));
      } else if (packet.header().at(0) == 0xff) {
        assertThat(asSent).isEqualTo(Decoded.malformed(MalformedCause.BAD_PAYLOAD_PROTOCOL, 0));
      } else {
        values += packet.assertSameOctets(asSent);
      }
      if (checksumForced) {
        values += packet.withRightChecksum().assertSameOctets(packet.withRightChecksum().decode());
      }
    }
    assertThat(rows).hasSize(28);
    assertThat(values).isEqualTo(rows.size() - 2);
  }

  @Test
  void capturedPacketsOfTheVectorsHaveTheTypeThatTheDissectorSaw() {
    List<JsonNode> rows = Conformance.vectors().stream()
        .filter(row -> text(row, "linktype_proto").endsWith("ipv6:mipv6"))
        .toList();
    for (JsonNode row : rows) {
      Octets frame = Octets.ofHex(text(row, "hex"));
      boolean ethernet = text(row, "linktype_proto").startsWith("eth:");
      MobilityPacket packet = MobilityPacket.in(ethernet ? frame.slice(14, frame.length()) : frame).orElseThrow();
      if (text(row, "id").contains("bad-mh-chksum") || text(row, "caution").contains("checksum field is 0")) {
        assertThat(packet.decode()).isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 4));
        packet = packet.withRightChecksum();
      }
      assertThat(packet.assertSameOctets(packet.decode())).as(text(row, "id")).isEqualTo(1);
      checkAgainstDissector(row.path("tshark"), packet.value());
    }
    assertThat(rows).hasSize(26);
  }

  private static void checkAgainstDissector(JsonNode tshark, MobilityHeader header) {
    assertThat(header.message().type()).isEqualTo(Integer.parseInt(text(tshark, "mip6.mhtype")));
    switch (header.message()) {
      case BindingUpdate update -> {
        assertThat(update.sequenceNumber()).isEqualTo(Integer.parseInt(text(tshark, "mip6.bu.seqnr")));
        assertThat(update.lifetimeUnits()).isEqualTo(Integer.parseInt(text(tshark, "mip6.bu.lifetime")));
        assertThat(update.acknowledge()).isEqualTo(text(tshark, "mip6.bu.a_flag").equals("1"));
        assertThat(update.home()).isEqualTo(text(tshark, "mip6.bu.h_flag").equals("1"));
        assertThat(update.linkLocalCompatibility()).isEqualTo(text(tshark, "mip6.bu.l_flag").equals("1"));
        assertThat(update.keyManagement()).isEqualTo(text(tshark, "mip6.bu.k_flag").equals("1"));
      }
      case BindingAcknowledgement acknowledgement -> {
        assertThat(acknowledgement.status()).isEqualTo(Integer.parseInt(text(tshark, "mip6.ba.status")));
        assertThat(acknowledgement.sequenceNumber()).isEqualTo(Integer.parseInt(text(tshark, "mip6.ba.seqnr")));
        assertThat(acknowledgement.lifetimeUnits()).isEqualTo(Integer.parseInt(text(tshark, "mip6.ba.lifetime")));
        assertThat(acknowledgement.keyManagement()).isEqualTo(text(tshark, "mip6.ba.k_flag").equals("1"));
      }
      case BindingError error -> {
        assertThat(error.status()).isEqualTo(Integer.parseInt(text(tshark, "mip6.be.status")));
        assertThat(error.homeAddress()).isEqualTo(Ipv6Address.parse(text(tshark, "mip6.be.haddr")));
      }
      case HomeTestInit init -> assertThat(cookie(init.cookie())).isEqualTo(text(tshark, "mip6.hoti.cookie"));
      case CareOfTestInit init -> assertThat(cookie(init.cookie())).isEqualTo(text(tshark, "mip6.coti.cookie"));
      case HomeTest test -> {
        assertThat(test.nonceIndex()).isEqualTo(Integer.parseInt(text(tshark, "mip6.hot.nindex")));
        assertThat(cookie(test.cookie())).isEqualTo(text(tshark, "mip6.hot.cookie"));
        assertThat(cookie(test.keygenToken())).isEqualTo(text(tshark, "mip6.hot.token"));
      }
      case CareOfTest test -> {
        assertThat(test.nonceIndex()).isEqualTo(Integer.parseInt(text(tshark, "mip6.cot.nindex")));
        assertThat(cookie(test.cookie())).isEqualTo(text(tshark, "mip6.cot.cookie"));
      }
      case BindingRefreshRequest _, UnknownMobilityMessage _ -> {}
    }
  }

  private static String cookie(long value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }

  @Test
  void knownAnswerOfRfc4285() throws GeneralSecurityException {
    JsonNode row = row("kat-4285");
    Ipv6Address careOf = Ipv6Address.parse(text(row, "coa"));
    Ipv6Address home = Ipv6Address.parse(text(row, "hoa"));
    Octets before = Octets.ofHex(text(row, "mh_before_mac"));
    Octets mac = mac(Octets.ofHex(text(row, "key")), careOf, home, before);
    assertThat(mac).isEqualTo(Octets.ofHex(text(row, "mac")));
    Octets whole = Octets.ofHex(before.toHex() + mac.toHex());
    Octets sent = MobilityPacket.withChecksum(whole, SOURCE, DESTINATION);
    MobilityHeader received = value(MobilityHeader.decode(sent, SOURCE, DESTINATION));
    assertThat(received.octetsToAuthenticate(1)).contains(before);
    List<MobilityOption> options = received.message().options();
    assertThat(MobilityHeader.authenticated(
            received.message().withOptions(options.subList(0, options.size() - 1)),
            1,
            row.get("spi").asLong(),
            12,
            _ -> mac))
        .isEqualTo(received);
  }

  @Test
  void knownAnswersOfTheReturnRoutabilityProcedure() throws GeneralSecurityException {
    JsonNode row = row("kat-rr");
    Ipv6Address careOf = Ipv6Address.parse(text(row, "coa"));
    Ipv6Address home = Ipv6Address.parse(text(row, "hoa"));
    Ipv6Address correspondent = Ipv6Address.parse(text(row, "cn"));
    assertAuthorizes(row, "bu", "kbm", careOf, correspondent);
    assertAuthorizes(row, "ba", "kbm", careOf, correspondent);
    assertAuthorizes(row, "delete_bu", "kbm_delete", home, correspondent);
  }

  private static void assertAuthorizes(JsonNode row, String name, String key, Ipv6Address careOf, Ipv6Address peer)
      throws GeneralSecurityException {
    Octets before = Octets.ofHex(text(row, name + "_mh_before_mac"));
    Octets mac = mac(Octets.ofHex(text(row, key)), careOf, peer, before);
    assertThat(mac).isEqualTo(Octets.ofHex(text(row, name + "_mac")));
    Octets whole = MobilityPacket.withChecksum(Octets.ofHex(before.toHex() + mac.toHex()), SOURCE, DESTINATION);
    assertThat(value(MobilityHeader.decode(whole, SOURCE, DESTINATION)).octetsToAuthorize()).contains(before);
  }

  private static Octets mac(Octets key, Ipv6Address careOf, Ipv6Address other, Octets data)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA1"));
    ByteBuffer mobilityData = ByteBuffer.allocate(32 + data.length());
    careOf.writeTo(mobilityData);
    other.writeTo(mobilityData);
    data.writeTo(mobilityData);
    return Octets.of(mac.doFinal(mobilityData.array()), 0, 12);
  }

  @Test
  @Tag("R6275-026")
  @Tag("R6275-028")
  void everyMobilityHeaderOfRealCapturesVerifies() {
    int messages = 0;
    for (String capture : List.of(
        "zeek/mip6-good-mh-chksum.pcap", "zeek/mip6_back.pcap", "zeek/mip6_be.pcap", "zeek/mip6_brr.pcap",
        "zeek/mip6_bu.pcap", "zeek/mip6_cot.pcap", "zeek/mip6_coti.pcap", "zeek/mip6_hot.pcap", "zeek/mip6_hoti.pcap",
        "umip/home-reg.pcap", "umip/rr-ro.pcap", "umip/dereg.pcap", "umip/dhaad.pcap", "umip/ipsec.pcap")) {
      int before = messages;
      for (Octets octets : Conformance.packets(capture)) {
        messages += MobilityPacket.in(octets).map(packet -> packet.assertSameOctets(packet.decode())).orElse(0);
      }
      assertThat(messages).as(capture).isGreaterThan(before);
    }
    assertThat(messages).isEqualTo(89);
  }

  private interface Rows {
    boolean wanted(JsonNode row);
  }

  private static List<JsonNode> scapy(Rows rows) {
    return Conformance.vectors().stream()
        .filter(row -> text(row, "id").startsWith("scapy-"))
        .filter(rows::wanted)
        .toList();
  }

  private static JsonNode row(String id) {
    List<JsonNode> rows = Conformance.vectors().stream().filter(row -> text(row, "id").equals(id)).toList();
    assumeTrue(!rows.isEmpty(), "no row " + id + " in the conformance vectors");
    return rows.getFirst();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static Octets bindingUpdateEndingWith(Octets option) {
    int padding = Math.floorMod(-12 - option.length(), 8);
    int length = 12 + option.length() + padding;
    String hex = "3b%02x05000000 0001 0000 0000".formatted(length / 8 - 1) + "00".repeat(padding);
    return MobilityPacket.withChecksum(Octets.ofHex(hex + option.toHex()), SOURCE, DESTINATION);
  }

  private static MobilityHeader value(Decoded<MobilityHeader> decoded) {
    return switch (decoded) {
      case Decoded.Value<MobilityHeader>(MobilityHeader header) -> header;
      case Decoded.Malformed<MobilityHeader> malformed -> throw new AssertionError(malformed);
    };
  }
}
