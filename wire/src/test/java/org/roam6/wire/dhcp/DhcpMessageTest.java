package org.roam6.wire.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpStatusCode;

class DhcpMessageTest {

  private static final Duid CLIENT = Duid.of(LinkLayerAddress.parse("02:00:00:00:00:01"));

  /** As Scapy writes it. */
  private static final Octets SOLICIT =
      Octets.ofHex("010000010001000a00030001020000000001000600020052000800020000000e0000"
          + "0003000c000000010000000000000000");

  /** As Scapy writes it: with Rapid Commit, a preference, a leased address, and a DNS server. */
  private static final Octets REPLY =
      Octets.ofHex("07abcdef0001000a000300010200000000010002000e000100012a2b2c2d020000000c00000e0000000700010700"
          + "030035000000010000070800000b400005001820010db8000c0000000000000000123400000e1000001c20"
          + "000d000900007375636365737300170010" + "20010db8000000000000000000000053");

  @Test
  void aSolicitIsWrittenAsOthersWriteIt() {
    DhcpMessage solicit =
        new DhcpMessage(
            DhcpMessageType.SOLICIT,
            1,
            List.of(
                new ClientIdentifier(CLIENT),
                new OptionRequest(List.of(82)),
                ElapsedTime.of(Duration.ZERO),
                new RapidCommit(),
                new IdentityAssociation(1, 0, 0, List.of())));
    assertThat(solicit.encode()).isEqualTo(SOLICIT);
  }

  @Test
  void aReplyIsReadAsOthersWriteIt() {
    DhcpMessage expected =
        new DhcpMessage(
            DhcpMessageType.REPLY,
            0xabcdef,
            List.of(
                new ClientIdentifier(CLIENT),
                new ServerIdentifier(new Duid(Octets.ofHex("000100012a2b2c2d020000000c00"))),
                new RapidCommit(),
                new Preference(7),
                new IdentityAssociation(
                    1,
                    1800,
                    2880,
                    List.of(
                        new IaAddress(Ipv6Address.parse("2001:db8:c::1234"), 3600, 7200, List.of()),
                        new StatusCode(DhcpStatusCode.SUCCESS, Octets.ofHex("73756363657373")))),
                new UnknownDhcpOption(23, Octets.ofHex("20010db8000000000000000000000053"))));
    assertThat(DhcpMessage.decode(REPLY)).isEqualTo(Decoded.of(expected));
  }

  @ParameterizedTest
  @CsvSource({
      // no room for a transaction-id
      "07abcd, TRUNCATED, 3",
      // types that do not exist, and those of relay agents
      "00000001, BAD_VALUE, 0",
      "0c000001, BAD_VALUE, 0",
      "24000001, BAD_VALUE, 0",
      // an option that is longer than the message
      "07000001000e0001, OPTION_OVERRUN, 6",
      "07000001000e00, OPTION_OVERRUN, 4",
      // Rapid Commit holds nothing, a Preference one octet, a DUID at least three
      "07000001000e000100, BAD_OPTION_LENGTH, 6",
      "0700000100070000, BAD_OPTION_LENGTH, 6",
      "07000001000100020003, BAD_OPTION_LENGTH, 6",
      // an IA_NA without T2, and one whose address runs over its end
      "0700000100030008000000010000000000, BAD_OPTION_LENGTH, 6",
      "0700000100030010000000010000000000000000" + "00050018, OPTION_OVERRUN, 22",
      // an IA_NA in an IA_NA, and an address outside
      "070000010003001c000000010000000000000000" + "0003000c000000020000000000000000, BAD_VALUE, 20",
      "070000010005001820010db8000c0000000000000000123400000e1000001c20, BAD_VALUE, 4",
  })
  void whatIsNotWellFormedIsToldWithItsPlace(String hex, MalformedCause cause, int pointer) {
    assertThat(DhcpMessage.decode(Octets.ofHex(hex))).isEqualTo(Decoded.malformed(cause, pointer));
  }

  @Test
  void thereIsABoundOnOptions() {
    String option = "000e0000";
    Octets most = Octets.ofHex("07000001" + option.repeat(DhcpOptions.MAX_OPTIONS));
    Octets more = Octets.ofHex("07000001" + option.repeat(DhcpOptions.MAX_OPTIONS + 1));
    assertThat(DhcpMessage.decode(most)).isInstanceOf(Decoded.Value.class);
    assertThat(DhcpMessage.decode(more))
        .isEqualTo(Decoded.malformed(MalformedCause.TOO_MANY, 4 + 4 * DhcpOptions.MAX_OPTIONS));
    assertThatThrownBy(() -> new DhcpMessage(
        DhcpMessageType.REPLY, 1, Collections.nCopies(DhcpOptions.MAX_OPTIONS + 1, new RapidCommit())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void optionsHaveTheirPlaces() {
    IaAddress address = new IaAddress(Ipv6Address.parse("2001:db8::1"), 1, 2, List.of());
    IdentityAssociation association = new IdentityAssociation(1, 0, 0, List.of(address));
    assertThatThrownBy(() -> new DhcpMessage(DhcpMessageType.REPLY, 1, List.of(address)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IdentityAssociation(1, 0, 0, List.of(association)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IaAddress(Ipv6Address.parse("2001:db8::1"), 1, 2, List.of(address)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongTimeIsToldAsTheLongest() {
    assertThat(ElapsedTime.of(Duration.ofMillis(655_349)).hundredths()).isEqualTo(65_534);
    assertThat(ElapsedTime.of(Duration.ofHours(1)).hundredths()).isEqualTo(0xffff);
  }

  @ParameterizedTest
  @CsvSource({"59, false", "60, true", "86400, true", "86401, false"})
  void aMaximumOfMinutesToADayIsFollowed(long seconds, boolean followed) {
    assertThat(new SolMaxRt(seconds).isUsable()).isEqualTo(followed);
  }
}
