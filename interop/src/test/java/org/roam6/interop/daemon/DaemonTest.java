package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.cli.Main;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;

/** Home agent, mobile node and router as processes on a real kernel: how they begin and end. */
@OnRealKernel
@Timeout(120)
final class DaemonTest {
  private static final String HOME_AGENT =
      """
      control-socket: control.sock
      home-agent:
        interface: eth0
        address: 2001:db8:1::1
        prefix: 2001:db8:1::/64
        security: none
      """;
  private static final String MOBILE_NODE =
      """
      control-socket: control.sock
      mobile-node:
        interface: eth0
        home-address: 2001:db8:1::100/64
        home-agent: 2001:db8:1::1
        security: none
      """;
  private static final long MOST_RESIDENT_KIBIBYTES = 80 * 1024;

  @TempDir private Path folder;
  private final TestNamespace here = new TestNamespace();
  private final TestNamespace peer = new TestNamespace();

  @BeforeEach
  void plugInTheCable() {
    here.run("sysctl -qw net.ipv6.conf.default.accept_dad=0");
    here.connect("eth0", peer, "eth0");
    here.run("ip -6 addr add 2001:db8:1::1/64 dev eth0 nodad");
    here.awaitLinkLocalAddress("eth0");
    here.awaitAddress("eth0", "2001:db8:1::1");
  }

  @AfterEach
  void leaveNothing() {
    here.close();
    peer.close();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("roam6.yaml"), text);
  }

  /**
   * What Roam6 may change: addresses, routes of all tables, rules, and the settings of interfaces.
   */
  private String machine() {
    return here.run("ip -6 -o addr").replaceAll("(valid|preferred)_lft \\S+", "")
        + here.run("ip -6 route show table all").replaceAll("expires \\S+", "")
        + here.run("ip -6 rule")
        + here.run("ip -o link").replaceAll("qlen \\d+", "")
        + here.run(
            "sysctl -a --pattern"
                + " net.ipv6.conf.*.(forwarding|accept_ra|autoconf|optimistic_dad|use_optimistic)$");
  }

  @Test
  void homeAgentLeavesTheMachineAsItWas() throws Exception {
    String before = machine();
    try (DaemonProcess daemon = new DaemonProcess(here, file(HOME_AGENT))) {
      assertThat(daemon.log()).last().asString().contains("ready after");
      assertThat(daemon.log())
          .anySatisfy(line -> assertThat(line).contains("WARNING", "security: none"));
      assertThat(machine()).contains("roam0").isNotEqualTo(before);
      assertThat(here.run("ip -o link show roam0")).as("what fits a tunnel over an Ethernet").contains(" mtu 1452 ");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(machine()).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**/{control.sock,net-*}");
  }

  @Test
  void mobileNodeLeavesTheMachineAsItWas() throws Exception {
    String before = machine();
    try (DaemonProcess daemon = new DaemonProcess(here, file(MOBILE_NODE))) {
      assertThat(machine()).contains("2001:db8:1::100");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(machine()).isEqualTo(before);
  }

  @Test
  void theNextOneTidiesUpAfterOneThatWasKilled() throws Exception {
    String before = machine();
    try (DaemonProcess killed = new DaemonProcess(here, file(MOBILE_NODE))) {
      killed.kill();
    }
    assertThat(machine()).isNotEqualTo(before);
    try (DaemonProcess next = new DaemonProcess(here, file(HOME_AGENT))) {
      assertThat(machine()).doesNotContain("2001:db8:1::100");
      assertThat(next.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(machine()).isEqualTo(before);
  }

  @Test
  void aSecondOneInTheSameNamespaceIsRefused() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"), HOME_AGENT.replace("control.sock", "other.sock"));
    try (DaemonProcess first = new DaemonProcess(here, file(HOME_AGENT));
        DaemonProcess second = new DaemonProcess(here, other)) {
      assertThat(second.exitStatus()).isEqualTo(ExitStatus.BUSY);
      assertThat(second.log()).anySatisfy(line -> assertThat(line).contains("another Roam6 runs"));
      assertThat(first.terminate()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void aBadFileStartsNothing() throws Exception {
    String before = machine();
    try (DaemonProcess daemon =
        new DaemonProcess(here, file(HOME_AGENT.replace("prefix", "prefx")))) {
      assertThat(daemon.exitStatus()).isEqualTo(ExitStatus.CONFIGURATION);
      assertThat(daemon.log())
          .anySatisfy(line -> assertThat(line).contains("did you mean 'prefix'?"));
    }
    assertThat(machine()).isEqualTo(before);
  }

  @Test
  void tellsItsStatusAndStaysSmall() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(here, file(HOME_AGENT))) {
      assertThat(daemon.residentKibibytes()).isPositive().isLessThan(MOST_RESIDENT_KIBIBYTES);
      StringWriter out = new StringWriter();
      PrintWriter printer = new PrintWriter(out, true);
      String socket = folder.resolve("control.sock").toString();
      assertThat(Main.execute(printer, printer, "status", "--socket", socket))
          .isEqualTo(ExitStatus.OK);
      assertThat(out.toString())
          .contains(
              "home agent   2001:db8:1::1 on eth0, home link 2001:db8:1::/64, 0 of 10000 bindings")
          .contains("router       eth0");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
  }
}
