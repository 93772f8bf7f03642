package org.roam6.interop.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
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

  static final String HOME_ADDRESS = "2001:db8:1::100";
  static final String SECOND_HOME_ADDRESS = "2001:db8:1::200";
  static final String HOME_AGENT = "2001:db8:1::1";
  static final String CORRESPONDENT = "2001:db8:c::1";

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

  private static final String RENUMBERED_HOME_AGENT_FILE =
      """
      control-socket: ha.sock
      home-agent:
        - interface: eth0
          address: 2001:db8:1::1
          prefix: 2001:db8:1::/64
          unprotected-prefix-discovery: accept
          prefix-advertisement-interval: [1s, 2s]
          mobile-nodes:
            - {identifier: mn@example.org, spi: 1000, key-file: mn.key, home-addresses: [2001:db8:1::100]}
        - interface: eth0
          address: 2001:db8:9::1
          prefix: 2001:db8:9::/64
          unprotected-prefix-discovery: accept
          prefix-advertisement-interval: [1s, 2s]
          mobile-nodes:
            - {identifier: mn@example.org, spi: 1000, key-file: mn.key, home-addresses: [2001:db8:9::100]}
      router:
        interfaces:
          eth0:
            prefixes: [{address: 2001:db8:1::1/64, valid-lifetime: 1d, preferred-lifetime: 0s}, 2001:db8:9::1/64]
            router-lifetime: 0s
            home-agent: {lifetime: 30m}
            fast-solicited-ra: true
      """;

  private final Path folder;
  private final TestNamespace links = new TestNamespace();
  private final TestNamespace router = new TestNamespace();
  private final TestNamespace homeAgent = new TestNamespace();
  private final TestNamespace mobileNode = new TestNamespace();
  private final TestNamespace secondMobileNode = new TestNamespace();
  private final DaemonProcess advertising;

  /** Builds it; the mobile node is at home. Files go to {@code folder}. */
  HomeAndAway(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try {
      makeKey("mn.key", KEY);
      lay();
      advertising = new DaemonProcess(router, Files.writeString(folder.resolve("router.yaml"), ROUTER_FILE));
    } catch (IOException | InterruptedException | RuntimeException | AssertionError failure) {
      closeNamespaces();
      throw failure;
    }
  }

  /** Writes a key file. */
  void makeKey(String name, String text) throws IOException {
    Path key = folder.resolve(name);
    Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, text);
  }

  private void lay() {
    List.of(HOME, VISITED, OTHER).forEach(this::addBridge);
    links.run("sysctl -qew net.bridge.bridge-nf-call-ip6tables=0");
    router.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    homeAgent.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    plug("r0", router, "eth0", HOME, "2001:db8:1::ff");
    plugVisitedLink("eth1");
    plug("r2", router, "eth2", OTHER, "2001:db8:b::ff");
    router.run("ip -6 addr add " + CORRESPONDENT + "/128 dev lo nodad");
    plugHomeAgent("eth0");
    plugMobileNode("eth0", HOME);
  }

  /** Gives the router its interface to the visited link, by this name; a new one each time. */
  void plugVisitedLink(String name) {
    plug("r1", router, name, VISITED, ROUTER.toString());
  }

  /** Gives the home agent its interface, by this name, with its address and route; a new one each time. */
  void plugHomeAgent(String name) {
    plug("ha0", homeAgent, name, HOME, "2001:db8:1::1");
    homeAgent.run("ip -6 route add default via 2001:db8:1::ff");
  }

  /** Gives the mobile node its interface, by this name; a new one each time. */
  void plugMobileNode(String name, String link) {
    cable("mn0", mobileNode, name, link);
  }

  /** Takes a cable away with the interfaces at both its ends; {@code port} is its name among the links. */
  void unplug(String port) {
    links.run("ip link del " + port);
  }

  /** Waits until the mobile node answers at its home address, asked by the router from the home link. */
  void awaitReachable() {
    router.run("ping -q -c 1 -w 15 -i 0.2 2001:db8:1::100");
  }

  /** The daemon of the router. */
  DaemonProcess advertising() {
    return advertising;
  }

  private void addBridge(String link) {
    links.run("ip link add " + link + " type bridge mcast_snooping 0");
    links.run("sysctl -qw net.ipv6.conf." + link + ".disable_ipv6=1");
    links.run("ip link set " + link + " up");
  }

  /** Adds a link, to which the router is connected by its {@code eth3}, on which its daemon does not advertise. */
  TestNamespace addLink(String link, String routerAddress) {
    addBridge(link);
    plug("r3", router, "eth3", link, routerAddress);
    router.awaitLinkLocalAddress("eth3");
    return router;
  }

  /** Somebody else on a link has an address; the kernel of the mobile node looks for such. */
  void occupy(String link, String address) {
    mobileNode.run("sysctl -qw net.ipv6.conf.all.accept_dad=1 net.ipv6.conf.eth0.accept_dad=1");
    links.run("sysctl -qw net.ipv6.conf." + link + ".disable_ipv6=0");
    links.run("ip -6 addr add " + address + "/64 dev " + link + " nodad");
  }

  private void cable(String port, TestNamespace host, String name, String link) {
    links.connect(port, host, name);
    links.run("sysctl -qw net.ipv6.conf." + port + ".disable_ipv6=1");
    links.run("ip link set " + port + " master " + link);
  }

  /** Gives a host an interface to a link; {@code port} is the name of its other end among the links. */
  void plug(String port, TestNamespace host, String name, String link, String address) {
    cable(port, host, name, link);
    host.run("ip -6 addr add " + address + "/64 dev " + name + " nodad");
  }

  /** Pulls the cable of the mobile node and plugs it into another link. */
  void move(String link) throws IOException {
    batch("link set mn0 down\n" + plugging(link));
  }

  /** Pulls the cable of the mobile node. */
  void unplug() throws IOException {
    batch("link set mn0 down\n");
  }

  /** Plugs the cable of the mobile node in. */
  void plugIn(String link) throws IOException {
    batch(plugging(link));
  }

  private static String plugging(String link) {
    // Where the port is asked about at once, the kernel lets it take frames before the mobile node sees a carrier.
    return "link set mn0 master %s\nlink set mn0 up\nlink show mn0\n".formatted(link);
  }

  private void batch(String commands) throws IOException {
    links.run("ip -batch " + Files.writeString(folder.resolve("move"), commands));
  }

  /** Ends the daemon of the router, which goes on to forward packets and to answer its neighbours. */
  void stopAdvertising() throws InterruptedException {
    advertising.kill();
  }

  /** Starts the home agent; {@code setting} is a line of its file, {@code options} are of the command. */
  DaemonProcess startHomeAgent(String setting, String... options) throws IOException, InterruptedException {
    return new DaemonProcess(homeAgent, file("ha.yaml", setting, HOME_AGENT_FILE), options);
  }

  /** Starts the home agent with all facts in its log; {@code setting} is a line of its role. */
  DaemonProcess startTalkativeHomeAgent(String setting) throws IOException, InterruptedException {
    String text = HOME_AGENT_FILE.replace("home-agent:\n  interface", "home-agent:\n  " + setting + "\n  interface");
    return new DaemonProcess(homeAgent, file("ha.yaml", "", text), "--verbose");
  }

  /** Starts the home agent; {@code settings} are lines of its role, {@code prefix} is what it advertises at home. */
  DaemonProcess startHomeAgentWith(String settings, String prefix) throws IOException, InterruptedException {
    String text =
        HOME_AGENT_FILE
            .replace("  mobile-nodes:\n", settings.indent(2) + "  mobile-nodes:\n")
            .replace("prefixes: [2001:db8:1::1/64]", "prefixes: [" + prefix + "]");
    return new DaemonProcess(homeAgent, file("ha.yaml", "", text));
  }

  /** Gives the home link 2001:db8:9::/64, too, and starts a home agent of both prefixes; the old one is deprecated. */
  DaemonProcess startRenumberedHomeAgent() throws IOException, InterruptedException {
    router.run("ip -6 addr add 2001:db8:9::ff/64 dev eth0 nodad");
    homeAgent.run("ip -6 addr add 2001:db8:9::1/64 dev eth0 nodad");
    return new DaemonProcess(homeAgent, file("ha.yaml", "", RENUMBERED_HOME_AGENT_FILE));
  }

  /** Starts the daemon of the router again, which was stopped; it advertises one prefix more on the home link. */
  DaemonProcess advertiseAnew(String prefix) throws IOException, InterruptedException {
    String text = ROUTER_FILE.replace("[2001:db8:1::ff/64]", "[2001:db8:1::ff/64, " + prefix + "]");
    return new DaemonProcess(router, file("router.yaml", "", text));
  }

  /** Starts the mobile node, as {@link #startHomeAgent}. */
  DaemonProcess startMobileNode(String setting, String... options) throws IOException, InterruptedException {
    return new DaemonProcess(mobileNode, file("mn.yaml", setting, MOBILE_NODE_FILE), options);
  }

  /** Starts the mobile node; {@code setting} is a line of its role. */
  DaemonProcess startMobileNodeWith(String setting) throws IOException, InterruptedException {
    return new DaemonProcess(mobileNode, file("mn.yaml", "", MOBILE_NODE_FILE + "  " + setting + "\n"));
  }

  /** Starts a mobile node that has the home addresses of both mobile nodes of {@link #startHomeAgentOfTwo}. */
  DaemonProcess startMobileNodeWithBothHomeAddresses() throws IOException, InterruptedException {
    String both =
        """
        control-socket: mn.sock
        mobile-node:
          interface: eth0
          home-addresses:
            - home-address: 2001:db8:1::100/64
              home-agent: 2001:db8:1::1
              identifier: mn@example.org
              spi: 1000
              key-file: mn.key
            - home-address: 2001:db8:1::200/64
              home-agent: 2001:db8:1::1
              identifier: mn2@example.org
              spi: 1001
              key-file: mn2.key
        """;
    return new DaemonProcess(mobileNode, file("mn.yaml", "", both));
  }

  /** Lets no packet of more than {@code mtu} octets through the visited link, nor to the mobile node on any link. */
  void narrowVisitedLink(int mtu) {
    links.run("ip link set r1 mtu " + mtu);
    links.run("ip link set mn0 mtu " + mtu);
    router.run("ip link set eth1 mtu " + mtu);
  }

  /** Starts a home agent of a virtual home link that serves nobody on the first visited link. */
  DaemonProcess startVirtualHomeAgent() throws IOException, InterruptedException {
    String text =
        HOME_AGENT_FILE
            .replaceAll("(?s)router:.*", "  policy: [{visited: 2001:db8:a::/64, action: refuse}]\n")
            .replace("interface: eth0", "home-link: virtual")
            .replace("2001:db8:1::", "2001:db8:77::");
    return new DaemonProcess(homeAgent, file("ha.yaml", "", text));
  }

  /** Starts the mobile node of {@link #startVirtualHomeAgent}. */
  DaemonProcess startMobileNodeOfVirtualHome() throws IOException, InterruptedException {
    return new DaemonProcess(
        mobileNode, file("mn.yaml", "", MOBILE_NODE_FILE.replace("2001:db8:1::", "2001:db8:77::")));
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

  /** Starts a second mobile node, on the other link; the home agent must have been started for two. */
  DaemonProcess startSecondMobileNode() throws IOException, InterruptedException {
    cable("mn1", secondMobileNode, "eth0", OTHER);
    String text = MOBILE_NODE_FILE.replace("::100/", "::200/").replace("1000", "1001").replace("mn@", "mn2@");
    return new DaemonProcess(
        secondMobileNode, file("mn2.yaml", "", text.replace("mn.key", "mn2.key").replace("mn.sock", "mn2.sock")));
  }

  /** Starts the home agent of two mobile nodes. */
  DaemonProcess startHomeAgentOfTwo() throws IOException, InterruptedException {
    String second =
        "    - {identifier: mn2@example.org, spi: 1001, key-file: mn2.key, home-addresses: [2001:db8:1::200]}\n";
    String text = HOME_AGENT_FILE.replace("router:\n", second + "router:\n");
    makeKey("mn2.key", KEY.toUpperCase(Locale.ROOT));
    return new DaemonProcess(homeAgent, file("ha.yaml", "", text));
  }

  /** Somebody at the router who hears what passes {@code link}. */
  Stranger eavesdropper(String link) {
    return new Stranger(router, links, link, ROUTER);
  }

  /** The namespace of the router, which has {@link #CORRESPONDENT}. */
  TestNamespace router() {
    return router;
  }

  TestNamespace homeAgent() {
    return homeAgent;
  }

  /** Where the mobile node and its applications are. */
  TestNamespace mobileNode() {
    return mobileNode;
  }

  TestNamespace secondMobileNode() {
    return secondMobileNode;
  }

  /** Lets all who are plugged into a link send packets of so many octets at most. */
  void narrow(String link, int mtu) {
    String port = link.equals(HOME) ? "eth0" : link.equals(VISITED) ? "eth1" : "eth2";
    router.run("ip link set " + port + " mtu " + mtu);
    (link.equals(HOME) ? homeAgent : mobileNode).run("ip link set eth0 mtu " + mtu);
  }

  /** Pings the mobile node at each of its home addresses, and the correspondent node from each. */
  void reach(List<String> homeAddresses) {
    for (String each : homeAddresses) {
      router.run("ping -6 -q -n -c 1 -w 15 -i 0.2 " + each);
      mobileNode.run("ping -6 -q -n -c 1 -w 15 -i 0.2 -I " + each + " " + CORRESPONDENT);
    }
  }

  /** What the mobile node's kernel chooses for an application that binds no address. */
  String chosenSource() {
    return mobileNode.run("ip -6 route get " + CORRESPONDENT).replaceAll("(?s).* src (\\S+) .*", "$1");
  }

  /** What ping says when it is run with blank-separated {@code options}, whether or not it has an answer. */
  static String ping(TestNamespace from, String options) throws IOException {
    return new String(from.background("ping -n " + options).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Sends four megabytes by TCP between two hosts, both ways. */
  static void exchange(TestNamespace from, String source, TestNamespace to, String destination) throws IOException {
    for (String direction : List.of("", " -R")) {
      Process server = to.background("iperf3 -s -1 --forceflush -B " + destination);
      try {
        // It listens when it has drawn the second line.
        server.inputReader().readLine();
        server.inputReader().readLine();
        String words = from.run("iperf3 -c " + destination + " -B " + source + " -n 4M" + direction);
        if (!words.contains("iperf Done")) {
          throw new AssertionError(words);
        }
      } finally {
        server.destroyForcibly();
      }
    }
  }

  ControlSocket mobileNodeSocket() {
    return new ControlSocket(folder.resolve("mn.sock"));
  }

  ControlSocket homeAgentSocket() {
    return new ControlSocket(folder.resolve("ha.sock"));
  }

  private void closeNamespaces() {
    links.close();
    router.close();
    homeAgent.close();
    mobileNode.close();
    secondMobileNode.close();
  }

  @Override
  public void close() {
    advertising.close();
    closeNamespaces();
  }
}
