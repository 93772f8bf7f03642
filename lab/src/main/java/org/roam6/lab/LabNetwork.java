package org.roam6.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roam6.lab.file.LabFile;
import org.roam6.lab.file.LabHost;
import org.roam6.lab.file.LabHost.Plug;
import org.roam6.lab.file.LabHost.StaticAddress;
import org.roam6.lab.file.LabHost.StaticRoute;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.Addresses;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.Routes;

/** Namespaces, bridges and cables. */
final class LabNetwork {

  /** The namespace of the links: each is a bridge there, and nothing is left in the machine's own namespace. */
  static final String LINKS = "r6-links";

  private static final String BRIDGE_FILTER = "bridge/bridge-nf-call-ip6tables";

  private LabNetwork() {}

  /** The name of the port at the links' end of an interface's cable. */
  static String port(String host, Plug plug) {
    return host + "." + plug.name();
  }

  /** Builds everything that the file says, but the daemons. */
  static void build(LabFile lab) throws IOException {
    NetworkNamespace links = NetworkNamespace.create(LINKS);
    inside(
        links,
        socket -> {
          passEverything();
          for (String link : lab.links()) {
            bridge(new Links(socket), link, lab.mtu(link));
          }
        });
    for (LabHost description : lab.hosts()) {
      NetworkNamespace host = NetworkNamespace.create(description.namespace());
      for (Plug plug : description.interfaces()) {
        cable(links, host, plug, port(description.name(), plug), lab.mtu(plug.link()));
      }
      inside(host, socket -> configure(socket, description));
    }
  }

  private interface Setup {
    void with(NetlinkSocket socket) throws IOException;
  }

  private static void inside(NetworkNamespace namespace, Setup setup) throws IOException {
    namespace.call(
        () -> {
          try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
            setup.with(socket);
          }
          return namespace;
        });
  }

  /**
   * A switch passes on what is broken too; where the kernel has br_netfilter, it would check IPv6 headers, and take
   * time for it.
   */
  private static void passEverything() throws IOException {
    if (Files.exists(Path.of("/proc/sys/net", BRIDGE_FILTER))) {
      sysctl(BRIDGE_FILTER, "0");
    }
  }

  private static void bridge(Links links, String name, int mtu) throws IOException {
    links.createBridge(name);
    int index = index(links, name);
    links.setNoLinkLocalAddress(index);
    // A switch neither speaks nor listens on the link.
    sysctl("ipv6/conf/" + name + "/disable_ipv6", "1");
    links.setMtu(index, mtu);
    links.setUp(index, true);
  }

  /** Both ends have the MTU of the link, where the cable is in the link that the file says. */
  private static void cable(NetworkNamespace links, NetworkNamespace host, Plug plug, String port, int mtu)
      throws IOException {
    int linksDescriptor = links.open();
    int hostDescriptor = host.open();
    try {
      inside(
          links,
          socket -> {
            Links here = new Links(socket);
            here.createVeth(port, linksDescriptor, plug.name().value(), hostDescriptor);
            sysctl("ipv6/conf/" + port + "/disable_ipv6", "1");
            here.setMtu(index(here, port), mtu);
            here.setMaster(index(here, port), index(here, plug.link()));
            here.setUp(index(here, port), true);
          });
      inside(host, socket -> new Links(socket).setMtu(index(new Links(socket), plug.name().value()), mtu));
    } finally {
      Libc.system().close(hostDescriptor);
      Libc.system().close(linksDescriptor);
    }
  }

  private static void configure(NetlinkSocket socket, LabHost host) throws IOException {
    Links links = new Links(socket);
    if (host.forwarding()) {
      sysctl("ipv6/conf/all/forwarding", "1");
    }
    for (Map.Entry<String, String> setting : host.sysctls().entrySet()) {
      sysctl(setting.getKey(), setting.getValue());
    }
    links.setUp(index(links, "lo"), true);
    for (Plug plug : host.interfaces()) {
      int index = index(links, plug.name().value());
      if (!plug.addresses().isEmpty()) {
        // Else the link-local address of a router takes a second, and meanwhile nobody can be reached through it.
        sysctl("ipv6/conf/" + plug.name() + "/accept_dad", "0");
      }
      links.setUp(index, true);
      for (StaticAddress address : plug.addresses()) {
        new Addresses(socket).add(address(index, address));
      }
    }
    for (StaticRoute route : host.routes()) {
      new Routes(socket).add(route(route));
    }
  }

  /** A static address is ready at once: whoever wrote the file has seen to it that it is the only one. */
  private static AddressInfo address(int index, StaticAddress address) {
    return new AddressInfo(
        index,
        address.address(),
        address.prefixLength(),
        Set.of(AddressFlag.NO_DAD, AddressFlag.PERMANENT),
        AddressInfo.FOREVER,
        AddressInfo.FOREVER,
        0);
  }

  private static RouteInfo route(StaticRoute route) {
    return new RouteInfo(
        Rtnetlink.RT_TABLE_MAIN,
        route.to(),
        RouteKind.UNICAST,
        Optional.of(route.via()),
        0,
        0,
        0,
        Rtnetlink.RTPROT_STATIC,
        0);
  }

  /** Writes a setting below {@code /proc/sys/net} of the namespace of this thread. */
  static void sysctl(String path, String value) throws IOException {
    Files.writeString(Path.of("/proc/sys/net").resolve(path), value);
  }

  static int index(Links links, String name) throws IOException {
    return links.find(name).map(LinkInfo::index).orElseThrow(() -> new IOException("no interface " + name));
  }

  /** Removes all namespaces of the lab, and with them their interfaces. */
  static void remove(LabFile lab) throws IOException {
    for (LabHost host : lab.hosts()) {
      new NetworkNamespace(host.namespace()).delete();
    }
    new NetworkNamespace(LINKS).delete();
  }
}
