package org.roam6.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.Traffic.Service;
import org.roam6.protocol.Traffic.Transport;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.correspondent.CorrespondentLimits;
import org.roam6.protocol.homeagent.GroupLimits;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.PrefixDiscoveryPolicy;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.MobileNodeTimers;
import org.roam6.protocol.mobilenode.PrefixDiscoveryMode;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.protocol.router.HomeAgentService;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.Octets;

class ConfigurationFileTest {
  private static final String HOME_AGENT =
      """
      home-agent:
        interface: eth0
        address: 2001:db8:1::1
        prefix: 2001:db8:1::/64
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeKey() throws IOException {
    key("mn.key", "rw-------", "00010203 04050607 08090a0b 0c0d0e0f\n");
  }

  private void key(String name, String mode, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Configuration valid(String text) {
    Reading reading = ConfigurationFile.parse("roam6.yaml", text, folder);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).configuration();
  }

  @Test
  void readsSeveralInterfacesInTheOrderOfPreference() {
    Configuration configuration =
        valid(
            """
            mobile-node:
              interfaces: [wwan0, eth0, wlan0]
              home-address: 2001:db8:1::100/64
              home-agent: 2001:db8:1::1
              security: none
            """);

    assertThat(configuration.mobileNode().orElseThrow().interfaces())
        .containsExactly(new InterfaceName("wwan0"), new InterfaceName("eth0"), new InterfaceName("wlan0"));
  }

  @Test
  void readsHomeAgentWithAssociations() {
    Configuration configuration =
        valid(
            HOME_AGENT
                + """
                  maximum-lifetime: 5m
                  maximum-bindings: 7
                  mobile-nodes:
                    - identifier: mn@example.org
                      spi: 256
                      key-file: mn.key
                      home-addresses: [2001:db8:1::100, 2001:db8:1::101]
                """);

    HomeAgentConfig homeAgent = configuration.homeAgents().getFirst();
    assertThat(homeAgent.homeInterface()).isEqualTo(new InterfaceName("eth0"));
    assertThat(homeAgent.homePrefix()).isEqualTo(Ipv6Prefix.parse("2001:db8:1::/64"));
    assertThat(homeAgent.maximumLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(homeAgent.limits().maximumBindings()).isEqualTo(7);
    assertThat(homeAgent.security())
        .isInstanceOfSatisfying(
            Security.Authenticated.class,
            security ->
                assertThat(security.associations())
                    .singleElement()
                    .satisfies(
                        association -> {
                          assertThat(association.securityParameterIndex()).isEqualTo(256);
                          assertThat(association.networkAccessIdentifier())
                              .isEqualTo("mn@example.org");
                          assertThat(association.key().octets())
                              .isEqualTo(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
                          assertThat(association.homeAddresses())
                              .containsExactly(
                                  Ipv6Address.parse("2001:db8:1::100"),
                                  Ipv6Address.parse("2001:db8:1::101"));
                        }));
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void aCorrespondentNodeNeedsNoSettings() {
    Configuration configuration = valid("correspondent: {}\n");
    assertThat(configuration.correspondent()).contains(CorrespondentConfig.of(new InterfaceName("roam0")));
    assertThat(configuration.roles()).containsExactly("correspondent node");
  }

  @Test
  void readsACorrespondentNode() {
    Configuration configuration =
        valid(
            """
            tunnel-interface: mip0
            correspondent:
              maximum-bindings: 9
              maximum-lifetime: 2m
              routing-table: 77
            """);
    assertThat(configuration.correspondent())
        .contains(
            new CorrespondentConfig(
                new InterfaceName("mip0"),
                77,
                Duration.ofMinutes(2),
                new CorrespondentLimits(9, 18),
                List.of()));
  }

  @Test
  void aCorrespondentNodeLeavesHomeAgentAndMobileNodeWhatIsTheirs() {
    Configuration besideHomeAgent = valid(HOME_AGENT + "  security: none\ncorrespondent: {}\n");
    assertThat(besideHomeAgent.correspondent().orElseThrow().homePrefixes())
        .containsExactly(Ipv6Prefix.parse("2001:db8:1::/64"));
    Configuration besideMobileNode =
        valid(
            """
            correspondent: {}
            mobile-node:
              interface: eth0
              home-address: 2001:db8:1::9/64
              home-agent: 2001:db8:1::1
              security: none
              routing-table: 250
            """);
    assertThat(besideMobileNode.correspondent().map(CorrespondentConfig::routingTable)).contains(248);
  }

  @Test
  @Tag("R6275-089")
  void homeAgentAdvertisesItselfWithDefaultsOfTheStandard() {
    AdvertisingInterface advertised =
        valid(HOME_AGENT + "  security: none\n").router().orElseThrow().interfaces().getFirst();

    assertThat(advertised.name()).isEqualTo(new InterfaceName("eth0"));
    assertThat(advertised.maximumInterval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(advertised.minimumInterval()).isEqualTo(Duration.ofSeconds(198));
    assertThat(advertised.routerLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(advertised.homeAgent())
        .isEqualTo(Optional.of(new HomeAgentService(0, Duration.ofMinutes(30))));
    assertThat(advertised.prefixes())
        .containsExactly(AdvertisedPrefix.of(Ipv6Address.parse("2001:db8:1::1"), 64));
    assertThat(advertised.fastSolicitedAdvertisements()).isFalse();
  }

  @Test
  void homeAgentLeavesAdvertisingToOthersOnRequest() {
    Configuration configuration = valid(HOME_AGENT + "  security: none\n  advertise: false\n");
    assertThat(configuration.router()).isEmpty();
    assertThat(configuration.homeAgents().getFirst().homePrefixLifetimes()).isEmpty();
  }

  @Test
  void homeAgentServesMulticastGroupsOnRequestAndWarnsThatNothingProtectsThem() {
    Configuration without = valid(HOME_AGENT + "  security: none\n");
    assertThat(without.homeAgents().getFirst().multicast()).isEmpty();
    assertThat(valid(HOME_AGENT + "  security: none\n  multicast: false\n").homeAgents().getFirst().multicast())
        .isEmpty();
    Configuration with = valid(HOME_AGENT + "  security: none\n  multicast: true\n");
    assertThat(with.homeAgents().getFirst().multicast()).contains(GroupLimits.DEFAULT);
    assertThat(with.warnings()).anyMatch(warning -> warning.startsWith("multicast: true"));
    assertThat(without.warnings()).noneMatch(warning -> warning.startsWith("multicast"));
  }

  @Test
  void homeAgentGoesByTheLifetimesThatItAdvertises() {
    assertThat(valid(HOME_AGENT + "  security: none\n").homeAgents().getFirst().homePrefixLifetimes())
        .contains(PrefixLifetimes.DEFAULT);
    String ending =
        """
          security: none
        router:
          interfaces:
            eth0:
              prefixes:
                - {address: 2001:db8:2::1/64}
                - address: 2001:db8:1::1/64
                  valid-until: 2027-01-31T12:00:00Z
                  preferred-until: 2027-01-31T12:00:00+01:00
        """;
    assertThat(valid(HOME_AGENT + ending).homeAgents().getFirst().homePrefixLifetimes())
        .contains(
            new PrefixLifetimes.Until(
                Instant.parse("2027-01-31T12:00:00Z"), Instant.parse("2027-01-31T11:00:00Z")));
  }

  @Test
  @Tag("R6275-089")
  @Tag("R6275-096")
  @Tag("R6275-267")
  void routerEntryOfHomeInterfaceCountsAndGetsTheHomeAgentFlag() {
    Configuration configuration =
        valid(
            HOME_AGENT
                + """
                  security: none
                router:
                  interfaces:
                    eth0: {prefixes: [2001:db8:1::1/64], interval: [30ms, 70ms], minimum-delay: 30ms,
                           fast-solicited-ra: true, managed: true}
                """);

    assertThat(configuration.router().orElseThrow().interfaces())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.maximumInterval()).isEqualTo(Duration.ofMillis(70));
              assertThat(each.minimumDelayBetweenAdvertisements()).isEqualTo(Duration.ofMillis(30));
              assertThat(each.fastSolicitedAdvertisements()).isTrue();
              assertThat(each.managed()).isTrue();
              assertThat(each.homeAgent()).contains(new HomeAgentService(0, Duration.ofSeconds(1)));
            });
  }

  @Test
  @Tag("R6275-267")
  void readsMobileNode() {
    Configuration configuration =
        valid(
            """
            tunnel-interface: tun7
            control-socket: sock
            mobile-node:
              interface: wlan0
              home-address: 2001:db8:1::100/64
              home-agent: 2001:db8:1::1
              lifetime: 60s
              routing-table: 100
              first-registration-timeout: 4500ms
              dhcp-maximum-delay: 1s
              direct: [port 53, udp port 5000-5010, tcp port 853 to 2001:db8:c::1, "2001:db8:f::/48", tcp port 53]
              identifier: mn@example.org
              spi: 4294967295
              key-file: mn.key
            """);

    MobileNodeConfig mobileNode = configuration.mobileNode().orElseThrow();
    assertThat(configuration.controlSocket()).isEqualTo(folder.resolve("sock"));
    assertThat(mobileNode.tunnelInterface()).isEqualTo(new InterfaceName("tun7"));
    assertThat(mobileNode.homeAddress()).isEqualTo(Ipv6Address.parse("2001:db8:1::100"));
    assertThat(mobileNode.homePrefix()).isEqualTo(Ipv6Prefix.parse("2001:db8:1::/64"));
    assertThat(mobileNode.lifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(mobileNode.routingTable()).isEqualTo(100);
    assertThat(mobileNode.timers())
        .isEqualTo(
            MobileNodeTimers.DEFAULT
                .withInitialBindackTimeoutFirstReg(Duration.ofMillis(4500))
                .withDhcpMaximumDelay(Duration.ofSeconds(1)));
    Ipv6Prefix everywhere = Ipv6Prefix.parse("::/0");
    assertThat(mobileNode.direct())
        .containsExactly(
            new Traffic(everywhere, Optional.of(new Service(Transport.TCP, 53, 53))),
            new Traffic(everywhere, Optional.of(new Service(Transport.UDP, 53, 53))),
            new Traffic(everywhere, Optional.of(new Service(Transport.UDP, 5000, 5010))),
            new Traffic(Ipv6Prefix.parse("2001:db8:c::1/128"), Optional.of(new Service(Transport.TCP, 853, 853))),
            new Traffic(Ipv6Prefix.parse("2001:db8:f::/48"), Optional.empty()));
    assertThat(configuration.homeAgents()).isEmpty();
    assertThat(configuration.router()).isEmpty();
  }

  private static final String MOVING =
      """
      mobile-node:
        interface: wlan0
        home-address: 2001:db8:1::100/64
        home-agent: 2001:db8:1::1
        identifier: mn@example.org
        spi: 256
        key-file: mn.key
      """;

  @Test
  void aMobileNodeMayHaveSeveralHomeAddresses() {
    Configuration configuration =
        valid(
            """
            mobile-node:
              interface: wlan0
              routing-table: 100
              home-addresses:
                - home-address: 2001:db8:1::100/64
                  home-agent: 2001:db8:1::1
                  identifier: mn@example.org
                  spi: 256
                  key-file: mn.key
                - home-address: 2001:db8:2::100/64
                  security: none
                  unprotected-prefix-discovery: accept
                  route-optimization: {with: everyone, unprotected-home-test: accept}
            """);

    List<MobileNodeConfig> homes = configuration.mobileNode().orElseThrow().ofEachHomeAddress();
    assertThat(homes)
        .extracting(MobileNodeConfig::homeAddress)
        .containsExactly(Ipv6Address.parse("2001:db8:1::100"), Ipv6Address.parse("2001:db8:2::100"));
    assertThat(homes.getFirst().homeAgentAddress()).isEqualTo(Ipv6Address.parse("2001:db8:1::1"));
    assertThat(homes.getFirst().security()).isInstanceOf(Security.Authenticated.class);
    assertThat(homes.getFirst().prefixDiscovery()).isEqualTo(PrefixDiscoveryMode.OFF);
    assertThat(homes.getFirst().routeOptimization()).isEqualTo(RouteOptimizationPolicy.OFF);
    assertThat(homes.getLast().discoversHomeAgent()).isTrue();
    assertThat(homes.getLast().homePrefix()).isEqualTo(Ipv6Prefix.parse("2001:db8:2::/64"));
    assertThat(homes.getLast().security()).isInstanceOf(Security.None.class);
    assertThat(homes.getLast().prefixDiscovery()).isEqualTo(PrefixDiscoveryMode.LEARN);
    assertThat(homes.getLast().routeOptimization()).isNotEqualTo(RouteOptimizationPolicy.OFF);
    assertThat(homes).extracting(MobileNodeConfig::routingTable).containsExactly(100, 90);
    assertThat(configuration.roles()).containsExactly("mobile node 2001:db8:1::100, 2001:db8:2::100");
    assertThat(configuration.warnings()).hasSize(3);
  }

  @Test
  void theCorrespondentNodeHasATableOfItsOwn() {
    String both = MOVING.replace("interface: wlan0", "interfaces: [eth0, wlan0]") + "correspondent: {}\n";
    Configuration configuration = valid(both);

    assertThat(configuration.mobileNode().orElseThrow().routingTables())
        .containsExactlyInAnyOrder(252, 251, 250, 249)
        .doesNotContain(configuration.correspondent().orElseThrow().routingTable());
  }

  @Test
  void aMobileNodeThatIsToldNoHomeAgentFindsOne() {
    MobileNodeConfig told = valid(MOVING).mobileNode().orElseThrow();
    MobileNodeConfig untold = valid(MOVING.replace("  home-agent: 2001:db8:1::1\n", "")).mobileNode().orElseThrow();
    MobileNodeConfig discovering =
        valid(MOVING.replace("home-agent: 2001:db8:1::1", "home-agent: discover")).mobileNode().orElseThrow();

    assertThat(told.discoversHomeAgent()).isFalse();
    assertThat(told.homeAgentAddress()).isEqualTo(Ipv6Address.parse("2001:db8:1::1"));
    assertThat(untold.discoversHomeAgent()).isTrue();
    assertThat(discovering).isEqualTo(untold);
  }

  private RouteOptimizationPolicy routeOptimization(Configuration configuration) {
    return configuration.mobileNode().orElseThrow().routeOptimization();
  }

  @Test
  void readsWithWhomRoutesAreOptimized() {
    Configuration configuration =
        valid(
            MOVING
                + """
                  route-optimization:
                    with: ["2001:db8:c::/48", 2001:db8:d::1]
                    except: ["2001:db8:c:1::/64"]
                    unprotected-home-test: accept
                """);

    assertThat(routeOptimization(configuration).with())
        .containsExactly(Ipv6Prefix.parse("2001:db8:c::/48"), Ipv6Prefix.parse("2001:db8:d::1/128"));
    assertThat(routeOptimization(configuration).except())
        .containsExactly(Ipv6Prefix.parse("2001:db8:c:1::/64"));
    assertThat(configuration.warnings())
        .singleElement()
        .satisfies(each -> assertThat(each).contains("unprotected-home-test: accept"));
  }

  @Test
  void readsThatRoutesAreOptimizedWithEveryone() {
    Configuration configuration =
        valid(MOVING + "  route-optimization: {with: everyone, unprotected-home-test: accept}\n");

    assertThat(routeOptimization(configuration)).isEqualTo(RouteOptimizationPolicy.EVERYONE);
  }

  @Test
  void routesAreNotOptimizedUnlessUnprotectedHomeTestsAreAccepted() {
    Configuration configuration = valid(MOVING + "  route-optimization: {with: everyone}\n");

    assertThat(routeOptimization(configuration)).isEqualTo(RouteOptimizationPolicy.OFF);
    assertThat(configuration.warnings())
        .singleElement()
        .satisfies(each -> assertThat(each).contains("route-optimization is off", "unprotected-home-test: accept"));
    assertThat(routeOptimization(valid(MOVING))).isEqualTo(RouteOptimizationPolicy.OFF);
    assertThat(valid(MOVING).warnings()).isEmpty();
  }

  @Test
  @Tag("R6275-103")
  void prefixesAreNotDiscoveredUnlessThatIsAcceptedUnprotected() {
    Configuration homeAgent = valid(HOME_AGENT + "  security: none\n");
    assertThat(homeAgent.homeAgents().getFirst().prefixDiscovery()).isEqualTo(PrefixDiscoveryPolicy.OFF);
    Configuration open = valid(HOME_AGENT + "  security: none\n  unprotected-prefix-discovery: accept\n");
    assertThat(open.homeAgents().getFirst().prefixDiscovery()).isEqualTo(PrefixDiscoveryPolicy.DEFAULT);
    assertThat(open.warnings().getLast()).contains("unprotected-prefix-discovery: accept", "home agent");

    assertThat(valid(MOVING).mobileNode().orElseThrow().prefixDiscovery()).isEqualTo(PrefixDiscoveryMode.OFF);
    Configuration asking = valid(MOVING + "  unprotected-prefix-discovery: accept\n");
    assertThat(asking.mobileNode().orElseThrow().prefixDiscovery()).isEqualTo(PrefixDiscoveryMode.LEARN);
    assertThat(asking.warnings())
        .singleElement()
        .satisfies(each -> assertThat(each).contains("unprotected-prefix-discovery: accept", "mobile node"));
  }

  @Test
  void readsWhetherAMobileNodeFollowsTheRenumberingOfItsHomeNetwork() {
    Configuration following = valid(MOVING + "  unprotected-prefix-discovery: accept\n  renumbering: follow\n");

    assertThat(following.mobileNode().orElseThrow().prefixDiscovery()).isEqualTo(PrefixDiscoveryMode.FOLLOW);
    assertThat(following.warnings()).hasSize(1);
  }

  @Test
  void severalHomePrefixesOfOneLinkAreAdvertisedTogether() {
    Configuration configuration =
        valid(
            "home-agent:\n"
                + "- {interface: eth0, address: 2001:db8:1::1, prefix: 2001:db8:1::/64, security: none}\n"
                + "- {interface: eth0, address: 2001:db8:2::1, prefix: 2001:db8:2::/64, security: none}\n");
    List<Ipv6Prefix> both = List.of(Ipv6Prefix.parse("2001:db8:1::/64"), Ipv6Prefix.parse("2001:db8:2::/64"));

    assertThat(configuration.router().orElseThrow().interfaces())
        .singleElement()
        .satisfies(each -> assertThat(each.prefixes()).extracting(AdvertisedPrefix::prefix).isEqualTo(both))
        .satisfies(each -> assertThat(each.homeAgent()).isPresent());
    assertThat(configuration.homeAgents())
        .hasSize(2)
        .allSatisfy(
            each ->
                assertThat(each.advertisedPrefixes()).extracting(AdvertisedPrefix::prefix).isEqualTo(both));
  }

  @Test
  @Tag("R6275-267")
  void readsHowOftenPrefixesAreAdvertised() {
    String often = "  security: none\n  unprotected-prefix-discovery: accept\n"
        + "  prefix-advertisement-interval: [5s, 2h]\n";
    assertThat(valid(HOME_AGENT + often).homeAgents().getFirst().prefixDiscovery())
        .isEqualTo(new PrefixDiscoveryPolicy(true, Duration.ofSeconds(5), Duration.ofHours(2)));
  }

  @Test
  void warnsOfMissingSecurityInEachRole() {
    assertThat(valid(HOME_AGENT + "  security: none\n").warnings())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each).contains("security: none", "home agent", "test networks only"));
  }

  @Test
  void takesRawKeyAsItIs() throws IOException {
    key("mn.key", "r--------", "not hexadecimal: 16 octets or more");

    Configuration configuration =
        valid(
            HOME_AGENT
                + "  mobile-nodes: [{identifier: a@b, spi: 256, key-file: mn.key, "
                + "home-addresses: [2001:db8:1::2]}]\n");

    assertThat(
            ((Security.Authenticated) configuration.homeAgents().getFirst().security())
                .associations())
        .singleElement()
        .satisfies(each -> assertThat(each.key().octets().length()).isEqualTo(34));
  }
}
