package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.cli.ExitStatus;
import org.roam6.cli.Main;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobilityHeader;

/** What {@code roam6 run --record} keeps of real daemons, and what {@code roam6 sim replay} makes of it. */
@OnRealKernel
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordingOfDaemonsTest {

  private static final String HOME_AGENT = "ha.recording";
  private static final String MOBILE_NODE = "mn.recording";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** A Binding Update and its acknowledgement: to register, after a move, and at home again. */
  private static final int SIGNED_MESSAGES = 6;

  private Path recordings = Path.of("");
  private final Set<Octets> authenticators = new LinkedHashSet<>();

  private final StringWriter out = new StringWriter();
  private final PrintWriter printer = new PrintWriter(out, true);

  /** The home agent ends in good order, the mobile node by kill -9. */
  @BeforeAll
  void leaveHomeMoveAndReturn(@TempDir Path folder) throws Exception {
    recordings = folder;
    try (HomeAndAway network = new HomeAndAway(folder);
        Stranger stranger = network.eavesdropper(HomeAndAway.HOME);
        DaemonProcess homeAgent = network.startHomeAgent("", "--record", file(HOME_AGENT));
        DaemonProcess mobileNode = network.startMobileNode("", "--record", file(MOBILE_NODE))) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      network.move(HomeAndAway.OTHER);
      mobileNode.next("acknowledged, status 0");
      network.move(HomeAndAway.HOME);
      mobileNode.next("binding deleted");
      while (authenticators.size() < SIGNED_MESSAGES) {
        authenticators.add(authenticator(stranger.next(packet -> packet.protocol() == IpProtocol.MOBILITY)));
      }
      awaitText(MOBILE_NODE, "binding deleted");
      mobileNode.kill();
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  private static Octets authenticator(Ipv6Packet packet) {
    MobilityHeader header =
        ((Value<MobilityHeader>)
                MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()))
            .value();
    return header.message().option(MessageAuthentication.class).orElseThrow().authenticationData();
  }

  /** Lines are written by a thread of their own, a moment after the fact. */
  private void awaitText(String recording, String text) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(recordings.resolve(recording)).contains(text)) {
      assertThat(System.nanoTime()).as("'%s' recorded within %s", text, PATIENCE).isLessThan(deadline);
    }
  }

  @BeforeEach
  void forgetOutput() {
    out.getBuffer().setLength(0);
  }

  private String file(String recording) {
    return recordings.resolve(recording).toString();
  }

  private List<String> lines(String recording) throws IOException {
    return new ArrayList<>(Files.readAllLines(recordings.resolve(recording)));
  }

  private int replay(String file) {
    return Main.execute(printer, printer, "sim", "replay", file);
  }

  private int replay(Path file, List<String> lines) throws IOException {
    return replay(Files.write(file, lines).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {HOME_AGENT, MOBILE_NODE})
  void isForItsOwnerOnly(String recording) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recordings.resolve(recording))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {HOME_AGENT, MOBILE_NODE})
  void holdsNeitherTheKeyNorWhatWasMadeWithIt(String recording) throws IOException {
    String text = Files.readString(recordings.resolve(recording), ISO_8859_1);
    List<byte[]> secrets = new ArrayList<>(authenticators.stream().map(Octets::toByteArray).toList());
    secrets.add(HomeAndAway.KEY.getBytes(UTF_8));
    assertThat(secrets)
        .allSatisfy(
            secret -> {
              assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(HexFormat.of().formatHex(secret));
              assertThat(text).doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret));
              assertThat(text).doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
              assertThat(text).doesNotContain(new String(secret, ISO_8859_1));
            });
    // The messages are there, as is what they were answered.
    assertThat(text).contains(HexFormat.of().formatHex("mn@example.org".getBytes(UTF_8)), "\"WantedTunnel\"");
  }

  @Test
  void theHomeAgentOfTodayDoesTheSame() {
    assertThat(replay(file(HOME_AGENT))).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .containsSubsequence(
            "2001:db8:1::100 is at 2001:db8:a:",
            "2001:db8:1::100 moved from 2001:db8:a:",
            " to 2001:db8:b:",
            "2001:db8:1::100 needs no home agent any more",
            "events, and the roles do what they did");
  }

  @Test
  void theMobileNodeOfTodayDoesTheSame() {
    assertThat(replay(file(MOBILE_NODE))).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .containsSubsequence(
            "binding for 2001:db8:a:",
            "acknowledged, status 0",
            "binding for 2001:db8:b:",
            "acknowledged, status 0",
            "at home as 2001:db8:1::100, binding deleted",
            "events, and the roles do what they did");
  }

  @Test
  void aWishThatIsNotTheirsIsToldWithItsPlace(@TempDir Path folder) throws IOException {
    List<String> lines = lines(HOME_AGENT);
    String tunnel = "\"remoteEnd\":\"2001:db8:b:";
    int altered = (int) lines.stream().takeWhile(line -> !line.contains(tunnel)).count();
    lines.set(altered, lines.get(altered).replace(tunnel, "\"remoteEnd\":\"2001:db8:c:"));
    assertThat(replay(folder.resolve("altered"), lines)).isEqualTo(ExitStatus.FAILURE);
    assertThat(out.toString())
        .contains("line " + (altered + 1) + ", after ", "the roles do something else today")
        .containsSubsequence("event ", "recorded ", "\"2001:db8:c:", "now ", "\"2001:db8:b:");
  }

  @Test
  void aTornLastLineIsToldAndLeftOut(@TempDir Path folder) throws IOException {
    List<String> lines = lines(MOBILE_NODE);
    String last = lines.removeLast();
    Path torn = Files.write(folder.resolve("torn"), lines);
    Files.writeString(torn, Files.readString(torn) + last.substring(0, last.length() / 2));
    assertThat(replay(torn.toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .contains(
            "warning: line " + (lines.size() + 1) + " is torn, and left out",
            (lines.size() - 1) + " events, and the roles do what they did");
  }

  @Test
  void aLineThatIsMissingIsTold(@TempDir Path folder) throws IOException {
    List<String> lines = lines(MOBILE_NODE);
    lines.remove(3);
    Path file = folder.resolve("gap");
    assertThat(replay(file, lines)).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(out.toString()).contains(file + ":4:1: expected event number 3: lines are missing");
  }

  @Test
  void garbageIsToldWithFileAndLineAndWhatWasExpected(@TempDir Path folder) throws IOException {
    List<String> lines = lines(MOBILE_NODE);
    lines.set(4, "my diary");
    Path file = folder.resolve("garbage");
    assertThat(replay(file, lines)).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(out.toString()).contains(file + ":5:1: expected an event");
  }

  @Test
  void octetsThatAreNoTextAreGarbageToo(@TempDir Path folder) throws IOException {
    List<String> lines = lines(MOBILE_NODE);
    lines.set(4, "\u00ff\u00fe\u0000\u00c0");
    Path file = Files.write(folder.resolve("octets"), lines, ISO_8859_1);
    assertThat(replay(file.toString())).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(out.toString()).contains(file + ":5:1: expected an event");
  }

  @Test
  void whatIsNoRecordingIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("other");
    assertThat(replay(file, List.of("my diary", "second page"))).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(out.toString())
        .contains(file + ":1:1: expected a recording, which begins with {\"schema\":\"roam6.recording/1\"");
  }

  private static DaemonProcess recording(TestNamespace namespace, Path folder, Path file) throws Exception {
    return new DaemonProcess(namespace, RouterFile.write(folder, ""), "--record", file.toString());
  }

  @Test
  void aFileThatIsThereIsLeftAlone(@TempDir Path folder) throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "my diary");
    try (TestNamespace namespace = new TestNamespace();
        DaemonProcess daemon = recording(namespace, folder, there)) {
      assertThat(daemon.exitStatus()).isEqualTo(ExitStatus.FAILURE);
      assertThat(daemon.log())
          .containsExactly(
              "roam6: " + there + " is there already", "  cure: move it away, or name another file");
    }
    assertThat(there).hasContent("my diary");
  }

  @Test
  void aFolderThatIsNotThereIsToldWithTheCure(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("nowhere").resolve("recording");
    try (TestNamespace namespace = new TestNamespace();
        DaemonProcess daemon = recording(namespace, folder, file)) {
      assertThat(daemon.exitStatus()).isEqualTo(ExitStatus.UNAVAILABLE);
      assertThat(daemon.log())
          .anySatisfy(line -> assertThat(line).startsWith("roam6: cannot record in " + file))
          .anySatisfy(line -> assertThat(line).contains("cure: name a file"));
    }
  }
}
