package org.roam6.linux.host;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  /** The interfaces that are a router's, by the owner of their settings. */
  private final Map<String, String> routers = new TreeMap<>();

  InterfaceSettings(RouteNetlink netlink, Sysctls sysctls) {
    this.netlink = netlink;
    this.sysctls = sysctls;
  }

  /** Changes the settings in the name of {@code owner}. */
  void apply(String owner, InterfaceName on, Handling handling) throws IOException {
    switch (handling) {
      case MOBILE_NODE -> {
        // A host that is a router may have made it one, before it was known to be a mobile node's.
        sysctls.release(uplink(on.value()));
        mobileNode(owner, "conf/" + on.value());
      }
      case ROUTER -> router(owner, on.value());
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
   * nothing. Turning it on removes default routes that were learned, and lets no more be learned, but on interfaces
   * that accept router advertisements even so.
   */
  private void router(String owner, String on) throws IOException {
    routers.put(owner, on);
    Set<String> learned = interfacesWithLearnedDefaultRoute();
    // Made one before this interface was known to be a router's.
    if (!learned.contains(on)) {
      sysctls.release(uplink(on));
    }
    for (String each : Sysctls.interfaces()) {
      if (learned.contains(each) || !routers.containsValue(each) && isHost(each)) {
        keepLearning(each);
      }
    }
    // The host's setting overwrites that of each interface.
    for (String each : Sysctls.interfaces()) {
      sysctls.keep(owner, "conf/" + each + FORWARDING);
    }
    sysctls.set(owner, "conf/all" + FORWARDING, "1");
  }

  /** An interface is there that was not, or not by this name: where the host is a router, it goes on learning. */
  void appeared(InterfaceName name) throws IOException {
    if (!routers.isEmpty() && !routers.containsValue(name.value()) && isHost("default")) {
      keepLearning(name.value());
    }
  }

  /** Whether the interface was no router's before. */
  private boolean isHost(String name) throws IOException {
    return sysctls.before("conf/" + name + FORWARDING).filter("0"::equals).isPresent();
  }

  private void keepLearning(String name) throws IOException {
    String setting = "conf/" + name + "/accept_ra";
    if (!name.equals("default") && Sysctls.get(setting).filter("1"::equals).isPresent()) {
      sysctls.set(uplink(name), setting, "2");
    }
  }

  private static String uplink(String name) {
    return "uplink " + name;
  }

  /** An interface has another name now, and its settings with it. */
  void renamed(InterfaceName before, InterfaceName now) throws IOException {
    sysctls.renamed(before.value(), now.value());
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
    // Not before the host has ceased to forward, which would cost it the routes.
    if (routers.remove(owner) != null && routers.isEmpty()) {
      sysctls.releaseAll(uplink(""));
    }
  }
}
