package org.roam6.interop.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.protocol.auth.MessageAuthenticator;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.MobilityOption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bad packets to daemons of the campus: each gets the answer that RFC 6275 9.2 and 9.3 owe it, or silence. */
@OnRealKernel
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePacketsTest {

  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address FOREIGN = Ipv6Address.parse("2001:db8:1::999");
  private static final String MOBILE_NODE = "mn@example.org";
  private static final long SPI = 1000;
  private static final int HOME_ADDRESS_HEADER = 24;
  private static final int MANY = 20;
  private static final int REFUSALS_IN_A_ROW = 5;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<Lab> running = Optional.empty();
  private Optional<Stranger> correspondent = Optional.empty();
  private Optional<Ipv6Packet> registration = Optional.empty();
  private Optional<JsonNode> before = Optional.empty();

  @BeforeAll
  void leaveHome() throws IOException, LabFailure, InterruptedException {
    Lab lab = Dissection.watched(Lab.up(Path.of(System.getProperty("roam6.root"), "examples", "campus.yaml")));
    running = Optional.of(lab);
    correspondent = Optional.of(stranger("cn", "correspondents", Ipv6Address.parse("2001:db8:c::2")));
    try (Stranger visited = new Stranger(lab, "core", "visited-a", Ipv6Address.parse("2001:db8:a::ff"))) {
      lab.move("mn", Optional.empty(), "visited-a");
      registration = Optional.of(visited.next(packet -> packet.homeAddressOption().isPresent()));
    }
    bothSidesAgree();
  }

  /** Waits for the end of the registration too: where duplicate address detection was slow it is asked for again. */
  private void bothSidesAgree() throws IOException {
    JsonNode update =
        mobileNode().await("bul", answer -> answer.at("/entries/0/state").asString("").equals("registered"));
    int sequence = update.at("/entries/0/sequence").asInt();
    homeAgent().await("bindings", answer -> isBound(answer) && answer.at("/bindings/0/sequence").asInt() == sequence);
  }

  @AfterAll
  void down() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    if (running.isPresent()) {
      running.get().down();
    }
  }

  @BeforeEach
  void rememberBindings() throws IOException {
    before = Optional.of(bindings());
  }

  /** Also that the daemon lives. */
  @AfterEach
  void bindingsAreUnchanged() throws IOException {
    assertThat(bindings()).isEqualTo(before.orElseThrow());
  }

  private Stranger stranger(String host, String link, Ipv6Address address) throws IOException, LabFailure {
    Stranger stranger = new Stranger(running.orElseThrow(), host, link, address);
    open.add(stranger);
    return stranger;
  }

  private Stranger cn() {
    return correspondent.orElseThrow();
  }

  private ControlSocket homeAgent() {
    return new ControlSocket(running.orElseThrow().folder().controlSocket("ha"));
  }

  private ControlSocket mobileNode() {
    return new ControlSocket(running.orElseThrow().folder().controlSocket("mn"));
  }

  private Ipv6Address careOfAddress() {
    return registration.orElseThrow().header().source();
  }

  private static boolean isBound(JsonNode answer) {
    return answer.path("bindings").path(0).path("state").asString("").equals("bound");
  }

  private JsonNode bindings() throws IOException {
    JsonNode bindings = homeAgent().ask("bindings").path("bindings");
    bindings.forEach(binding -> ((ObjectNode) binding).remove("remaining_ms"));
    return bindings;
  }

  /** What {@code victim} answers to {@code packets}, each of which is to be counted at {@code counters}. */
  private List<Ipv6Packet> provoke(
      Stranger from, Ipv6Address victim, ControlSocket daemon, Set<String> counters, List<Octets> packets)
      throws IOException {
    long expected = sum(daemon.ask("stats"), counters) + packets.size();
    packets.forEach(from::send);
    JsonNode after = daemon.await("stats", answer -> sum(answer, counters) >= expected);
    assertThat(sum(after, counters)).isEqualTo(expected);
    return from.heardFrom(victim);
  }

  private List<Ipv6Packet> provoke(String counter, Octets packet) throws IOException {
    return provoke(cn(), HOME_AGENT, homeAgent(), Set.of(counter), List.of(packet));
  }

  private static long sum(JsonNode statistics, Set<String> counters) {
    return counters.stream().mapToLong(counter -> statistics.at(counter).asLong(0)).sum();
  }

  private static Octets packet(Ipv6Address source, Ipv6Address destination, int... mobilityHeader) {
    return plain(source, destination, mobilityHeader).encode();
  }

  /** Without a Home Address option; the checksum is made right. */
  private static Ipv6Packet plain(Ipv6Address source, Ipv6Address destination, int... mobilityHeader) {
    byte[] octets = summed(source, destination, mobilityHeader);
    return Ipv6Packet.of(source, destination, 64, IpProtocol.MOBILITY, Octets.of(octets));
  }

  private static byte[] summed(Ipv6Address source, Ipv6Address destination, int... mobilityHeader) {
    byte[] octets = new byte[mobilityHeader.length];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) mobilityHeader[i];
    }
    int checksum = Checksum.ofUpperLayer(source, destination, IpProtocol.MOBILITY, Octets.of(octets));
    octets[4] = (byte) (checksum >> 8);
    octets[5] = (byte) checksum;
    return octets;
  }

  private SecurityAssociation association(long securityParameterIndex) throws IOException {
    String key = Files.readString(running.orElseThrow().folder().path().resolve("mn.key")).strip();
    return new SecurityAssociation(
        securityParameterIndex, new SecretKey(Octets.ofHex(key)), MOBILE_NODE, new TreeSet<>(Set.of(HOME)));
  }

  private BindingUpdate update() {
    long now = Instant.now().getEpochSecond() * 1_000_000_000L;
    List<MobilityOption> options =
        List.of(
            new AlternateCareOfAddress(cn().address()),
            MobileNodeIdentifier.ofNetworkAccessIdentifier(MOBILE_NODE),
            new MessageReplayProtection(NtpTimestamp.ofUnixNanos(now).value()));
    return new BindingUpdate(30_000, true, true, false, false, 0, 100, options);
  }

  private Octets packet(MobilityHeader header, Ipv6Address homeAddress) {
    Octets octets = header.encode(homeAddress, HOME_AGENT);
    return Ipv6Packet.of(cn().address(), HOME_AGENT, 64, IpProtocol.MOBILITY, octets)
        .withHomeAddressOption(homeAddress)
        .encode();
  }

  private MobilityHeader signed(long securityParameterIndex) throws IOException {
    return MessageAuthenticator.sign(association(securityParameterIndex), cn().address(), HOME, update());
  }

  /** A registration that the key of the mobile node did not sign. */
  private Octets forged() throws IOException {
    byte[] octets = packet(MobilityHeader.of(signed(SPI).message()), HOME).toByteArray();
    int last = octets.length - 1;
    octets[last] ^= 1;
    return resummed(octets);
  }

  /** With the checksum made right again, of a packet whose only extension header holds {@link #HOME}. */
  private static Octets resummed(byte[] octets) {
    int start = 40 + HOME_ADDRESS_HEADER;
    octets[start + 4] = 0;
    octets[start + 5] = 0;
    Octets header = Octets.of(octets, start, octets.length - start);
    int checksum = Checksum.ofUpperLayer(HOME, HOME_AGENT, IpProtocol.MOBILITY, header);
    octets[start + 4] = (byte) (checksum >> 8);
    octets[start + 5] = (byte) checksum;
    return Octets.of(octets);
  }

  private static MobilityMessage message(Ipv6Packet packet) {
    assertThat(packet.protocol()).isEqualTo(IpProtocol.MOBILITY);
    return header(packet).message();
  }

  private static MobilityHeader header(Ipv6Packet packet) {
    return value(MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
  }

  private static ParameterProblem parameterProblem(Ipv6Packet packet) {
    assertThat(packet.protocol()).isEqualTo(IpProtocol.ICMPV6);
    Icmpv6Message message =
        value(Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
    assertThat(message).isInstanceOf(ParameterProblem.class);
    return (ParameterProblem) message;
  }

  private static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Malformed<T> malformed -> throw new AssertionError(malformed);
    };
  }

  private static void assertBindingError(List<Ipv6Packet> answers, int status, Ipv6Address homeAddress) {
    assertThat(answers).hasSize(1);
    BindingError error = (BindingError) message(answers.getFirst());
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.homeAddress()).isEqualTo(homeAddress);
  }

  private static void assertParameterProblem(List<Ipv6Packet> answers, int pointer, Octets packet) {
    assertThat(answers).hasSize(1);
    ParameterProblem problem = parameterProblem(answers.getFirst());
    assertThat(problem.code()).isZero();
    assertThat(problem.pointer()).isEqualTo(pointer);
    // The router on the way has counted the hop limit down.
    assertThat(problem.invokingPacket().slice(8, packet.length())).isEqualTo(packet.slice(8, packet.length()));
  }

  @Test
  @Tag("R6275-116")
  @Tag("R6275-126")
  void unknownTypeGetsOneBindingError() throws IOException {
    Octets bare = packet(cn().address(), HOME_AGENT, 59, 0, 200, 0, 0, 0, 0, 0);
    assertBindingError(provoke("/drops/mobility_type", bare), 2, Ipv6Address.UNSPECIFIED);

    Octets withHomeAddress = withHomeAddressOption(59, 0, 200, 0, 0, 0, 0, 0);
    assertBindingError(provoke("/drops/mobility_type", withHomeAddress), 2, HOME);
  }

  private Octets withHomeAddressOption(int... mobilityHeader) {
    Octets octets = Octets.of(summed(HOME, HOME_AGENT, mobilityHeader));
    return Ipv6Packet.of(cn().address(), HOME_AGENT, 64, IpProtocol.MOBILITY, octets)
        .withHomeAddressOption(HOME)
        .encode();
  }

  @Test
  @Tag("R6275-208")
  void unknownTypeGetsOneBindingErrorFromTheMobileNodeToo() throws IOException {
    Octets bare = packet(cn().address(), careOfAddress(), 59, 0, 200, 0, 0, 0, 0, 0);

    List<Ipv6Packet> answers =
        provoke(cn(), careOfAddress(), mobileNode(), Set.of("/drops/mobility_type"), List.of(bare));

    assertBindingError(answers, 2, Ipv6Address.UNSPECIFIED);
  }

  @Test
  @Tag("R6275-117")
  void wrongPayloadProtocolGetsOneParameterProblemThatPointsAtIt() throws IOException {
    Octets bare = packet(cn().address(), HOME_AGENT, 58, 1, 5, 0, 0, 0, 0, 1, 0xc0, 0, 0, 1, 1, 2, 0, 0);
    assertParameterProblem(provoke("/drops/mobility_payload_protocol", bare), 40, bare);

    Octets withHomeAddress = withHomeAddressOption(58, 1, 5, 0, 0, 0, 0, 1, 0xc0, 0, 0, 1, 1, 2, 0, 0);
    assertParameterProblem(
        provoke("/drops/mobility_payload_protocol", withHomeAddress), 40 + HOME_ADDRESS_HEADER, withHomeAddress);
  }

  @Test
  @Tag("R6275-118")
  void tooShortHeaderGetsOneParameterProblemThatPointsAtItsLength() throws IOException {
    Octets bare = packet(cn().address(), HOME_AGENT, 59, 0, 5, 0, 0, 0, 0, 1);
    assertParameterProblem(provoke("/drops/mobility_length", bare), 41, bare);
  }

  @Test
  @Tag("R6275-120")
  @Tag("R6275-268")
  void homeAddressOptionWithoutBindingGetsOneBindingError() throws IOException {
    EchoRequest echo = new EchoRequest(1, 1, Octets.EMPTY);
    Octets packet = Ipv6Packet.of(cn().address(), HOME_AGENT, 64, IpProtocol.ICMPV6, echo.encode(FOREIGN, HOME_AGENT))
        .withHomeAddressOption(FOREIGN)
        .encode();

    assertBindingError(provoke("/drops/home_address_without_binding", packet), 1, FOREIGN);
  }

  @Test
  @Tag("R6275-115")
  void wrongChecksumMeetsSilence() throws IOException {
    byte[] octets = packet(signed(SPI), HOME).toByteArray();
    octets[octets.length - 1] ^= 1;

    assertThat(provoke("/drops/mobility_checksum", Octets.of(octets))).isEmpty();
  }

  @Test
  void registrationThatNobodySignedMeetsSilence() throws IOException {
    Octets unsigned = packet(MobilityHeader.of(update()), HOME);

    assertThat(provoke("/home_agent/discarded/no_authentication_option", unsigned)).isEmpty();
  }

  @Test
  void registrationSignedUnderAnUnknownIndexMeetsSilence() throws IOException {
    Octets stranger = packet(signed(SPI + 1), HOME);

    assertThat(provoke("/home_agent/discarded/unknown_association", stranger)).isEmpty();
  }

  @Test
  @Tag("R6275-054")
  @Tag("R6275-119")
  void homeAddressThatIsNotUnicastRoutableMeetsSilence() throws IOException {
    for (String address : List.of("ff02::1", "ff0e::1", "fe80::1", "::", "::1")) {
      Ipv6Address homeAddress = Ipv6Address.parse(address);
      Octets packet = packet(MobilityHeader.of(update()), homeAddress);

      assertThat(provoke("/drops/home_address_not_routable", packet)).as(address).isEmpty();
    }
  }

  @Test
  @Tag("R6275-059")
  @Tag("R6275-060")
  @Tag("R6275-268")
  void routingHeaderForAForeignAddressMeetsSilence() throws IOException {
    Set<String> counter = Set.of("/data_plane/routing_header");
    for (Ipv6Address last : List.of(FOREIGN, cn().address(), Ipv6Address.parse("ff02::1"))) {
      assertThat(provoke("/data_plane/routing_header", routed(HOME_AGENT, last))).as("home agent, %s", last).isEmpty();
      assertThat(provoke(cn(), careOfAddress(), mobileNode(), counter, List.of(routed(careOfAddress(), last))))
          .as("mobile node, %s", last)
          .isEmpty();
    }
  }

  private Octets routed(Ipv6Address destination, Ipv6Address last) {
    EchoRequest echo = new EchoRequest(1, 1, Octets.EMPTY);
    return Ipv6Packet.of(cn().address(), destination, 64, IpProtocol.ICMPV6, echo.encode(cn().address(), last))
        .withType2RoutingHeader(last)
        .encode();
  }

  @Test
  void truncatedRegistrationOfAnyLengthMeetsSilence() throws IOException {
    Octets whole = packet(signed(SPI), HOME);
    List<Octets> packets = new ArrayList<>();
    // With less than two octets behind the IPv6 header it is not heard by Roam6, and only the kernel counts it.
    cn().send(cut(whole, 40));
    cn().send(cut(whole, 41));
    for (int length = 42; length < whole.length(); length++) {
      packets.add(cut(whole, length));
    }
    Set<String> counters = Set.of("/drops/malformed_packet", "/drops/mobility_checksum");

    assertThat(provoke(cn(), HOME_AGENT, homeAgent(), counters, packets)).isEmpty();
  }

  /** The first {@code length} octets, which the header says too. */
  private static Octets cut(Octets whole, int length) {
    byte[] octets = whole.slice(0, length).toByteArray();
    octets[4] = (byte) (length - 40 >> 8);
    octets[5] = (byte) (length - 40);
    return Octets.of(octets);
  }

  @Test
  void packetShorterThanItSaysMeetsSilence() throws IOException, LabFailure {
    // A router would not pass it on.
    Stranger neighbor = stranger("core", "home", Ipv6Address.parse("2001:db8:1::ff"));
    Octets whole = packet(signed(SPI), HOME);
    List<Octets> packets = new ArrayList<>();
    neighbor.send(whole.slice(0, 40));
    neighbor.send(whole.slice(0, 41));
    for (int length = 42; length < whole.length(); length++) {
      packets.add(whole.slice(0, length));
    }

    assertThat(provoke(neighbor, HOME_AGENT, homeAgent(), Set.of("/drops/malformed_packet"), packets)).isEmpty();
  }

  @Test
  void forgedRegistrationsGetFewAuthenticRefusals() throws IOException {
    Set<String> counters = Set.of("/home_agent/refused/146", "/home_agent/discarded/refusal_limit");

    List<Ipv6Packet> answers =
        provoke(cn(), HOME_AGENT, homeAgent(), counters, Collections.nCopies(MANY, forged()));

    // One more for each second that this took.
    assertThat(answers).hasSizeBetween(REFUSALS_IN_A_ROW, MANY / 2);
    for (Ipv6Packet answer : answers) {
      assertThat(((BindingAcknowledgement) message(answer)).status()).isEqualTo(146);
      assertThat(MessageAuthenticator.verifies(association(SPI), cn().address(), HOME, header(answer))).isTrue();
    }
    assertThat(homeAgent().ask("stats").at("/home_agent/refused/146").asLong()).isEqualTo(answers.size());
  }

  @Test
  void replayedRegistrationGetsOneRefusal() throws IOException, LabFailure {
    Stranger thief = stranger("mn", "visited-a", careOfAddress());

    List<Ipv6Packet> answers =
        provoke(
            thief,
            HOME_AGENT,
            homeAgent(),
            Set.of("/home_agent/refused/144"),
            List.of(registration.orElseThrow().encode()));

    assertThat(answers).hasSize(1);
    assertThat(((BindingAcknowledgement) message(answers.getFirst())).status()).isEqualTo(144);
  }
}
