package org.roam6.interop.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Ipv6Address;

/**
 * A home link and two links to visit, joined by a router whose daemon runs; the namespaces of a home agent and of its
 * mobile node, whose cable can be moved. All of it is gone when it is closed.
 */
final class HomeAndAway implements AutoCloseable {

  static final String HOME = "home";
  static final String VISITED = "visited";
  static final String OTHER = "other";

  /** Text, not hexadecimal digits: these octets are the key. */
  static final String KEY = "this key is known to nobody else";

  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:a::ff");
  private static final String ROUTER_FILE =
      """
      control-socket: router.sock
      router:
        interfaces:
          eth0: {prefixes: [2001:db8:1::ff/64], fast-solicited-ra: true}
          eth1: {prefixes: [2001:db8:a::ff/64], fast-solicited-ra: true}
          eth2: {prefixes: [2001:db8:b::ff/64], fast-solicited-ra: true}
      """;
  private static final String HOME_AGENT_FILE =
      """
      control-socket: ha.sock
      home-agent:
        interface: eth0
        address: 2001:db8:1::1
        prefix: 2001:db8:1::/64
        mobile-nodes:
          - {identifier: mn@example.org, spi: 1000, key-file: mn.key, home-addresses: [2001:db8:1::100]}
      router:
        interfaces:
          eth0:
            prefixes: [2001:db8:1::1/64]
            router-lifetime: 0s
            home-agent: {lifetime: 30m}
            fast-solicited-ra: true
      """;
  private static final String MOBILE_NODE_FILE =
      """
      control-socket: mn.sock
      mobile-node:
        interface: eth0
        home-address: 2001:db8:1::100/64
        home-agent: 2001:db8:1::1
        identifier: mn@example.org
        spi: 1000
        key-file: mn.key
      """;

  private final Path folder;
  private final TestNamespace links = new TestNamespace();
  private final TestNamespace router = new TestNamespace();
  private final TestNamespace homeAgent = new TestNamespace();
  private final TestNamespace mobileNode = new TestNamespace();
  private final DaemonProcess advertising;

  /** Builds it; the mobile node is at home. Files go to {@code folder}. */
  HomeAndAway(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try {
      makeKey();
      lay();
      advertising = new DaemonProcess(router, Files.writeString(folder.resolve("router.yaml"), ROUTER_FILE));
    } catch (IOException | InterruptedException | RuntimeException | AssertionError failure) {
      closeNamespaces();
      throw failure;
    }
  }

  private void makeKey() throws IOException {
    Path key = folder.resolve("mn.key");
    Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, KEY);
  }

  private void lay() {
    for (String link : List.of(HOME, VISITED, OTHER)) {
      links.run("ip link add " + link + " type bridge mcast_snooping 0");
      links.run("sysctl -qw net.ipv6.conf." + link + ".disable_ipv6=1");
      links.run("ip link set " + link + " up");
    }
    links.run("sysctl -qew net.bridge.bridge-nf-call-ip6tables=0");
    router.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    homeAgent.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    plug("r0", router, "eth0", HOME, "2001:db8:1::ff");
    plug("r1", router, "eth1", VISITED, ROUTER.toString());
    plug("r2", router, "eth2", OTHER, "2001:db8:b::ff");
    plug("ha0", homeAgent, "eth0", HOME, "2001:db8:1::1");
    homeAgent.run("ip -6 route add default via 2001:db8:1::ff");
    cable("mn0", mobileNode, "eth0", HOME);
  }

  private void cable(String port, TestNamespace host, String name, String link) {
    links.connect(port, host, name);
    links.run("sysctl -qw net.ipv6.conf." + port + ".disable_ipv6=1");
    links.run("ip link set " + port + " master " + link);
  }

  private void plug(String port, TestNamespace host, String name, String link, String address) {
    cable(port, host, name, link);
    host.run("ip -6 addr add " + address + "/64 dev " + name + " nodad");
  }

  /** Pulls the cable of the mobile node and plugs it into another link. */
  void move(String link) throws IOException {
    // Where the port is asked about at once, the kernel lets it take frames before the mobile node sees a carrier.
    String commands = "link set mn0 down\nlink set mn0 master %s\nlink set mn0 up\nlink show mn0\n".formatted(link);
    links.run("ip -batch " + Files.writeString(folder.resolve("move"), commands));
  }

  /** Starts the home agent; {@code setting} is a line of its file, {@code options} are of the command. */
  DaemonProcess startHomeAgent(String setting, String... options) throws IOException, InterruptedException {
    return new DaemonProcess(homeAgent, file("ha.yaml", setting, HOME_AGENT_FILE), options);
  }

  /** Starts the mobile node, as {@link #startHomeAgent}. */
  DaemonProcess startMobileNode(String setting, String... options) throws IOException, InterruptedException {
    return new DaemonProcess(mobileNode, file("mn.yaml", setting, MOBILE_NODE_FILE), options);
  }

  /** As {@link #startHomeAgent}, for mobile nodes that cannot authenticate themselves. */
  DaemonProcess startOpenHomeAgent() throws IOException, InterruptedException {
    String text = HOME_AGENT_FILE.replaceAll("mobile-nodes:\n.*\n", "security: none\n");
    return new DaemonProcess(homeAgent, file("ha.yaml", "", text));
  }

  /** As {@link #startMobileNode}, for a home agent that does not ask who it is. */
  DaemonProcess startOpenMobileNode() throws IOException, InterruptedException {
    String text = MOBILE_NODE_FILE.replaceAll("identifier:.*\n.*\n.*\n", "security: none\n");
    return new DaemonProcess(mobileNode, file("mn.yaml", "", text));
  }

  private Path file(String name, String setting, String text) throws IOException {
    return Files.writeString(folder.resolve(name), setting + "\n" + text);
  }

  /** Somebody at the router who hears what passes {@code link}. */
  Stranger eavesdropper(String link) {
    return new Stranger(router, links, link, ROUTER);
  }

  ControlSocket homeAgentSocket() {
    return new ControlSocket(folder.resolve("ha.sock"));
  }

  TestNamespace router() {
    return router;
  }

  TestNamespace homeAgent() {
    return homeAgent;
  }

  TestNamespace mobileNode() {
    return mobileNode;
  }

  private void closeNamespaces() {
    links.close();
    router.close();
    homeAgent.close();
    mobileNode.close();
  }

  @Override
  public void close() {
    advertising.close();
    closeNamespaces();
  }
}
