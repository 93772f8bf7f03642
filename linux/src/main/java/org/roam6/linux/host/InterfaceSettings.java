package org.roam6.linux.host;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.protocol.Desired.Handling;
import org.roam6.protocol.InterfaceName;

/** The settings that make the kernel treat an interface as a mobile node's or a router's. */
final class InterfaceSettings {

  private static final String FORWARDING = "/forwarding";

  private final RouteNetlink netlink;
  private final Sysctls sysctls;

  InterfaceSettings(RouteNetlink netlink, Sysctls sysctls) {
    this.netlink = netlink;
    this.sysctls = sysctls;
  }

  /** Changes the settings in the name of {@code owner}. */
  void apply(String owner, InterfaceName on, Handling handling) throws IOException {
    switch (handling) {
      case MOBILE_NODE -> mobileNode(owner, "conf/" + on.value());
      case ROUTER -> router(owner);
    }
  }

  /** Changes the longest packet of an interface in the name of {@code owner}. */
  void mtu(String owner, InterfaceName on, int octets) throws IOException {
    sysctls.set(owner, "conf/" + on.value() + "/mtu", Integer.toString(octets));
  }

  private void mobileNode(String owner, String settings) throws IOException {
    sysctls.set(owner, settings + "/accept_ra", "0");
    sysctls.set(owner, settings + "/autoconf", "0");
    if (Sysctls.get(settings + "/optimistic_dad").isEmpty()) {
      // KernelFeature.OPTIMISTIC_DAD is lacking: handovers take longer, and work.
      return;
    }
    sysctls.set(owner, settings + "/optimistic_dad", "1");
    // RFC 4429 3.1 has optimistic addresses avoided as sources, which this gives up: but only so does the kernel tell
    // when an optimistic address can be used, and sockets of a mobile node take its home address anyway.
    sysctls.set(owner, settings + "/use_optimistic", "1");
  }

  /**
   * Lets the host forward packets. Forwarding is a setting of the whole host: that of one interface alone forwards
   * nothing. Turning it on removes default routes that were learned, but on interfaces that accept router
   * advertisements even so.
   */
  private void router(String owner) throws IOException {
    for (String uplink : interfacesWithLearnedDefaultRoute()) {
      if (Sysctls.get("conf/" + uplink + "/accept_ra").filter("1"::equals).isPresent()) {
        sysctls.set(owner, "conf/" + uplink + "/accept_ra", "2");
      }
    }
    // The host's setting overwrites that of each interface.
    for (String each : Sysctls.interfaces()) {
      sysctls.keep(owner, "conf/" + each + FORWARDING);
    }
    sysctls.set(owner, "conf/all" + FORWARDING, "1");
  }

  private Set<String> interfacesWithLearnedDefaultRoute() throws IOException {
    Set<String> names = new TreeSet<>();
    for (RouteInfo route : netlink.routes().madeBy(Rtnetlink.RTPROT_RA)) {
      if (route.destination().length() == 0) {
        netlink.links().find(route.out()).map(LinkInfo::name).ifPresent(names::add);
      }
    }
    return names;
  }

  /** Lets go of the settings. */
  void release(String owner) throws IOException {
    sysctls.release(owner);
  }
}
