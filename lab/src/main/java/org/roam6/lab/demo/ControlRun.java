package org.roam6.lab.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.Switchboard;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.Addresses;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.wire.Ipv6Address;

/** The same without Roam6: mobile node and home agent are ordinary hosts, the router stays. */
final class ControlRun {

  private static final String INTERFACE = "eth0";
  private static final int PORT = 6277;
  private static final long PACE = 1 << 20;

  /** The connection works when so much has arrived. */
  private static final long FIRST_OCTETS = 256 << 10;

  private static final Duration START = Duration.ofSeconds(10);
  private static final Duration BREAK = Duration.ofSeconds(20);

  private final Lab lab;
  private final Report report;

  ControlRun(Lab lab, Report report) {
    this.lab = lab;
    this.report = report;
  }

  /** Leaves home during a transfer: how many connections broke, 0 or 1. */
  int connectionsBroken() throws IOException, LabFailure, InterruptedException {
    lab.stopDaemons(List.of(lab.host("mn"), lab.host("ha")));
    NetworkNamespace mobileNode = lab.namespace("mn");
    mobileNode.call(ControlRun::becomeOrdinary);
    try (Transfer transfer =
            Transfer.start(lab.namespace("cn"), mobileNode, Demo.at(Demo.HOME_ADDRESS, PORT), Long.MAX_VALUE, PACE);
        Switchboard switchboard = lab.switchboard()) {
      long deadline = System.nanoTime() + START.toNanos();
      while (transfer.receivedOctets() < FIRST_OCTETS) {
        if (System.nanoTime() - deadline > 0) {
          throw new LabFailure(LabFailure.Kind.FAILED, "without Roam6 nothing reaches the mobile node at home");
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      long start = System.nanoTime();
      switchboard.replug("mn." + INTERFACE, "visited-a");
      boolean broken = transfer.breaksWithin(BREAK);
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      report.line(broken
          ? "The connection broke " + seconds + " s after the mobile node left home."
          : "The connection still waits " + seconds + " s after the mobile node left home.");
      return broken ? 1 : 0;
    }
  }

  /** An ordinary host with the home address: it solicits a router and configures itself. */
  private static int becomeOrdinary() throws IOException {
    Path settings = Path.of("/proc/sys/net/ipv6/conf").resolve(INTERFACE);
    Files.writeString(settings.resolve("accept_ra"), "1");
    Files.writeString(settings.resolve("autoconf"), "1");
    try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
      Links links = new Links(socket);
      int index = links.find(INTERFACE).orElseThrow().index();
      links.setUp(index, false);
      links.setUp(index, true);
      new Addresses(socket)
          .add(
              new AddressInfo(
                  index,
                  Ipv6Address.parse(Demo.HOME_ADDRESS),
                  Demo.HOME_PREFIX_LENGTH,
                  Set.of(AddressFlag.NO_DAD, AddressFlag.PERMANENT),
                  AddressInfo.FOREVER,
                  AddressInfo.FOREVER,
                  0));
      return index;
    }
  }
}
