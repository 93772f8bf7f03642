package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;
import tools.jackson.databind.JsonNode;

/** A server whose correspondent node is on, and a mobile node made of single packets. */
@OnRealKernel
@Timeout(120)
final class CorrespondentNodeTest {

  private static final Ipv6Address SERVER = Ipv6Address.parse("2001:db8:c::1");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::5");
  private static final int PORT = 7000;
  private static final int OWN_PORT = 5000;

  @TempDir private Path folder;
  private final TestNamespace server = new TestNamespace();
  private final TestNamespace world = new TestNamespace();
  private DaemonProcess daemon;
  private Stranger mobileNode;
  private Correspondent service;
  private String before = "";

  @BeforeEach
  void start() throws IOException, InterruptedException {
    world.connect("server", server, "eth0");
    world.run("ip -6 addr add 2001:db8:c::ff/64 dev server nodad");
    server.run("ip -6 addr add " + SERVER + "/64 dev eth0 nodad");
    server.run("ip -6 route add default via 2001:db8:c::ff");
    server.awaitLinkLocalAddress("eth0");
    world.awaitLinkLocalAddress("server");
    before = machine();
    Path file =
        Files.writeString(folder.resolve("roam6.yaml"), "control-socket: control.sock\ncorrespondent: {}\n");
    daemon = new DaemonProcess(server, file);
    service = new Correspondent(server, List.of("::"), List.of(PORT));
    mobileNode = new Stranger(world, world, "server", CARE_OF);
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    mobileNode.close();
    daemon.close();
    server.close();
    world.close();
  }

  private String machine() {
    return server.run("ip -6 -o addr") + server.run("ip -6 route show table all") + server.run("ip -6 rule");
  }

  private ControlSocket control() {
    return new ControlSocket(folder.resolve("control.sock"));
  }

  private static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Malformed<T> malformed -> throw new AssertionError(malformed);
    };
  }

  private static MobilityHeader header(Ipv6Packet packet) {
    return value(
        MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
  }

  private static Octets packet(Ipv6Address from, MobilityMessage message) {
    return Ipv6Packet.of(
            from, SERVER, 64, IpProtocol.MOBILITY, MobilityHeader.of(message).encode(from, SERVER))
        .encode();
  }

  /** The next Mobility Header that the server sends. */
  private Ipv6Packet answer() {
    return mobileNode.next(
        packet -> packet.header().source().equals(SERVER) && packet.protocol() == IpProtocol.MOBILITY);
  }

  private Ipv6Packet datagramFromServer() {
    return mobileNode.next(
        packet -> packet.header().source().equals(SERVER) && packet.protocol() == IpProtocol.UDP);
  }

  /** By whom the server believes to be asked. */
  private static Ipv6Address asker(Ipv6Packet answer) {
    UdpDatagram datagram =
        value(UdpDatagram.decode(answer.payload(), answer.checksumSource(), answer.checksumDestination()));
    return Correspondent.address(datagram.data().toByteArray());
  }

  private static Ipv6Packet question(Ipv6Address from) {
    Octets datagram = new UdpDatagram(OWN_PORT, PORT, Octets.of(new byte[60])).encode(HOME, SERVER);
    return Ipv6Packet.of(from, SERVER, 64, IpProtocol.UDP, datagram);
  }

  private KeygenToken askHome() {
    mobileNode.send(packet(HOME, new HomeTestInit(0x11, List.of())));
    Ipv6Packet packet = answer();
    HomeTest test = (HomeTest) header(packet).message();
    assertThat(packet.header().destination()).isEqualTo(HOME);
    assertThat(test.cookie()).isEqualTo(0x11);
    homeIndex = test.nonceIndex();
    return new KeygenToken(test.keygenToken());
  }

  private KeygenToken askCareOf() {
    mobileNode.send(packet(CARE_OF, new CareOfTestInit(0x22, List.of())));
    Ipv6Packet packet = answer();
    CareOfTest test = (CareOfTest) header(packet).message();
    assertThat(packet.header().destination()).isEqualTo(CARE_OF);
    assertThat(test.cookie()).isEqualTo(0x22);
    careOfIndex = test.nonceIndex();
    return new KeygenToken(test.keygenToken());
  }

  private int homeIndex;
  private int careOfIndex;

  private BindingUpdate update(int sequence, int lifetime) {
    return new BindingUpdate(
        sequence, true, false, false, false, 0, lifetime, List.of(new NonceIndices(homeIndex, careOfIndex)));
  }

  private KeygenToken bind() {
    KeygenToken home = askHome();
    BindingManagementKey key = BindingManagementKey.of(home, askCareOf());
    Octets update = key.authorize(update(1, 60), CARE_OF, SERVER).encode(HOME, SERVER);
    mobileNode.send(
        Ipv6Packet.of(CARE_OF, SERVER, 64, IpProtocol.MOBILITY, update).withHomeAddressOption(HOME).encode());
    Ipv6Packet acknowledgement = answer();
    assertThat(acknowledgement.header().destination()).isEqualTo(CARE_OF);
    assertThat(acknowledgement.type2HomeAddress()).contains(HOME);
    assertThat(key.authorizes(header(acknowledgement), CARE_OF, SERVER)).isTrue();
    assertThat(((BindingAcknowledgement) header(acknowledgement).message()).status()).isZero();
    return home;
  }

  private JsonNode bindings() throws IOException {
    return control().ask("bindings").path("correspondent_bindings");
  }

  @Test
  @Tag("R6275-094")
  @Tag("R6275-095")
  @Tag("R6275-121")
  void packetsGoStraightBothWaysWhileThereIsABinding() throws Exception {
    KeygenToken home = bind();
    JsonNode binding = bindings().path(0);
    assertThat(binding.path("home_address").asString()).isEqualTo(HOME.toString());
    assertThat(binding.path("care_of_address").asString()).isEqualTo(CARE_OF.toString());
    assertThat(binding.path("own_address").asString()).isEqualTo(SERVER.toString());

    // The acknowledgement goes out before the kernel has the route.
    control().await("status", status -> server.run("ip -6 route show table 250").contains(HOME.toString()));
    mobileNode.send(question(CARE_OF).withHomeAddressOption(HOME).encode());
    Ipv6Packet answer = datagramFromServer();
    assertThat(answer.header().destination()).isEqualTo(CARE_OF);
    assertThat(answer.type2HomeAddress()).contains(HOME);
    assertThat(asker(answer)).isEqualTo(HOME);
    control().await("bindings", all -> all.path("correspondent_bindings").path(0).path("idle_ms").isNumber());

    Octets goodbye =
        BindingManagementKey.ofHome(home).authorize(update(2, 0), HOME, SERVER).encode(HOME, SERVER);
    mobileNode.send(Ipv6Packet.of(HOME, SERVER, 64, IpProtocol.MOBILITY, goodbye).encode());
    Ipv6Packet acknowledgement = answer();
    assertThat(acknowledgement.header().destination()).isEqualTo(HOME);
    assertThat(acknowledgement.extensionHeaders()).isEmpty();
    assertThat(bindings()).isEmpty();
    mobileNode.send(question(HOME).encode());
    Ipv6Packet plain = datagramFromServer();
    assertThat(plain.header().destination()).isEqualTo(HOME);
    assertThat(plain.extensionHeaders()).isEmpty();
    mobileNode.send(question(CARE_OF).withHomeAddressOption(HOME).encode());
    assertThat(header(answer()).message()).isInstanceOf(BindingError.class);
  }

  @Test
  @Tag("R6275-093")
  @Tag("R6275-095")
  @Tag("R6275-120")
  void aHomeAddressWithoutBindingIsAnsweredWithABindingError() {
    mobileNode.send(question(CARE_OF).withHomeAddressOption(HOME).encode());
    Ipv6Packet answer = answer();
    assertThat(answer.header().destination()).isEqualTo(CARE_OF);
    BindingError error = (BindingError) header(answer).message();
    assertThat(error.status()).isEqualTo(1);
    assertThat(error.homeAddress()).isEqualTo(HOME);
  }

  @Test
  @Tag("R6275-120")
  void whoSendsFromElsewhereThanTheBindingSaysIsAnsweredWithABindingErrorToo() {
    bind();
    Ipv6Address elsewhere = Ipv6Address.parse("2001:db8:b::5");
    mobileNode.send(question(elsewhere).withHomeAddressOption(HOME).encode());
    Ipv6Packet answer = answer();
    assertThat(answer.header().destination()).isEqualTo(elsewhere);
    assertThat(header(answer).message()).isInstanceOf(BindingError.class);
  }

  @Test
  @Tag("R6275-092")
  void type2RoutingHeadersAreDiscardedInSilence() throws IOException {
    Octets init =
        MobilityHeader.of(new HomeTestInit(1, List.of())).encode(CARE_OF, SERVER);
    mobileNode.send(
        Ipv6Packet.of(CARE_OF, SERVER, 64, IpProtocol.MOBILITY, init).withType2RoutingHeader(SERVER).encode());
    Octets datagram = new UdpDatagram(OWN_PORT, PORT, Octets.of(new byte[60])).encode(CARE_OF, SERVER);
    mobileNode.send(
        Ipv6Packet.of(CARE_OF, SERVER, 64, IpProtocol.UDP, datagram).withType2RoutingHeader(SERVER).encode());
    control().await("stats", all -> all.at("/drops/routing_header").asLong(0) == 1);
    assertThat(mobileNode.heardFrom(SERVER)).isEmpty();
  }

  @Test
  void itLeavesTheMachineAsItFoundIt() throws InterruptedException {
    bind();
    assertThat(machine()).isNotEqualTo(before);
    assertThat(daemon.terminate()).isZero();
    assertThat(machine()).isEqualTo(before);
  }
}
