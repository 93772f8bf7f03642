package org.roam6.interop.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabStatus;
import org.roam6.lab.Switchboard;

/** Moves, pulled cables and restarts of every daemon, drawn from a seed; {@code ./dev soak} makes it a thousand. */
@OnRealKernel
class SoakTest {

  private static final int DEEDS = Integer.getInteger("roam6.soak.deeds", 25);
  private static final long SEED = Long.getLong("roam6.soak.seed", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PORT = "mn.eth0";
  private static final List<String> LINKS = List.of("home", "visited-a", "visited-b");
  private static final List<String> DAEMONS = List.of("mn", "ha", "core");
  /** What a daemon may have more of than at first: threads and files of the runtime that come and go. */
  private static final int SPARE = 6;

  @Test
  void trafficFlowsAfterEachDeedAndNothingIsLeftBehind() throws IOException, LabFailure, InterruptedException {
    Lab lab = Dissection.watched(Lab.up(Path.of(System.getProperty("roam6.root"), "examples", "campus.yaml")));
    try (Switchboard switchboard = lab.switchboard();
        Conversation conversation =
            Conversation.begin(
                lab.namespace("cn"),
                new InetSocketAddress("2001:db8:c::2", 6277),
                lab.namespace("mn"),
                new InetSocketAddress("2001:db8:1::100", 6277))) {
      new Soak(lab, switchboard, conversation).run();
    } finally {
      lab.down();
    }
  }

  private record Soak(Lab lab, Switchboard switchboard, Conversation conversation) {
    void run() throws IOException, LabFailure, InterruptedException {
      assertThat(conversation.isAnsweredWithin(PATIENCE)).isTrue();
      goThroughAll();
      Map<String, HostState> first = states();
      Random random = new Random(SEED);
      for (int i = 0; i < DEEDS; i++) {
        String deed = act(random);
        assertThat(conversation.isAnsweredWithin(PATIENCE)).as("traffic after deed %d: %s", i, deed).isTrue();
      }
      goThroughAll();
      assertSameNetwork(first);
      states().forEach((host, last) -> assertNoLeak(host, first.get(host), last));
    }

    /** So that all that a daemon opens once is open, and the mobile node is home at the end. */
    private void goThroughAll() throws IOException {
      for (String link : List.of("visited-a", "visited-b", "home")) {
        switchboard.replug(PORT, link);
        assertThat(conversation.isAnsweredWithin(PATIENCE)).as("traffic at %s", link).isTrue();
      }
    }

    /** Does something that happens to networks, and says what. */
    private String act(Random random) throws IOException, LabFailure, InterruptedException {
      int kind = random.nextInt(20);
      String link = LINKS.get(random.nextInt(LINKS.size()));
      if (kind < 13) {
        switchboard.replug(PORT, link);
        return "moved to " + link;
      }
      if (kind < 17) {
        int questions = random.nextInt(20);
        switchboard.unplug(PORT);
        for (int i = 0; i < questions; i++) {
          conversation.ask();
        }
        switchboard.replug(PORT, link);
        return "unplugged for " + questions + " questions, and plugged into " + link;
      }
      String host = DAEMONS.get(random.nextInt(DAEMONS.size()));
      boolean killed = random.nextBoolean();
      if (killed) {
        ProcessHandle daemon = ProcessHandle.of(daemons().get(host)).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().join();
      } else {
        lab.stopDaemons(List.of(lab.host(host)));
      }
      lab.startDaemons(List.of(lab.host(host)));
      return (killed ? "killed " : "restarted ") + host;
    }

    private Map<String, Long> daemons() throws IOException {
      Map<String, Long> daemons = new TreeMap<>();
      for (LabStatus.Host host : lab.status().hosts()) {
        host.daemon().ifPresent(process -> daemons.put(host.name(), process));
      }
      return daemons;
    }

    private Map<String, HostState> states() throws IOException, LabFailure {
      Map<String, HostState> states = new TreeMap<>();
      for (Map.Entry<String, Long> daemon : daemons().entrySet()) {
        states.put(daemon.getKey(), HostState.of(lab.namespace(daemon.getKey()), daemon.getValue()));
      }
      return states;
    }

    /** The last bindings and care-of addresses have to go first. */
    private void assertSameNetwork(Map<String, HostState> first)
        throws IOException, LabFailure {
      Map<String, HostState> last = states();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!networks(last).equals(networks(first)) && System.nanoTime() - end < 0) {
        conversation.ask();
        last = states();
      }
      assertThat(networks(last)).isEqualTo(networks(first));
    }

    private static Map<String, List<String>> networks(Map<String, HostState> states) {
      Map<String, List<String>> networks = new TreeMap<>();
      states.forEach((host, state) -> networks.put(host, state.network()));
      return networks;
    }

    private static void assertNoLeak(String host, HostState first, HostState last) {
      assertThat(last.descriptors()).as("open files of the daemon on %s", host)
          .isLessThanOrEqualTo(first.descriptors() + SPARE);
      assertThat(last.threads()).as("threads of the daemon on %s", host).isLessThanOrEqualTo(first.threads() + SPARE);
    }
  }
}
