package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.UnknownMobilityOption;

class MessageAuthenticatorTest {

  /** Worked out by hand from the figures of RFC 6275 6.1.7, RFC 4283 3 and RFC 4285 5 and 6. */
  private static final String BEFORE_MAC =
      "3b050500 00000007 c000000f 080401614062 0a08e000000080000000 00 09110100001000";

  private static final String MAC = "bccfca639ca4477e595ed089";

  @Test
  @Tag("R4285-004")
  @Tag("R4285-005")
  void signsAsTheRfcSays() {
    BindingUpdate update = Exchange.update("a@b", new NtpTimestamp(0xe0000000_80000000L));
    MobilityHeader header = MessageAuthenticator.sign(Exchange.ASSOCIATION, Exchange.CARE_OF, Exchange.HOME, update);
    assertThat(header.octetsToAuthenticate(1)).contains(Octets.ofHex(BEFORE_MAC));
    assertThat(header.message().options().getLast())
        .isEqualTo(new MessageAuthentication(1, 0x1000, Octets.ofHex(MAC)));
  }

  @Test
  void verifiesWhatItSigned() {
    MobilityHeader header = Exchange.signedUpdate(Exchange.ASSOCIATION, Exchange.NOON);
    assertThat(verifies(Exchange.ASSOCIATION, Exchange.CARE_OF, Exchange.HOME, header)).isTrue();
    assertThat(verifies(Exchange.ASSOCIATION, Exchange.OTHER_HOME, Exchange.HOME, header)).isFalse();
    assertThat(verifies(Exchange.ASSOCIATION, Exchange.CARE_OF, Exchange.OTHER_HOME, header)).isFalse();
    assertThat(verifies(Exchange.OTHER_ASSOCIATION, Exchange.CARE_OF, Exchange.HOME, header)).isFalse();
  }

  @Test
  @Tag("R4285-008")
  void noBitOfTheMessageCanBeChanged() {
    Octets octets = Exchange.signedUpdate(Exchange.ASSOCIATION, Exchange.NOON).encode(Exchange.HOME, Exchange.CARE_OF);
    int decoded = 0;
    for (int bit = 0; bit < octets.length() * 8; bit++) {
      byte[] changed = octets.toByteArray();
      changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
      if (decode(changed) instanceof Decoded.Value<MobilityHeader>(MobilityHeader header)
          && bit / 16 != 2) {
        decoded++;
        assertThat(verifies(Exchange.ASSOCIATION, Exchange.CARE_OF, Exchange.HOME, header)).as("bit %d", bit).isFalse();
      }
    }
    assertThat(decoded).isGreaterThan(200);
  }

  @Test
  @Tag("R4285-003")
  void theOptionHasToBeTheLastAndTheOnlyOne() {
    MobilityHeader header = Exchange.signedUpdate(Exchange.ASSOCIATION, Exchange.NOON);
    MobilityOption authentication = header.message().options().getLast();
    MobilityOption other = new UnknownMobilityOption(200, Octets.EMPTY);
    assertThat(find(authentication)).isPresent();
    assertThat(find(authentication, other)).isEmpty();
    assertThat(find(authentication, authentication)).isEmpty();
    assertThat(find(new MessageAuthentication(2, 3, Octets.ofHex(MAC)))).isEmpty();
    assertThat(find()).isEmpty();
  }

  @Test
  @Tag("R4285-004")
  @Tag("R4285-005")
  void agreesWithTheKnownAnswerOfAnotherImplementation() throws IOException {
    Path vectors = conformance().resolve("vectors.jsonl");
    assumeTrue(Files.isRegularFile(vectors), "no conformance material in ../shared/conformance");
    String row;
    try (var lines = Files.lines(vectors)) {
      row = lines.filter(line -> line.contains("\"kat-4285\"")).findFirst().orElseThrow();
    }
    SecurityAssociation association =
        new SecurityAssociation(
            256,
            new SecretKey(Octets.ofHex(field(row, "key"))),
            "mn1@example.com",
            new TreeSet<>(Set.of(Ipv6Address.parse(field(row, "hoa")))));
    Decoded<MobilityHeader> header =
        decode(Octets.ofHex(field(row, "mh_before_mac") + field(row, "mac")).toByteArray());
    assertThat(header).isInstanceOfSatisfying(
        Decoded.Value.class,
        value ->
            assertThat(
                    verifies(
                        association,
                        Ipv6Address.parse(field(row, "coa")),
                        Ipv6Address.parse(field(row, "hoa")),
                        (MobilityHeader) value.value()))
                .isTrue());
  }

  private static boolean verifies(
      SecurityAssociation association, Ipv6Address careOf, Ipv6Address home, MobilityHeader header) {
    return MessageAuthenticator.verifies(association, careOf, home, header);
  }

  private static Optional<MessageAuthentication> find(MobilityOption... last) {
    List<MobilityOption> options = new ArrayList<>();
    options.add(MobileNodeIdentifier.ofNetworkAccessIdentifier("a@b"));
    options.add(new MessageReplayProtection(1));
    options.addAll(List.of(last));
    return MessageAuthenticator.find(new BindingUpdate(7, true, true, false, false, 0, 15, options));
  }

  /** Decodes a header after its checksum was put right. */
  private static Decoded<MobilityHeader> decode(byte[] octets) {
    octets[4] = 0;
    octets[5] = 0;
    int checksum = Checksum.ofUpperLayer(Exchange.HOME, Exchange.CARE_OF, IpProtocol.MOBILITY, Octets.of(octets));
    ByteBuffer.wrap(octets).putShort(4, (short) checksum);
    return MobilityHeader.decode(Octets.of(octets), Exchange.HOME, Exchange.CARE_OF);
  }

  private static Path conformance() {
    Path root = Path.of(System.getProperty("roam6.root", "")).toAbsolutePath();
    for (Path candidate = root; candidate != null; candidate = candidate.getParent()) {
      Path folder = candidate.resolveSibling("shared").resolve("conformance");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return root;
  }

  private static String field(String row, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(row);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }
}
