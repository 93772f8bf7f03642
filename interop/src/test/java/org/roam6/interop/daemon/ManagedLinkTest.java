package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;

/** A link on which dnsmasq leases addresses by DHCPv6, and no router lets them be formed (RFC 6275 11.5.3). */
@OnRealKernel
@Timeout(120)
final class ManagedLinkTest {

  private static final String MANAGED = "managed";
  private static final String LEASED = "2001:db8:c::1";
  @TempDir private Path folder;
  private HomeAndAway network;
  private TestNamespace router;
  private Process server;

  @BeforeEach
  void startServer() throws IOException, InterruptedException {
    network = new HomeAndAway(folder);
    router = network.addLink(MANAGED, "2001:db8:c::ff");
    server =
        router.background(
            "dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --port=0 --interface=eth3"
                + " --bind-interfaces --enable-ra --dhcp-range=2001:db8:c::1000,2001:db8:c::1fff,64,1h"
                + " --pid-file= --log-facility=- --dhcp-leasefile=" + folder.resolve("leases"));
    BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    String line = output.readLine();
    while (line != null && !line.contains("IPv6 router advertisement enabled")) {
      line = output.readLine();
    }
    assertThat(line).as("dnsmasq runs").isNotNull();
  }

  @AfterEach
  void leaveNothing() {
    server.destroyForcibly();
    network.close();
  }

  @Test
  void mobileNodeRegistersALeasedAddressAndMovesOn() throws Exception {
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("", "--verbose")) {
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged");
      network.move(MANAGED);
      assertThat(mobileNode.next("leased from server")).contains(LEASED);
      assertThat(mobileNode.next("care-of address")).contains(LEASED);
      mobileNode.next("acknowledged");
      assertThat(homeAgent.next(LEASED)).isNotEmpty();
      ping(router);
      network.move(HomeAndAway.OTHER);
      assertThat(mobileNode.next("care-of address")).contains("2001:db8:b:");
      mobileNode.next("acknowledged");
      ping(router);
      network.move(MANAGED);
      assertThat(mobileNode.next("care-of address")).contains(LEASED);
      mobileNode.next("acknowledged");
      mobileNode.next("Confirm");
      ping(router);
      assertThat(mobileNode.log()).noneMatch(line -> line.contains("lost: "));
    }
  }

  @Test
  void mobileNodeGetsAnotherAddressWhereSomebodyElseHasTheLeasedOne() throws Exception {
    try (DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      network.move(MANAGED);
      String leased = address(mobileNode.next("leased from server"));
      mobileNode.next("acknowledged");
      network.move(HomeAndAway.OTHER);
      mobileNode.next("acknowledged");
      network.occupy(MANAGED, leased);
      network.move(MANAGED);
      assertThat(mobileNode.next("another node has the address")).contains(leased);
      String next = address(mobileNode.next("leased from server"));
      assertThat(next).isNotEqualTo(leased);
      assertThat(mobileNode.next("acknowledged")).contains(next);
      assertThat(homeAgent.next(next)).isNotEmpty();
      ping(router);
    }
  }

  private static String address(String line) {
    return line.replaceAll(".* address (\\S+) leased .*", "$1");
  }

  private static void ping(TestNamespace router) {
    assertThat(router.run("ping -6 -n -c 2 -i 0.2 -W 5 2001:db8:1::100")).contains(" 0% packet loss");
  }
}
