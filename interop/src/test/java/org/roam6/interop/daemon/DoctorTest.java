package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.cli.Main;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Program;
import org.roam6.interop.TestNamespace;

/** What {@code roam6 doctor} finds on hosts of all kinds, with the firewalls, bridges and programs themselves. */
@OnRealKernel
@Timeout(120)
final class DoctorTest {

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

  @TempDir private Path folder;
  private final TestNamespace here = new TestNamespace();
  private final TestNamespace peer = new TestNamespace();

  @BeforeEach
  void plugInTheCable() {
    here.connect("eth0", peer, "eth0");
    here.awaitLinkLocalAddress("eth0");
  }

  @AfterEach
  void leaveNothing() {
    here.close();
    peer.close();
  }

  /** What it says, and its exit status behind it. */
  private String doctor(String configuration, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("roam6.yaml"), configuration);
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    String[] arguments = new String[options.length + 3];
    System.arraycopy(new String[] {"doctor", "--config", file.toString()}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    int status = here.call(() -> Main.execute(printer, printer, arguments));
    return out + "exit status " + status;
  }

  private void firewall(String rules) throws IOException {
    here.run("nft -f " + Files.writeString(folder.resolve("rules"), rules));
  }

  @Test
  void aHostThatIsAsItShouldBeHasNoProblem() throws Exception {
    String before = here.run("nft list ruleset") + here.run("ip -o link") + here.run("ip -6 addr");
    assertThat(doctor(HOME_AGENT))
        .contains("ok       tun: ", "ok       nf-tables: ", "ok       AF_PACKET: ", "ok       rights: CAP_NET_RAW")
        .contains("ok       interface eth0: it is up and has a carrier", "ok       firewall: 0 chains")
        .contains("mip6: ", "tunnel6: ", "user namespaces: ", "forwarding: off")
        .doesNotContain("problem")
        .endsWith("exit status " + ExitStatus.OK);
    assertThat(here.run("nft list ruleset") + here.run("ip -o link") + here.run("ip -6 addr")).isEqualTo(before);
  }

  @Test
  void whoLacksRightsIsToldWhich() throws Exception {
    Path file = Files.writeString(folder.resolve("roam6.yaml"), HOME_AGENT);
    String command =
        String.join(
            " ",
            Program.command(
                "command.options", Program.classPath(), List.of("doctor", "--config", file.toString())));
    Process process = here.background("setpriv --bounding-set -all --inh-caps -all " + command);
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("problem  rights: CAP_NET_ADMIN is missing", "problem  AF_PACKET: no packet sockets")
        .contains("note     firewall: cannot look")
        .doesNotContain("take a newer kernel");
    assertThat(process.waitFor()).isEqualTo(ExitStatus.FAILURE);
  }

  @Test
  void aMissingInterfaceIsAProblemAlsoForPrograms() throws Exception {
    assertThat(doctor(HOME_AGENT.replace("eth0", "eth7"), "--json"))
        .contains("{\"schema\":\"roam6.doctor/1\",\"problem\":true,")
        .contains("\"grade\":\"problem\",\"subject\":\"interface eth7\",\"text\":\"there is none of this name")
        .endsWith("exit status " + ExitStatus.FAILURE);
  }

  @Test
  void aFirewallThatLetsThroughOnlyWhatIsAskedForIsNamed() throws Exception {
    firewall(
        """
        table inet myfilter {
          chain in {
            type filter hook input priority 0; policy drop;
            ct state vmap { established : accept, related : accept, invalid : drop }
            iifname "lo" accept
            icmpv6 type { 1-4, 128, 129, 133, 134, 136 } accept
            tcp dport { 22, 80 } accept
          }
          chain out {
            type filter hook output priority 0;
            jump rest
          }
          chain rest {
            meta l4proto 41 counter drop
            exthdr dst exists reject
          }
          chain through {
            type filter hook forward priority 0; policy drop;
            meta l4proto { 41, 135 } accept
          }
        }
        """);
    assertThat(doctor(HOME_AGENT))
        .contains(
            "problem  firewall: nf_tables table inet myfilter, chain in drops neighbour solicitations (ICMPv6 135)\n")
        .contains(
            "note     firewall: nf_tables table inet myfilter, chain in drops protocol 135 (the Mobility Header),"
                + " protocol 41 (IPv6 in IPv6), destination options (the Home Address option); Roam6 hears it before")
        .contains(
            "problem  firewall: nf_tables table inet myfilter, chain out drops protocol 41 (IPv6 in IPv6),"
                + " destination options (the Home Address option)\n")
        .contains(
            "problem  firewall: nf_tables table inet myfilter, chain through drops packets of mobile nodes (UDP,")
        .endsWith("exit status " + ExitStatus.FAILURE);
  }

  @Test
  void aFirewallThatAcceptsWhatIsNeededIsNone() throws Exception {
    firewall(
        """
        table ip6 f {
          chain in {
            type filter hook input priority 0; policy drop;
            meta l4proto vmap { 41 : accept, 135 : accept, ipv6-icmp : jump discovery }
          }
          chain discovery { icmpv6 type { 133-136 } accept; }
          chain through {
            type filter hook forward priority 0; policy drop;
            ip6 nexthdr { 41, 60, 135 } accept
            iifname "roam0" accept
          }
        }
        table ip6 off {
          flags dormant
          chain out { type filter hook output priority 0; policy drop; }
        }
        table ip old {
          chain out { type filter hook output priority 0; policy drop; }
        }
        """);
    assertThat(doctor(HOME_AGENT)).contains("ok       firewall: 2 chains").endsWith("exit status " + ExitStatus.OK);
  }

  @Test
  void rulesOfIptablesAndOfNetworkCardsAreNamed() throws Exception {
    here.run("ip6tables-nft -A OUTPUT -p mobility-header -j REJECT");
    here.run("ip6tables-nft -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT");
    here.run("ip6tables-nft -A INPUT -p icmpv6 --icmpv6-type 135 -j ACCEPT");
    here.run("ip6tables-nft -A INPUT -p icmpv6 -j DROP");
    here.run("ip6tables-legacy -A OUTPUT -p 41 -j DROP");
    firewall(
        """
        table netdev card {
          chain early {
            type filter hook ingress device eth0 priority 0;
            meta protocol ip6 meta l4proto ipv6 drop
          }
        }
        """);
    assertThat(doctor(HOME_AGENT))
        .contains("table ip6 filter, chain OUTPUT drops protocol 135 (the Mobility Header), destination options")
        .contains("problem  firewall: nf_tables table ip6 filter, chain INPUT drops neighbour advertisements (ICMPv6")
        .contains("problem  firewall: ip6tables table filter, chain OUTPUT drops protocol 41 (IPv6 in IPv6)\n")
        .contains("problem  firewall: nf_tables table netdev card, chain early drops protocol 41 (IPv6 in IPv6)\n");
  }

  @Test
  void theReversePathCheckOfAMobileNodesFirewallIsNamed() throws Exception {
    firewall(
        """
        table inet fw {
          chain before {
            type filter hook prerouting priority -290;
            meta nfproto ipv6 fib saddr . mark . iif oif missing drop
          }
        }
        """);
    assertThat(doctor(MOBILE_NODE))
        .contains("problem  firewall: nf_tables table inet fw, chain before drops packets whose source is routed")
        .contains("except iifname roam0");
    assertThat(doctor(HOME_AGENT)).doesNotContain("problem");
  }

  @Test
  void aRunningRoam6HearsItsSignallingInSpiteOfAnInputFilterAndTellsOfProblemsOnce() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      network.move(HomeAndAway.VISITED);
      Path rules =
          Files.writeString(
              folder.resolve("rules"),
              """
              table ip6 f {
                chain in {
                  type filter hook input priority 0; policy drop;
                  meta l4proto ipv6-icmp accept
                }
                chain out {
                  type filter hook output priority 0;
                  ip6 daddr 2001:db8:dead::/48 drop
                  meta l4proto 132 drop
                }
                chain through {
                  type filter hook forward priority 0; policy drop;
                  meta l4proto ipv6-icmp accept
                }
              }
              """);
      network.homeAgent().run("nft -f " + rules);
      try (DaemonProcess homeAgent = network.startHomeAgent("");
          DaemonProcess mobileNode = network.startMobileNode("")) {
        mobileNode.next("acknowledged, status 0");
        network.awaitReachable();
        assertThat(homeAgent.next("WARNING daemon: firewall:"))
            .contains("table ip6 f, chain through drops", "packets of mobile nodes", "cure: ");
        assertThat(homeAgent.terminate()).isEqualTo(ExitStatus.OK);
        assertThat(mobileNode.log()).noneMatch(line -> line.contains("WARNING"));
      }
    }
  }

  @Test
  void aBridgeThatSnoopsWithoutQuerierIsNamed() throws Exception {
    here.run("ip link add br0 type bridge mcast_snooping 1");
    here.run("ip link set br0 up");
    here.run("ip link set eth0 master br0");
    String named = "bridge br0 snoops multicast and nobody on it asks for reports";
    assertThat(doctor(HOME_AGENT)).contains("note     interface eth0: " + named);
    assertThat(doctor(HOME_AGENT.replace("eth0", "br0"))).contains("note     interface br0: " + named);
    here.run("ip link set br0 type bridge mcast_querier 1");
    assertThat(doctor(HOME_AGENT)).doesNotContain(named);
    here.run("ip link set br0 type bridge mcast_querier 0 mcast_snooping 0");
    assertThat(doctor(HOME_AGENT)).doesNotContain(named);
  }

  @Test
  void aSmallMtuAndAnInterfaceThatIsOffAreNamed() throws Exception {
    here.run("ip link set eth0 mtu 1400");
    assertThat(doctor(HOME_AGENT)).contains("note     interface eth0: an MTU of 1400");
    here.run("ip link set eth0 down");
    assertThat(doctor(HOME_AGENT))
        .contains("problem  interface eth0: it is turned off", "cure: ip link set eth0 up")
        .endsWith("exit status " + ExitStatus.FAILURE);
  }

  @Test
  void aRealRadvdOnTheSameInterfaceIsNamed() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("radvd.conf"),
            "# interface eth9\ninterface eth0 { AdvSendAdvert on; prefix 2001:db8:1::/64 {}; };\n");
    Process radvd =
        here.background("radvd --nodaemon -m stderr -C " + file + " -p " + folder.resolve("radvd.pid"));
    try {
      radvd.inputReader().readLine();
      assertThat(doctor(HOME_AGENT))
          .contains("problem  radvd (" + radvd.pid() + "): advertises on eth0, as Roam6 is to");
      assertThat(doctor(MOBILE_NODE)).contains("note     radvd (" + radvd.pid() + "): advertises on eth0");
    } finally {
      radvd.destroy();
    }
  }

  @Test
  void programsOfOtherNamespacesAreNone() throws Exception {
    Path imitation = folder.resolve("NetworkManager");
    Files.createFile(imitation, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(imitation, "#!/bin/sh\necho here\nread line\n");
    Process there = peer.background(imitation.toString());
    Process same = here.background(imitation.toString());
    try {
      there.inputReader().readLine();
      same.inputReader().readLine();
      assertThat(doctor(MOBILE_NODE))
          .contains("note     NetworkManager (" + same.pid() + "): runs here")
          .doesNotContain("(" + there.pid() + ")");
    } finally {
      there.destroy();
      same.destroy();
    }
  }

  @Test
  void anotherRoam6IsNamed() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(here, Files.writeString(folder.resolve("first.yaml"), HOME_AGENT))) {
      assertThat(doctor(HOME_AGENT)).contains("note     other Roam6: one runs in this network namespace");
      assertThat(daemon.terminate()).isEqualTo(ExitStatus.OK);
    }
    assertThat(doctor(HOME_AGENT)).contains("ok       other Roam6: none");
  }
}
