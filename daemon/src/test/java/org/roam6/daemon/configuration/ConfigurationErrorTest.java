package org.roam6.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationErrorTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeKeys() throws IOException {
    key("good.key", "rw-------", "000102030405060708090a0b0c0d0e0f");
    key("open.key", "rw-r-----", "000102030405060708090a0b0c0d0e0f");
    key("short.key", "rw-------", "0001020304");
    key("odd.key", "rw-------", "000102030405060708090a0b0c0d0e0f0");
  }

  private void key(String name, String mode, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** A wrong file, and all that is said about it, without the source lines. */
  record Case(String text, List<String> messages) {
    Case(String text, String... messages) {
      this(text, List.of(messages));
    }
  }

  private static final String HOME_AGENT =
      """
      home-agent:
        interface: eth0
        address: 2001:db8:1::1
        prefix: 2001:db8:1::/64
      """;
  private static final String MOBILE_NODE =
      """
      mobile-node:
        interface: eth0
        home-address: 2001:db8:1::9/64
        home-agent: 2001:db8:1::1
      """;
  private static final String MOBILE_NODES = HOME_AGENT + "  mobile-nodes:\n";

  private static String router(String entry) {
    return "router:\n  interfaces:\n    eth0: {prefixes: [2001:db8:1::1/64], " + entry + "}\n";
  }

  private static String node(String more) {
    return "    - {identifier: a@b, spi: 256, " + more + "}\n";
  }

  static Stream<Case> cases() {
    return Stream.of(
            syntax(), keys(), values(), security(), routers(), correspondents(), direct(), routeOptimization(),
            homeAgents(), homeAddresses())
        .flatMap(List::stream);
  }

  private static Case homeAgents(String second, String message) {
    String first =
        "home-agent:\n- {interface: eth0, address: 2001:db8:1::1, prefix: 2001:db8:1::/64, security: none}\n";
    return new Case(first + "- {" + second + ", security: none}\n", message);
  }

  private static List<Case> homeAgents() {
    return List.of(
        homeAgents(
            "interface: eth0, address: 2001:db8:2::1, prefix: 2001:db8:2::/64, multicast: true",
            "3:3: another home agent has the interface 'eth0' already, and one of them 'multicast'; remove 'multicast',"
                + " or give each an interface of its own"),
        homeAgents(
            "interface: eth1, address: 2001:db8:1::2, prefix: 2001:db8::/32",
            "3:3: home prefix '2001:db8::/32' has addresses in common with '2001:db8:1::/64'; expected a prefix of its"
                + " own for each home agent"),
        homeAgents(
            "interface: eth1, address: 2001:db8:3::1, prefix: 2001:db8:2::/64",
            "3:30: address '2001:db8:3::1' is not in the prefix of the home link; expected one in 2001:db8:2::/64"),
        new Case("home-agent: []\n", "1:13: 'home-agent' is an empty list; expected at least one item"),
        new Case("home-agent: [eth0]\n", "1:14: 'home-agent' is one value; expected a mapping of keys to values"));
  }

  private static Case homeAddresses(String second, String... messages) {
    return new Case(
        "mobile-node:\n  interface: eth0\n  home-addresses:\n"
            + "    - {home-address: 2001:db8:1::9/64, home-agent: 2001:db8:1::1, security: none}\n"
            + "    - {" + second + "}\n",
        messages);
  }

  private static List<Case> homeAddresses() {
    return List.of(
        homeAddresses(
            "home-address: 2001:db8:1::9/64, security: none",
            "5:22: home address '2001:db8:1::9' stands twice; remove one of them"),
        homeAddresses(
            "home-address: 2001:db8:1::1/64, security: none",
            "5:22: home address '2001:db8:1::1' is a home agent's; give the node its own"),
        homeAddresses(
            "home-address: 2001:db8:2::9/64, home-agent: 2001:db8:1::1, security: none",
            "5:52: home agent '2001:db8:1::1' is not on the home link; expected another address in 2001:db8:2::/64"),
        homeAddresses(
            "home-address: 2001:db8:2::9/32, security: none",
            "5:22: home prefix '2001:db8::/32' has addresses in common with '2001:db8:1::/64'; expected the same prefix"
                + " for home addresses on one home link, another one for another home link"),
        homeAddresses(
            "home-address: 2001:db8:2::9/64, security: none, key-file: good.key, identifier: a@b, spi: 256",
            "5:40: 'security' stands beside 'key-file' in home-addresses; remove one of them"),
        homeAddresses(
            "home-address: 2001:db8:2::9/64, security: none, lifetime: 1m",
            "5:56: unknown key 'lifetime' in home-addresses; expected one of home-address, home-agent,"
                + " route-optimization, unprotected-prefix-discovery, renumbering, key-file, security"),
        homeAddresses(
            "home-address: 2001:db8:2::9/64, security: none, renumbering: follow",
            "5:56: 'renumbering' follows what prefix discovery tells, which is off; add"
                + " 'unprotected-prefix-discovery: accept', or remove it"),
        new Case(
            MOBILE_NODE + "  home-addresses:\n    - {home-address: 2001:db8:1::9/64, security: none}\n",
            "3:3: 'home-address' stands beside 'home-addresses' in mobile-node; say it of each of the home addresses,"
                + " or remove it",
            "4:3: 'home-agent' stands beside 'home-addresses' in mobile-node; say it of each of the home addresses,"
                + " or remove it"),
        new Case(
            "mobile-node: {interface: eth0, home-addresses: []}\n",
            "1:48: 'home-addresses' is an empty list; expected at least one item"));
  }

  private static Case routeOptimization(String line, String message) {
    return new Case(
        MOBILE_NODE + "  security: none\n  route-optimization:\n    " + line + "\n", message);
  }

  private static List<Case> routeOptimization() {
    return List.of(
        routeOptimization(
            "unprotected-home-test: accept",
            "6:3: route-optimization lacks 'with'; add 'with: everyone'"),
        routeOptimization(
            "with: everybody",
            "7:11: unknown word 'everybody' for with; expected everyone, or a list such as [\"2001:db8:c::/48\"]"),
        routeOptimization(
            "with: []", "7:11: 'with' is an empty list; expected at least one item"),
        routeOptimization(
            "with: [\"2001:db8::1/64\"]",
            "7:12: '2001:db8::1/64' has bits behind the prefix; did you mean '2001:db8::/64'?"),
        routeOptimization(
            "{with: everyone, unprotected-home-test: yes}",
            "7:45: unknown word 'yes' for unprotected-home-test; expected accept"),
        new Case(
            MOBILE_NODE + "  security: none\n  unprotected-prefix-discovery: true\n",
            "6:33: unknown word 'true' for unprotected-prefix-discovery; expected accept"),
        new Case(
            HOME_AGENT + "  security: none\n  prefix-advertisement-interval: [10m, 1m]\n",
            "6:35: '10m' is out of range; expected 1s to 1m for prefix-advertisement-interval"),
        routeOptimization(
            "{with: everyone, but: [\"2001:db8::/32\"]}",
            "7:22: unknown key 'but' in route-optimization; expected one of with, except, unprotected-home-test"));
  }

  private static Case interfaces(String list, String message) {
    return new Case(
        MOBILE_NODE.replace("interface: eth0", "interfaces: " + list) + "  security: none\n", message);
  }

  private static Case direct(String item, String message) {
    return new Case(MOBILE_NODE + "  security: none\n  direct: [port 53, " + item + "]\n", "6:21: " + message);
  }

  private static List<Case> direct() {
    String kinds =
        " is no kind of traffic; write a prefix such as 2001:db8:f::/48, or 'port 53', 'tcp port 853', 'udp port"
            + " 5000-5010', and perhaps 'to' and a prefix behind";
    String everywhere = " is everywhere: nothing would use the home address; name a prefix such as 2001:db8:f::/48";
    return List.of(
        direct("prot 53", "'prot 53'" + kinds),
        direct("dns.example.org", "'dns.example.org'" + kinds),
        direct("port 53 2001:db8::/32", "'port 53 2001:db8::/32'" + kinds),
        direct("port 53 to", "'port 53 to'" + kinds),
        direct("tcp 2001:db8::/32", "'tcp 2001:db8::/32'" + kinds),
        direct("udp", "'udp'" + kinds),
        direct("53", "'53' lacks a word; did you mean 'port 53'?"),
        direct("tcp 853", "'tcp 853' lacks a word; did you mean 'tcp port 853'?"),
        direct("port 0", "'0' is out of range; expected 1 to 65534: the kernel has no rules for 65535"),
        direct(
            "port 5000-65535",
            "'5000-65535' is out of range; expected 1 to 65534: the kernel has no rules for 65535"),
        direct("port 20-10", "'20-10' is no range of ports; did you mean '10-20'?"),
        direct(
            "port domain",
            "'domain' is not a port; write a number, or the first and the last of a range: 'port 5000-5010'"),
        direct("'::/0'", "'::/0'" + everywhere),
        direct("port 53 to ::/0", "'::/0'" + everywhere),
        direct("2001:db8:f::1/48", "'2001:db8:f::1/48' has bits behind the prefix; did you mean '2001:db8:f::/48'?"),
        direct("2001:db8:f::/129", "'129' is not a prefix length; did you mean '2001:db8:f::/64'?"),
        direct(
            "fe80::1",
            "'fe80::1' cannot be used for direct; it must be a unicast address that is neither link-local nor"
                + " loopback, such as 2001:db8:1::1"),
        new Case(
            MOBILE_NODE + "  security: none\n  direct: []\n",
            "6:11: 'direct' is an empty list; expected at least one item"));
  }

  private static List<Case> syntax() {
    return List.of(
        new Case(
            "home-agent: [a\n",
            "2:1: not YAML: expected ',' or ']', but got <stream end>; "
                + "check the indentation, and quote words that hold ': ', '#', '*' or '&'"),
        new Case(
            "",
            "1:1: the file is no mapping of keys to values; start with 'home-agent:', for example"),
        new Case(
            "- a\n",
            "1:1: the file is no mapping of keys to values; start with 'home-agent:', for example"),
        new Case("a: &x 1\nb: *x\n", "2:4: '*x' is an alias; write the value out"),
        new Case(
            "a: " + "[".repeat(20) + "]".repeat(20) + "\n",
            "1:19: nested too deeply; expected at most 16 mappings and lists in one another"),
        new Case("a: \u0007\n", "1:4: the character U+0007 is not allowed in YAML; remove it"));
  }

  private static List<Case> keys() {
    return List.of(
        new Case(
            "{}\n", "1:1: the file lacks a role; add 'home-agent:', 'mobile-node:', 'correspondent:' or"
                + " 'router:'"),
        new Case(
            HOME_AGENT.replace("home-agent", "home-agnet") + "  security: none\n",
            "1:1: the file lacks a role; add 'home-agent:', 'mobile-node:', 'correspondent:' or"
                + " 'router:'",
            "1:1: unknown key 'home-agnet' in the file; did you mean 'home-agent'?"),
        new Case(
            HOME_AGENT + "  security: none\n  colour: red\n",
            "6:3: unknown key 'colour' in home-agent; expected one of home-link, interface, prefix, address,"
                + " maximum-lifetime, maximum-bindings, policy, advertise, unprotected-prefix-discovery,"
                + " prefix-advertisement-interval, multicast, mobile-nodes, security"),
        new Case(
            HOME_AGENT + "  security: none\n  address: 2001:db8:1::2\n",
            "6:3: key 'address' stands twice in home-agent; remove this one or that in line 3"),
        new Case(
            "home-agent:\n  interface: eth0\n  security: none\n",
            "1:1: home-agent lacks 'prefix'; add 'prefix: 2001:db8:1::/64'",
            "1:1: home-agent lacks 'address'; add 'address: 2001:db8:1::1'"),
        new Case(
            "home-agent:\n", "1:1: 'home-agent' is empty; expected a mapping of keys to values"),
        new Case(
            "home-agent: on\n",
            "1:13: 'home-agent' is one value; expected a mapping of keys to values"));
  }

  private static String prefix(String lifetimes) {
    return """
        router:
          interfaces:
            eth0: {prefixes: [{address: 2001:db8:1::1/64, %s}]}
        """
        .formatted(lifetimes);
  }

  private static List<Case> values() {
    return List.of(
        new Case(
            HOME_AGENT.replace("::1\n", ":::1\n") + "  security: none\n",
            "3:12: '2001:db8:1:::1' is not an IPv6 address; write one such as 2001:db8:1::1 for"
                + " address"),
        new Case(
            HOME_AGENT.replace("2001:db8:1::1\n", "fe80::1\n") + "  security: none\n",
            "3:12: 'fe80::1' cannot be used for address; it must be a unicast address that is"
                + " neither link-local nor loopback, such as 2001:db8:1::1"),
        new Case(
            HOME_AGENT.replace("2001:db8:1::1\n", "2001:db8:2::1\n") + "  security: none\n",
            "3:12: address '2001:db8:2::1' is not in the prefix of the home link; expected one in"
                + " 2001:db8:1::/64"),
        new Case(
            HOME_AGENT.replace("1::/64", "1::5/64") + "  security: none\n",
            "4:11: '2001:db8:1::5/64' has bits behind the prefix; did you mean '2001:db8:1::/64'?"),
        new Case(
            HOME_AGENT.replace("eth0", "eth0/1") + "  security: none\n",
            "2:14: 'eth0/1' is not an interface name; write 1 to 15 characters without white space,"
                + " '/' or ':', such as eth0, for interface"),
        new Case(
            HOME_AGENT + "  security: none\n  maximum-lifetime: 30\n",
            "6:21: '30' is not a duration; did you mean '30s'?"),
        new Case(
            HOME_AGENT + "  security: none\n  maximum-lifetime: 5 minutes\n",
            "6:21: '5 minutes' is not a duration; did you mean '5m'?"),
        new Case(
            HOME_AGENT + "  security: none\n  maximum-lifetime: 4d\n",
            "6:21: '4d' is out of range; expected 4s to 4369m for maximum-lifetime"),
        new Case(
            MOBILE_NODE + "  security: none\n  first-registration-timeout: 900ms\n",
            "6:31: '900ms' is out of range; expected 1s to 32s for first-registration-timeout"),
        new Case(
            MOBILE_NODE + "  security: none\n  dhcp-maximum-delay: 1m\n",
            "6:23: '1m' is out of range; expected 0s to 10s for dhcp-maximum-delay"),
        new Case(
            prefix("valid-until: 2027-01-31"),
            "3:64: '2027-01-31' is not a moment; expected one as in 2027-01-31T12:00:00Z"),
        new Case(
            prefix("valid-until: 2027-01-31T12:00:00Z, preferred-until: 2027-01-31T13:00:00Z"),
            "3:103: '2027-01-31T13:00:00Z' is later than valid-until; expected 2027-01-31T12:00:00Z at the latest"),
        new Case(
            prefix("preferred-until: 2027-01-31T13:00:00Z"),
            "3:23: prefixes lacks 'valid-until'; add 'valid-until: 2027-01-31T12:00:00Z'"),
        new Case(
            HOME_AGENT + "  security: none\n  maximum-bindings: many\n",
            "6:21: 'many' is not a whole number; expected a whole number from 1 to 10000000 for"
                + " maximum-bindings"),
        new Case(
            HOME_AGENT + "  security: none\n  advertise: yes\n",
            "6:14: 'yes' is not true or false; did you mean 'true'?"),
        new Case(
            MOBILE_NODE.replace("9/64", "9") + "  security: none\n",
            "3:17: '2001:db8:1::9' has no prefix length; did you mean '2001:db8:1::9/64'?"),
        new Case(
            MOBILE_NODE.replace("2001:db8:1::1\n", "2001:db8:2::1\n") + "  security: none\n",
            "4:15: home agent '2001:db8:2::1' is not on the home link; expected another address in"
                + " 2001:db8:1::/64"),
        new Case(
            MOBILE_NODE + "  security: none\n  interfaces: [eth0, wlan0]\n",
            "2:3: 'interface' stands beside 'interfaces' in mobile-node; remove one of them"),
        interfaces("[]", "2:15: 'interfaces' is an empty list; expected at least one item"),
        interfaces("[wlan0, eth0, wlan0]", "2:29: 'wlan0' stands twice in interfaces; remove one of them"),
        interfaces(
            "[eth0, roam0]", "2:22: 'roam0' is the tunnel-interface; name the interface that moves"),
        interfaces(
            "[eth0, a/b]",
            "2:22: 'a/b' is not an interface name; write 1 to 15 characters without white space, '/' or ':', such as"
                + " eth0, for interfaces"),
        interfaces("eth0", "2:15: 'interfaces' is one value; expected a list, such as [a, b]"),
        interfaces(
            "[a, b, c, d, e, f, g, h, i]", "2:15: 'interfaces' has 9 items; expected at most 8"),
        new Case(
            "tunnel-interface: eth0\n" + MOBILE_NODE + "  security: none\n",
            "3:14: 'eth0' is the tunnel-interface; name the interface that moves"));
  }

  private static List<Case> security() {
    return List.of(
        new Case(
            HOME_AGENT,
            "1:1: home-agent lacks security settings; add 'mobile-nodes:' with identifier, spi,"
                + " key-file and home-addresses of each, or 'security: none' for a closed test"
                + " network where anybody may register any home address"),
        new Case(
            MOBILE_NODE + "  security: nnoe\n",
            "5:13: unknown word 'nnoe' for security; did you mean 'none'?"),
        new Case(
            MOBILE_NODE + "  security: none\n  identifier: a@b\n  spi: 256\n  key-file: good.key\n",
            "5:3: 'security' stands beside 'key-file' in mobile-node; remove one of them"),
        new Case(
            MOBILE_NODE + "  identifier: a@b\n  spi: 255\n  key-file: good.key\n",
            "6:8: '255' is out of range; expected a whole number from 256 to 4294967295 for spi"),
        new Case(
            MOBILE_NODES + node("key-file: open.key, home-addresses: [2001:db8:1::9]"),
            "6:45: key file 'DIR/open.key' has mode rw-r-----, so that others may read it; run:"
                + " chmod 600 DIR/open.key"),
        new Case(
            MOBILE_NODES + node("key-file: short.key, home-addresses: [2001:db8:1::9]"),
            "6:45: the key in 'DIR/short.key' has 5 octets; expected at least 16, such as those of:"
                + " openssl rand -hex 32"),
        new Case(
            MOBILE_NODES + node("key-file: odd.key, home-addresses: [2001:db8:1::9]"),
            "6:45: key file 'DIR/odd.key' has an odd number of hexadecimal digits; write two for"
                + " each octet"),
        new Case(
            MOBILE_NODES + node("key-file: no.key, home-addresses: [2001:db8:1::9]"),
            "6:45: key file 'DIR/no.key' does not exist; make one with: (umask 077; openssl rand"
                + " -hex 32 > DIR/no.key)"),
        new Case(
            MOBILE_NODES
                + node("key-file: good.key, home-addresses: [2001:db8:1::9]")
                + node("key-file: good.key, home-addresses: [2001:db8:1::9, 2001:db8:7::9]"),
            "7:30: spi 256 stands twice for 'a@b'; give each its own",
            "7:45: the key in 'good.key' is another association's too; give each a key of its"
                + " own: openssl rand -hex 32",
            "7:72: home address '2001:db8:1::9' stands twice; give each mobile node its own",
            "7:87: home address '2001:db8:7::9' is not on the home link; expected one in"
                + " 2001:db8:1::/64"));
  }

  private static List<Case> routers() {
    return List.of(
        new Case(
            "router:\n  interfaces:\n    eth0: {}\n",
            "3:5: eth0 lacks 'prefixes'; add 'prefixes: [2001:db8:1::1/64]'"),
        new Case(
            router("interval: [70ms, 30ms]"),
            "3:59: '30ms' is out of range; expected 70ms to 30m for interval"),
        new Case(
            router("interval: [30s]"),
            "3:52: 'interval' has one item; write the least and the greatest, as in [200s, 600s]"),
        new Case(
            router("home-agent: {preference: 70000}"),
            "3:67: '70000' is out of range; expected a whole number from 0 to 65535 for"
                + " preference"),
        new Case(
            router("fast-solicted-ra: true"),
            "3:42: unknown key 'fast-solicted-ra' in eth0; did you mean 'fast-solicited-ra'?"));
  }

  private static List<Case> correspondents() {
    return List.of(
        new Case(
            "correspondent: {maximum-bindings: 0}\n",
            "1:35: '0' is out of range; expected a whole number from 1 to 10000000 for maximum-bindings"),
        new Case(
            "correspondent: {maximum-lifetime: 421s}\n",
            "1:35: '421s' is out of range; expected 4s to 7m for maximum-lifetime"),
        new Case(
            "correspondent: {maximum-lifetime: 3s, routing-table: 253}\n",
            "1:35: '3s' is out of range; expected 4s to 7m for maximum-lifetime",
            "1:54: '253' is out of range; expected a whole number from 1 to 252 for routing-table"),
        new Case(
            MOBILE_NODE + "  security: none\ncorrespondent: {routing-table: 251}\n",
            "6:32: table '251' is the mobile node's; expected another one than [251, 252]"),
        new Case(
            "correspondent: {lifetime: 5m}\n",
            "1:17: unknown key 'lifetime' in correspondent; expected one of maximum-bindings, maximum-lifetime,"
                + " routing-table"),
        new Case("correspondent:\n", "1:1: 'correspondent' is empty; expected a mapping of keys to values"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesPlaceWordAndCureOfEveryFault(Case each) {
    Reading reading = ConfigurationFile.parse("f.yaml", each.text(), folder);

    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    assertThat(
            ((Reading.Invalid) reading)
                .errors().stream()
                    .map(
                        error ->
                            error
                                .message()
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replace(folder.toString(), "DIR"))
                    .toList())
        .containsExactly(
            each.messages().stream().map(message -> "f.yaml:" + message).toArray(String[]::new));
  }

  @Test
  void putsCaretsUnderTheWord() {
    Reading.Invalid reading =
        (Reading.Invalid)
            ConfigurationFile.parse("f.yaml", HOME_AGENT + "  security: none\n  spii: 3\n", folder);

    assertThat(reading.errors().getFirst().message().lines().skip(1))
        .containsExactly("    6 |   spii: 3", "      |   ^^^^");
  }

  @Test
  void tellsOfAFileThatIsNotThere() {
    Reading.Invalid reading = (Reading.Invalid) ConfigurationFile.read(folder.resolve("none.yaml"));

    assertThat(reading.errors().getFirst().message())
        .isEqualTo(folder + "/none.yaml:1:1: the file does not exist; name a file with --config");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xe4, '\n'});

    assertThat(((Reading.Invalid) ConfigurationFile.read(file)).errors().getFirst().problem())
        .isEqualTo("the file is not text in UTF-8");
  }

  @Test
  void survivesAnExplosionOfAliases() {
    String text =
        """
        a: &a [x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
        """;
    assertThat(ConfigurationFile.parse("f.yaml", text, folder)).isInstanceOf(Reading.Invalid.class);
  }
}
