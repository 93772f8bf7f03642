package org.roam6.interop.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFolder;
import org.roam6.lab.Switchboard;
import org.roam6.lab.demo.DatagramStream;
import org.roam6.linux.namespace.NetworkNamespace;
import tools.jackson.databind.JsonNode;

/** The example of two interfaces: streams both ways while the mobile node changes from one interface to the other. */
@OnRealKernel
@Timeout(180)
class TwoInterfacesTest {

  private static final String HOME = "2001:db8:1::100";
  private static final String CORRESPONDENT = "2001:db8:c::2";
  private static final Duration INTERVAL = Duration.ofMillis(4);
  private static final int SOME = 100;

  private Optional<Lab> lab = Optional.empty();
  private ControlSocket control = new ControlSocket(LabFolder.CURRENT.controlSocket("mn"));

  @BeforeEach
  void up() throws IOException, LabFailure, InterruptedException {
    Path file = Path.of(System.getProperty("roam6.root"), "examples", "two-interfaces.yaml");
    lab = Optional.of(Dissection.watched(Lab.up(file)));
    control = new ControlSocket(lab.get().folder().controlSocket("mn"));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    lab.orElseThrow().down();
  }

  /** A stream to the mobile node, and one from it. */
  private record Streams(DatagramStream to, DatagramStream from) implements AutoCloseable {

    /** How many of the datagrams of each were lost that were sent in a time. */
    record Lost(int to, int from) {}

    Lost lost(long start, long end) {
      return new Lost(to.record().lost(start, end), from.record().lost(start, end));
    }

    /** Waits until some more have arrived by both. */
    void go() {
      int first = to.record().arrivalCount() + SOME;
      int second = from.record().arrivalCount() + SOME;
      while (to.record().arrivalCount() < first || from.record().arrivalCount() < second) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() throws IOException {
      to.close();
      from.close();
    }
  }

  private Streams streams() throws IOException, LabFailure {
    NetworkNamespace mobileNode = lab.orElseThrow().namespace("mn");
    NetworkNamespace correspondent = lab.orElseThrow().namespace("cn");
    return new Streams(
        DatagramStream.start(
            correspondent,
            new InetSocketAddress(CORRESPONDENT, 7001),
            mobileNode,
            new InetSocketAddress(HOME, 7001),
            INTERVAL),
        DatagramStream.start(
            mobileNode,
            new InetSocketAddress(HOME, 7002),
            correspondent,
            new InetSocketAddress(CORRESPONDENT, 7002),
            INTERVAL));
  }

  private void awaitRegisteredBy(String name) throws IOException {
    control.await(
        "status",
        status -> {
          JsonNode node = status.path("mobile_node");
          return node.path("interface").asString("").equals(name) && node.path("registered").asBoolean(false);
        });
  }

  @Test
  @Tag("R6275-236")
  void nothingIsLostWhileABetterInterfaceAppearsAndLittleWhenItDies() throws IOException, LabFailure {
    try (Switchboard switchboard = lab.orElseThrow().switchboard()) {
      switchboard.unplug("mn.eth0");
      awaitRegisteredBy("wlan0");
      try (Streams streams = streams()) {
        streams.go();
        long before = System.nanoTime();
        switchboard.replug("mn.eth0", "visited-a");
        awaitRegisteredBy("eth0");
        streams.go();
        long settled = System.nanoTime();
        streams.go();
        assertThat(streams.lost(before, settled)).isEqualTo(new Streams.Lost(0, 0));

        long dying = System.nanoTime();
        switchboard.unplug("mn.eth0");
        awaitRegisteredBy("wlan0");
        streams.go();
        long recovered = System.nanoTime();
        streams.go();
        Streams.Lost lost = streams.lost(dying, recovered);
        System.out.println("the better interface died: lost " + lost + ", one each " + INTERVAL.toMillis() + " ms");
        assertThat(lost.to() + lost.from()).isLessThan(4 * SOME);
      }
    }
  }

  @Test
  void nothingIsLostWhenAnotherInterfaceIsPreferred() throws IOException, LabFailure {
    awaitRegisteredBy("eth0");
    control.await("status", TwoInterfacesTest::areBothUsable);
    try (Streams streams = streams()) {
      streams.go();
      long before = System.nanoTime();
      assertThat(control.ask("prefer wlan0").path("interfaces").path(1).path("used").asBoolean(false)).isTrue();
      awaitRegisteredBy("wlan0");
      streams.go();
      control.ask("prefer");
      awaitRegisteredBy("eth0");
      streams.go();
      long settled = System.nanoTime();
      streams.go();

      assertThat(streams.lost(before, settled)).isEqualTo(new Streams.Lost(0, 0));
    }
  }

  private static boolean areBothUsable(JsonNode status) {
    JsonNode interfaces = status.path("mobile_node").path("interfaces");
    return interfaces.path(0).path("usable").asBoolean(false) && interfaces.path(1).path("usable").asBoolean(false);
  }

  @Test
  void whoPrefersAnInterfaceThatThereIsNotIsToldWhichThereAre() throws IOException {
    assertThat(control.ask("prefer wwan0").path("error").asString(""))
        .isEqualTo("'wwan0' is none of the mobile node's interfaces; these are [eth0, wlan0]");
    assertThat(control.ask("status").path("mobile_node").path("interfaces").path(1).path("preferred").asBoolean(true))
        .isFalse();
  }

  /** Packets from each care-of address leave by its own interface, the used one or not. */
  @Test
  void theKernelSendsFromEachCareOfAddressByItsInterface() throws IOException, LabFailure, InterruptedException {
    awaitRegisteredBy("eth0");
    JsonNode interfaces =
        control.await("status", TwoInterfacesTest::areBothUsable).path("mobile_node").path("interfaces");
    for (JsonNode each : interfaces) {
      Process route =
          lab.orElseThrow()
              .namespace("mn")
              .start(
                  new ProcessBuilder(
                      "ip", "-6", "route", "get", "2001:db8:1::1", "from", each.path("care_of_address").asString("")));
      assertThat(new String(route.getInputStream().readAllBytes(), UTF_8))
          .contains("dev " + each.path("interface").asString(""));
      assertThat(route.waitFor()).isZero();
    }
  }
}
