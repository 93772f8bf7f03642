package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/** Octets written from the figures of RFC 6275 6.1 and 6.2, RFC 4283 3 and RFC 4285 5 and 6. */
class MobilityHeaderTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("2001:db8:2::2");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:200::beef");

  @Test
  @Tag("R6275-025")
  @Tag("R6275-029")
  void bindingRefreshRequestIsTheShortestHeader() {
    assertEncodes("3b00 0000 ____ 0000", new BindingRefreshRequest(List.of()));
  }

  @Test
  @Tag("R6275-030")
  @Tag("R6275-031")
  void testInitsCarryTheirCookies() {
    assertEncodes("3b01 0100 ____ 0000 0123456789abcdef", new HomeTestInit(0x0123456789abcdefL, List.of()));
    assertEncodes("3b01 0200 ____ 0000 fedcba9876543210", new CareOfTestInit(0xfedcba9876543210L, List.of()));
  }

  @Test
  void testsCarryNonceIndexCookieAndToken() {
    assertEncodes(
        "3b02 0300 ____ 1234 0123456789abcdef 1111111122222222",
        new HomeTest(0x1234, 0x0123456789abcdefL, 0x1111111122222222L, List.of()));
    assertEncodes(
        "3b02 0400 ____ fffe fedcba9876543210 3333333344444444",
        new CareOfTest(0xfffe, 0xfedcba9876543210L, 0x3333333344444444L, List.of()));
  }

  @Test
  @Tag("R6275-027")
  void bindingUpdateWithoutOptionsHasFourOctetsOfPadding() {
    BindingUpdate update = new BindingUpdate(0xabcd, true, true, false, false, 0, 0x1234, List.of());
    assertEncodes("3b01 0500 ____ abcd c000 1234 0102 0000", update);
    assertThat(update.lifetimeSeconds()).isEqualTo(4 * 0x1234);
  }

  @Test
  void flagsOfBindingUpdateStandInTheirOrderAndThoseOfOtherRfcsAreKept() {
    assertEncodes("3b01 0500 ____ 0001 8000 0000 0102 0000", flags(true, false, false, false, 0));
    assertEncodes("3b01 0500 ____ 0001 4000 0000 0102 0000", flags(false, true, false, false, 0));
    assertEncodes("3b01 0500 ____ 0001 2000 0000 0102 0000", flags(false, false, true, false, 0));
    assertEncodes("3b01 0500 ____ 0001 1000 0000 0102 0000", flags(false, false, false, true, 0));
    assertEncodes("3b01 0500 ____ 0001 0a55 0000 0102 0000", flags(false, false, false, false, 0xa55));
  }

  @Test
  void bindingAcknowledgementCarriesRefreshAdviceWithoutPadding() {
    List<MobilityOption> advice = List.of(new BindingRefreshAdvice(0x0708));
    assertEncodes(
        "3b01 0600 ____ 00 80 0007 0e10 0202 0708", new BindingAcknowledgement(0, true, 0, 7, 3600, advice));
    assertEncodes(
        "3b01 0600 ____ 87 00 ffff 0000 0102 0000", new BindingAcknowledgement(135, false, 0, 0xffff, 0, List.of()));
  }

  @Test
  @Tag("R6275-046")
  void bindingErrorCarriesTheHomeAddress() {
    assertEncodes(
        "3b02 0700 ____ 0100 20010db8010000000000000000000001",
        new BindingError(1, Ipv6Address.parse("2001:db8:100::1"), List.of()));
  }

  @Test
  @Tag("R6275-051")
  void alternateCareOfAddressStandsSixBehindAMultipleOfEight() {
    assertEncodes(
        "3b03 0500 ____ 0001 c000 0001 0100 0310 20010db802000000000000000000beef",
        update(new AlternateCareOfAddress(CARE_OF)));
  }

  @Test
  @Tag("R6275-047")
  void nonceIndicesAndAuthorizationDataEndTheHeaderWithoutPaddingBehind() {
    assertEncodes(
        "3b03 0500 ____ 0001 c000 0001 0404 0007 0009 050c 000102030405060708090a0b",
        update(new NonceIndices(7, 9), new BindingAuthorizationData(Octets.ofHex("000102030405060708090a0b"))));
  }

  @Test
  void homeRegistrationWithIdentifierReplayProtectionAndAuthentication() {
    assertEncodes(
        "3b09 0500 ____ 0001 c000 0001"
            + "0100 0310 20010db802000000000000000000beef"
            + "0810 01 6d6e31406578616d706c652e636f6d"
            + "0a08 e0f6a30000000001"
            + "00 0911 01 00000100 aaaaaaaaaaaaaaaaaaaaaaaa",
        update(
            new AlternateCareOfAddress(CARE_OF),
            MobileNodeIdentifier.ofNetworkAccessIdentifier("mn1@example.com"),
            new MessageReplayProtection(0xe0f6a30000000001L),
            new MessageAuthentication(1, 256, Octets.ofHex("aa".repeat(12)))));
  }

  @Test
  void messagesAndOptionsOfOtherRfcsAreKeptAsTheyAre() {
    assertEncodes(
        "3b01 0d00 ____ 0001 00000000 12345678",
        new UnknownMobilityMessage(13, Octets.ofHex("0001 00000000 12345678")));
    assertEncodes(
        "3b02 0500 ____ 0001 c000 0001 2304 0007 8000 0104 0000 0000",
        update(new UnknownMobilityOption(35, Octets.ofHex("0007 8000"))));
  }

  @Test
  @Tag("R6275-026")
  @Tag("R6275-028")
  void theChecksumCoversThePseudoHeader() {
    BindingUpdate update = new BindingUpdate(0xabcd, true, true, false, false, 0, 0x1234, List.of());
    assertThat(MobilityHeader.of(update).encode(SOURCE, DESTINATION).toHex())
        .isEqualTo("3b010500e4eaabcdc000123401020000");
  }

  @Test
  void checksumIsLookedAtBeforeEverythingElse() {
    assertThat(MobilityHeader.decode(Octets.ofHex("0600 0500 0000 0000"), SOURCE, DESTINATION))
        .isEqualTo(Decoded.malformed(MalformedCause.BAD_CHECKSUM, 4));
  }

  @Test
  void unknownTypeIsLookedAtBeforeThePayloadProtocol() {
    MobilityHeader unknown = new MobilityHeader(6, 0, new UnknownMobilityMessage(99, Octets.ofHex("0000")));
    assertThat(decode("0600 6300 ____ 0000")).isEqualTo(Decoded.of(unknown));
  }

  @Test
  void payloadProtocolIsLookedAtBeforeTheLength() {
    assertThat(decode("0600 0500 ____ 0001")).isEqualTo(Decoded.malformed(MalformedCause.BAD_PAYLOAD_PROTOCOL, 0));
    assertThat(decode("3b00 0500 ____ 0001")).isEqualTo(Decoded.malformed(MalformedCause.BAD_LENGTH, 1));
  }

  @Test
  @Tag("R6275-118")
  void aHeaderShorterThanItsTypeNeedsPointsAtHeaderLen() {
    for (String tooShort : List.of("3b00 0100", "3b00 0200", "3b01 0300", "3b01 0400", "3b00 0600", "3b01 0700")) {
      String rest = tooShort.startsWith("3b00") ? " ____ 0000" : " ____ 0000 0000000000000000";
      assertThat(decode(tooShort + rest)).as(tooShort).isEqualTo(Decoded.malformed(MalformedCause.BAD_LENGTH, 1));
    }
  }

  @Test
  void aHeaderLongerThanWhatArrivedIsTruncated() {
    assertThat(MobilityHeader.decode(Octets.ofHex("3b01 0500 0000 0001"), SOURCE, DESTINATION))
        .isEqualTo(Decoded.malformed(MalformedCause.TRUNCATED, 8));
  }

  @Test
  void octetsBehindTheHeaderAreNotLookedAt() {
    Octets header = MobilityHeader.of(new BindingRefreshRequest(List.of())).encode(SOURCE, DESTINATION);
    assertThat(MobilityHeader.decode(Octets.ofHex(header.toHex() + "ffffffff"), SOURCE, DESTINATION))
        .isEqualTo(MobilityHeader.decode(header, SOURCE, DESTINATION))
        .isInstanceOf(Decoded.Value.class);
  }

  @Test
  @Tag("R6275-025")
  @Tag("R6275-029")
  void reservedFieldsAreIgnoredAndKept() {
    BindingRefreshRequest request = new BindingRefreshRequest(0xeeee, List.of());
    assertThat(decode("3b00 00ff ____ eeee"))
        .isEqualTo(Decoded.of(new MobilityHeader(IpProtocol.NO_NEXT_HEADER, 0xff, request)));
  }

  @Test
  @Tag("R6275-051")
  void optionsOfAWrongLengthPointAtTheirLength() {
    for (String option :
        List.of("0200", "0201", "0203", "030f", "0311", "0403", "0405", "0800", "0904", "0a07", "0a09")) {
      int length = Integer.parseInt(option.substring(2), 16);
      int padding = Math.floorMod(-14 - length, 8);
      String header = "3b%02x 0500 ____ 0001 0000 0000".formatted((14 + length + padding) / 8 - 1);
      assertThat(decode(header + option + "00".repeat(length + padding)))
          .as(option)
          .isEqualTo(Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, 13));
    }
  }

  @Test
  void optionsThatRunOverTheEndPointAtTheirLength() {
    assertThat(decode("3b01 0500 ____ 0001 0000 0000 0103 0000"))
        .isEqualTo(Decoded.malformed(MalformedCause.OPTION_OVERRUN, 13));
    assertThat(decode("3b01 0500 ____ 0001 0000 0000 0000 0023"))
        .isEqualTo(Decoded.malformed(MalformedCause.OPTION_OVERRUN, 15));
  }

  @Test
  void moreOptionsThanTheLimitAreRefused() {
    String header = "3b20 0000 ____ 0000" + "00".repeat(256);
    assertThat(decode(header))
        .isEqualTo(Decoded.malformed(MalformedCause.TOO_MANY, 8 + MobilityHeader.MAXIMUM_OPTIONS));
  }

  @Test
  void valuesThatDoNotFitTheirFieldsCannotBeMade() {
    assertThatThrownBy(() -> new NonceIndices(0x10000, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> flags(true, true, true, true, 0x1000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnknownMobilityOption(9, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnknownMobilityMessage(5, Octets.ofHex("0000")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnknownMobilityMessage(8, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void networkAccessIdentifiersAreUtf8OfSubtypeOne() {
    MobileNodeIdentifier identifier = MobileNodeIdentifier.ofNetworkAccessIdentifier("jürgen@example.com");
    assertThat(identifier.identifier()).isEqualTo(Octets.ofHex("6a c3bc 7267656e406578616d706c652e636f6d"));
    assertThat(identifier.networkAccessIdentifier()).contains("jürgen@example.com");
    assertThat(new MobileNodeIdentifier(1, Octets.ofHex("ff")).networkAccessIdentifier()).isEmpty();
    assertThat(new MobileNodeIdentifier(2, Octets.ofHex("61")).networkAccessIdentifier()).isEmpty();
  }

  private static BindingUpdate flags(boolean acknowledge, boolean home, boolean linkLocal, boolean key, int others) {
    return new BindingUpdate(1, acknowledge, home, linkLocal, key, others, 0, List.of());
  }

  private static BindingUpdate update(MobilityOption... options) {
    return new BindingUpdate(1, true, true, false, false, 0, 1, List.of(options));
  }

  /** That {@code message} and {@code hex} are the same; the checksum, {@code ____} in it, is filled in. */
  private static void assertEncodes(String hex, MobilityMessage message) {
    MobilityHeader header = MobilityHeader.of(message);
    Octets octets = withChecksum(hex);
    assertThat(header.encode(SOURCE, DESTINATION)).isEqualTo(octets);
    assertThat(MobilityHeader.decode(octets, SOURCE, DESTINATION)).isEqualTo(Decoded.of(header));
  }

  private static Decoded<MobilityHeader> decode(String hex) {
    return MobilityHeader.decode(withChecksum(hex), SOURCE, DESTINATION);
  }

  private static Octets withChecksum(String hex) {
    Octets zero = Octets.ofHex(hex.replace("____", "0000"));
    return hex.contains("____") ? MobilityPacket.withChecksum(zero, SOURCE, DESTINATION) : zero;
  }
}
