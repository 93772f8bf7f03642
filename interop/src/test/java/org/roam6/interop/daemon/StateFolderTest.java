package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.ip.Ipv6Packet;

/** What daemons remember over a {@code kill -9}, and what they say where they cannot. */
@OnRealKernel
@Timeout(120)
final class StateFolderTest {

  private static final String STATE = "state-folder: state";
  private static final Pattern UPDATE = Pattern.compile("Binding Update (\\d+) for \\S+, lifetime 600 s, try 1");
  private static final int NUMBERS = 1 << 16;
  /** Sequence numbers are remembered some ahead, so that not each of them is written. */
  private static final int MOST_SKIPPED = 1024;
  /** RFC 4285 6: a timestamp may be so old. */
  private static final Duration WINDOW = Duration.ofSeconds(7);
  private static final int MOST_TRIES = 5;

  @TempDir private Path folder;

  private static int sequenceNumber(String line) {
    Matcher update = UPDATE.matcher(line);
    assertThat(update.find()).as(line).isTrue();
    return Integer.parseInt(update.group(1));
  }

  @Test
  void theMobileNodesSequenceNumbersGoOn() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgent("")) {
      network.move(HomeAndAway.VISITED);
      int before;
      try (DaemonProcess killed = network.startMobileNode(STATE)) {
        before = sequenceNumber(killed.next("Binding Update"));
        killed.next("acknowledged, status 0");
        killed.kill();
      }
      try (DaemonProcess again = network.startMobileNode(STATE)) {
        int after = sequenceNumber(again.next("Binding Update"));
        assertThat(Math.floorMod(after - before, NUMBERS)).isBetween(1, MOST_SKIPPED);
        again.next("acknowledged, status 0");
        assertThat(again.log()).filteredOn(line -> line.contains("Binding Update")).hasSize(1);
      }
      assertThat(network.homeAgentSocket().ask("stats").at("/home_agent/refused")).isEmpty();
      assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void numbersAreLeftOutWhereTheMachineGoesOnFromASnapshot() throws Exception {
    Path script =
        Path.of(System.getProperty("roam6.root"), "interop/src/test/resources/org/roam6/interop/daemon/resume.py");
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      network.move(HomeAndAway.VISITED);
      int before = sequenceNumber(mobileNode.next("Binding Update"));
      mobileNode.next("acknowledged, status 0");
      network.mobileNode().run("python3 " + script);
      mobileNode.next("goes on from a snapshot");

      network.move(HomeAndAway.OTHER);
      int after = sequenceNumber(mobileNode.next("Binding Update"));
      assertThat(Math.floorMod(after - before, NUMBERS)).isGreaterThan(MOST_SKIPPED);
      mobileNode.next("acknowledged, status 0");
    }
  }

  @Test
  void theHomeAgentHasItsBindingAgainAndRefusesWhatItHasTakenBefore() throws Exception {
    Duration age = refuseAfterARestart();
    // A loaded machine may have taken so long to start that the message was too old anyway.
    for (int tries = 1; age.compareTo(WINDOW) >= 0 && tries < MOST_TRIES; tries++) {
      age = refuseAfterARestart();
    }
    assertThat(age).as("not for its age").isLessThan(WINDOW);
  }

  /** How old the Binding Update was that the home agent had taken before it was killed, and refused afterwards. */
  private Duration refuseAfterARestart() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        Stranger stranger = network.eavesdropper(HomeAndAway.OTHER)) {
      Ipv6Packet update;
      long heard;
      try (DaemonProcess killed = network.startHomeAgent(STATE);
          DaemonProcess mobileNode = network.startMobileNode("")) {
        network.move(HomeAndAway.VISITED);
        mobileNode.next("acknowledged, status 0");
        // Known already, it is registered again at once.
        network.move(HomeAndAway.OTHER);
        update = stranger.next(packet -> packet.homeAddressOption().isPresent());
        heard = System.nanoTime();
        killed.next("moved from");
        killed.kill();
        mobileNode.kill();
      }
      try (DaemonProcess again = network.startHomeAgent(STATE)) {
        assertThat(again.log()).anyMatch(line -> line.contains("2001:db8:1::100 is still at 2001:db8:b:"));
        stranger.send(update.encode());
        assertThat(again.next("Binding Update")).contains("refused a Binding Update of 2001:db8:1::100: status 144");
        assertThat(network.homeAgentSocket().ask("bindings").path("bindings")).hasSize(1);
        return Duration.ofNanos(System.nanoTime() - heard);
      }
    }
  }

  private Path stateFile() throws IOException {
    return Files.createDirectories(folder.resolve("state")).resolve("router.memory");
  }

  @Test
  void aFileThatIsNoMemoryIsSetAsideWithAWarning() throws Exception {
    Files.writeString(stateFile(), "my diary\n");
    try (TestNamespace namespace = new TestNamespace();
        DaemonProcess daemon = new DaemonProcess(namespace, RouterFile.write(folder, STATE))) {
      assertThat(daemon.log())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("WARNING", stateFile() + " is not what Roam6 remembers", "router.memory.unreadable"))
          .last()
          .asString()
          .contains("ready after");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(stateFile().resolveSibling("router.memory.unreadable")).hasContent("my diary");
  }

  @Test
  void damagedLinesAreLeftOutWithAWarning() throws Exception {
    String good =
        """
        {"schema":"roam6.memory/1"}
        {"kind":"used-sequence-numbers","home_address":"2001:db8:1::100","peer":"2001:db8:1::1","last":7}
        """;
    Files.writeString(stateFile(), good + "{\"kind\":\"used-seq");
    try (TestNamespace namespace = new TestNamespace();
        DaemonProcess daemon = new DaemonProcess(namespace, RouterFile.write(folder, STATE))) {
      assertThat(daemon.log())
          .anySatisfy(
              line -> assertThat(line).contains("WARNING", "1 of 2 lines of " + stateFile() + " are damaged"));
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(stateFile()).hasContent(good);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldWithTheCure() throws Exception {
    Path locked = stateFile().getParent();
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
    // Without the capability by which root may write anywhere.
    List<String> starter = List.of("setpriv", "--bounding-set", "-all,+net_admin,+net_raw", "--inh-caps", "-all");
    try (TestNamespace namespace = new TestNamespace();
        DaemonProcess daemon = new DaemonProcess(namespace, starter, RouterFile.write(folder, STATE))) {
      assertThat(daemon.log())
          .anySatisfy(line -> assertThat(line).contains("WARNING", "cannot keep " + stateFile()))
          .contains("  cure: make its folder writable, or name another one by 'state-folder'")
          .last()
          .asString()
          .contains("ready after");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
  }
}
