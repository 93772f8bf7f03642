package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
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

  private Process startServer(TestNamespace router) throws IOException {
    Process server =
        router.background(
            "dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --port=0 --interface=eth3"
                + " --bind-interfaces --enable-ra --dhcp-range=2001:db8:c::1000,2001:db8:c::1fff,64,1h"
                + " --pid-file= --log-facility=- --dhcp-leasefile=" + folder.resolve("leases"));
    BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains("IPv6 router advertisement enabled")) {
        return server;
      }
    }
    throw new AssertionError("dnsmasq ended: " + server.exitValue());
  }

  @Test
  void mobileNodeRegistersALeasedAddressAndMovesOn() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      TestNamespace router = network.addLink(MANAGED, "2001:db8:c::ff");
      Process server = startServer(router);
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
      } finally {
        server.destroyForcibly();
      }
    }
  }

  private static void ping(TestNamespace router) {
    assertThat(router.run("ping -6 -n -c 2 -i 0.2 -W 5 2001:db8:1::100")).contains(" 0% packet loss");
  }
}
