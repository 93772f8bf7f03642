package org.roam6.interop.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFolder;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;

@OnRealKernel
class LabTest {

  private static final String PLAIN =
      """
      links: [one, two]
      hosts:
        router:
          interfaces:
            eth0: {link: one, addresses: [2001:db8:1::1/64]}
            eth1: {link: two, addresses: [2001:db8:2::1/64]}
          forwarding: true
        host:
          interfaces:
            eth0: {link: one, addresses: [2001:db8:1::2/64]}
      """;

  @TempDir private Path folder;

  private Lab up(String text) throws IOException, LabFailure, InterruptedException {
    return Lab.up(Files.writeString(folder.resolve("lab.yaml"), text, UTF_8));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    try {
      Lab.current().down();
    } catch (LabFailure noneIsUp) {
      assertThat(noneIsUp.kind()).isEqualTo(LabFailure.Kind.BUSY);
    }
    assertThat(NetworkNamespace.list()).extracting(NetworkNamespace::name).noneMatch(name -> name.startsWith("r6-"));
    assertThat(LabFolder.CURRENT.path()).doesNotExist();
  }

  private static int ping(Lab lab, String... arguments) throws IOException, LabFailure, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ping", "-6", "-q", "-c", "1", "-W", "2"));
    command.addAll(List.of(arguments));
    ProcessBuilder ping = new ProcessBuilder(command);
    return lab.namespace("host").start(ping.redirectErrorStream(true).redirectOutput(Redirect.DISCARD)).waitFor();
  }

  private static LinkInfo eth0(Lab lab) throws IOException, LabFailure {
    return lab.namespace("host")
        .call(
            () -> {
              try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
                return new Links(socket).find("eth0").orElseThrow();
              }
            });
  }

  @Test
  void aNarrowLinkTakesNoLongerPackets() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN.replace("[one, two]", "[{name: one, mtu: 1280}, two]"));
    assertThat(eth0(lab).mtu()).isEqualTo(1280);

    lab.exec("host", List.of("ip", "link", "set", "eth0", "mtu", "1500"));
    assertThat(ping(lab, "-M", "do", "-s", "1232", "2001:db8:1::1")).isZero();
    assertThat(ping(lab, "-M", "do", "-s", "1300", "2001:db8:1::1")).isNotZero();
    lab.exec("host", List.of("ip", "-6", "addr", "add", "2001:db8:2::2/64", "dev", "eth0", "nodad"));
    lab.move("host", Optional.empty(), "two");
    assertThat(ping(lab, "-M", "do", "-s", "1452", "2001:db8:2::1")).isZero();
  }

  @Test
  void hostsOnOneLinkReachOneAnother() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN);

    assertThat(ping(lab, "2001:db8:1::1")).isZero();
  }

  @Test
  void aMoveTakesTheCarrierAwayAndBringsItBackOnTheOtherLink() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN);
    LinkInfo before = eth0(lab);

    lab.move("host", Optional.empty(), "two");

    LinkInfo after = eth0(lab);
    assertThat(after.index()).isEqualTo(before.index());
    assertThat(after.carrier()).isTrue();
    assertThat(after.carrierDowns()).isEqualTo(before.carrierDowns() + 1);
    assertThat(lab.status().hosts().getLast().interfaces().getFirst().link()).isEqualTo("two");
    assertThat(ping(lab, "2001:db8:1::1")).isNotZero();
  }

  @Test
  void runsAProgramInAHostAndTellsItsExitStatus() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN);

    assertThat(lab.exec("host", List.of("test", "-e", "/proc/sys/net/ipv6/conf/eth0"))).isZero();
    assertThat(lab.exec("host", List.of("test", "-e", "/proc/sys/net/ipv6/conf/eth1"))).isEqualTo(1);
  }

  @Test
  void laterCommandsFindTheLabThatIsUp() throws IOException, LabFailure, InterruptedException {
    up(PLAIN);

    assertThat(ping(Lab.current(), "2001:db8:1::1")).isZero();
  }

  @Test
  void refusesASecondLabAndLeavesTheFirstAlone() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN);

    assertThatThrownBy(() -> up(PLAIN)).isInstanceOf(LabFailure.class).hasMessageContaining("is up already");
    assertThat(ping(lab, "2001:db8:1::1")).isZero();
  }

  @Test
  void aBadConfigurationOfADaemonStartsNothing() {
    String bad = PLAIN + "    roam6:\n      rooter: {}\n";

    assertThatThrownBy(() -> up(bad))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("lab.yaml:12:7: unknown key 'rooter' in the file; did you mean 'router'?");
  }

  @Test
  void namesWhatThereIsWhereAHostOrLinkIsUnknown() throws IOException, LabFailure, InterruptedException {
    Lab lab = up(PLAIN);

    assertThatThrownBy(() -> lab.move("hist", Optional.empty(), "two")).hasMessageContaining("there are: router, host");
    assertThatThrownBy(() -> lab.move("host", Optional.empty(), "tow")).hasMessageContaining("there are: one, two");
    assertThatThrownBy(() -> lab.move("router", Optional.empty(), "two")).hasMessageContaining("eth0, eth1");
  }

  @Test
  void leavesNothingInTheMachinesOwnNamespace() throws IOException, LabFailure, InterruptedException {
    try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
      List<String> before = new Links(socket).all().stream().map(LinkInfo::name).toList();

      up(PLAIN);

      assertThat(new Links(socket).all().stream().map(LinkInfo::name).toList()).isEqualTo(before);
    }
  }
}
