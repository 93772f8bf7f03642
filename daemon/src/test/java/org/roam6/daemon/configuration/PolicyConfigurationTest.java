package org.roam6.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.RegistrationPolicy;
import org.roam6.protocol.homeagent.RegistrationPolicy.Accept;
import org.roam6.protocol.homeagent.RegistrationPolicy.Refuse;
import org.roam6.protocol.homeagent.RegistrationPolicy.Rule;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** The policy of a home agent, and home networks without a link. */
class PolicyConfigurationTest {

  private static final String HOME_AGENT =
      """
      home-agent:
        interface: eth0
        address: 2001:db8:1::1
        prefix: 2001:db8:1::/64
        security: none
      """;
  private static final String VIRTUAL = HOME_AGENT.replace("interface: eth0", "home-link: virtual");

  @TempDir private Path folder;

  private Configuration valid(String text) {
    Reading reading = ConfigurationFile.parse("f.yaml", text, folder);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).configuration();
  }

  private List<String> errors(String text) {
    Reading reading = ConfigurationFile.parse("f.yaml", text, folder);
    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading)
        .errors().stream().map(error -> error.message().lines().findFirst().orElse("")).toList();
  }

  private static Ipv6Prefix prefix(String text) {
    return Ipv6Prefix.parse(text);
  }

  @Test
  void readsRulesInTheirOrder() {
    HomeAgentConfig homeAgent =
        valid(
                HOME_AGENT
                    + """
                      policy:
                        - visited: 2001:db8:bad::/48
                          action: refuse
                        - home: [2001:db8:1::100, 2001:db8:1::8:0/112]
                          visited: [2001:db8:a::/48, 2001:db8:b::5]
                          action: accept
                          maximum-lifetime: 5m
                          maximum-bindings: 2
                        - identifier: mn@example.org
                          action: accept
                        - {action: refuse, status: 133}
                    """)
            .homeAgents()
            .getFirst();

    assertThat(homeAgent.limits().policy().rules())
        .containsExactly(
            new Rule(
                List.of(),
                List.of(prefix("2001:db8:bad::/48")),
                List.of(),
                new Refuse(BindingAcknowledgementStatus.ADMINISTRATIVELY_PROHIBITED)),
            new Rule(
                List.of(prefix("2001:db8:1::100/128"), prefix("2001:db8:1::8:0/112")),
                List.of(prefix("2001:db8:a::/48"), prefix("2001:db8:b::5/128")),
                List.of(),
                new Accept(Duration.ofMinutes(5), 2)),
            new Rule(List.of(), List.of(), List.of("mn@example.org"), Accept.FREELY),
            new Rule(
                List.of(),
                List.of(),
                List.of(),
                new Refuse(BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE)));
  }

  @Test
  void isOpenWhereThereIsNone() {
    assertThat(valid(HOME_AGENT).homeAgents().getFirst().limits().policy()).isEqualTo(RegistrationPolicy.OPEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {visited: 2001:db8::/32} | 7:7: policy lacks 'action'; add 'action: refuse'
          {action: deny} | 7:16: unknown word 'deny' for action; expected one of accept, refuse
          {action: refuse, status: 1} | 7:32: '1' is out of range; expected a whole number from 128 to 255 for status
          {action: refuse, maximum-lifetime: 5m} | 7:24: 'maximum-lifetime' bounds what is accepted; \
          remove it, or write 'action: accept'
          {action: accept, status: 129} | 7:24: 'status' is what a refusal says; remove it, or write 'action: refuse'
          {action: accept, maximum-bindings: 0} | 7:42: '0' is out of range; \
          expected a whole number from 1 to 256 for maximum-bindings
          {action: refuse, home: "2001:db8:2::5"} | 7:30: '2001:db8:2::5/128' has no home addresses of this home \
          agent; expected an address or a prefix in 2001:db8:1::/64
          {action: refuse, visited: "2001:db8::1/32"} | 7:33: '2001:db8::1/32' has bits behind the prefix; \
          did you mean '2001:db8::/32'?
          {action: refuse, vistied: "2001:db8::/32"} | 7:24: unknown key 'vistied' in policy; did you mean 'visited'?
          """)
  void saysWhereARuleIsWrongAndWhatWasMeant(String rule, String message) {
    assertThat(errors(HOME_AGENT + "  policy:\n    - " + rule + "\n")).containsExactly("f.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource({"135", "144", "146", "200"})
  void takesNoStatusThatSaysSomethingElseThanNo(String status) {
    assertThat(errors(HOME_AGENT + "  policy:\n    - {action: refuse, status: " + status + "}\n"))
        .singleElement()
        .asString()
        .startsWith(
            "f.yaml:7:32: status " + status + " does not say that a mobile node may not register; expected 129");
  }

  @Test
  void aVirtualHomeLinkIsOnTheTunnelInterfaceAndIsNotAdvertised() {
    Configuration configuration = valid(VIRTUAL + "  maximum-bindings: 1000000\n");
    HomeAgentConfig homeAgent = configuration.homeAgents().getFirst();
    assertThat(homeAgent.hasVirtualHomeLink()).isTrue();
    assertThat(homeAgent.homeInterface()).isEqualTo(new InterfaceName("roam0"));
    assertThat(homeAgent.homePrefixLifetimes()).isPresent();
    assertThat(homeAgent.limits().maximumBindings()).isEqualTo(1_000_000);
    assertThat(configuration.router()).isEmpty();
    assertThat(valid(HOME_AGENT).homeAgents().getFirst().hasVirtualHomeLink()).isFalse();
  }

  @Test
  void severalHomeLinksMayBeVirtual() {
    String second = "{home-link: virtual, address: 2001:db8:2::1, prefix: 2001:db8:2::/64, security: none}";
    Configuration configuration =
        valid("home-agent:\n- " + VIRTUAL.substring(VIRTUAL.indexOf("home-link")) + "- " + second + "\n");
    assertThat(configuration.homeAgents()).hasSize(2).allMatch(HomeAgentConfig::hasVirtualHomeLink);
  }

  @Test
  void aVirtualHomeLinkHasNeitherInterfaceNorAdvertisementsNorGroups() {
    assertThat(errors(VIRTUAL + "  interface: eth0\n  advertise: true\n  multicast: true\n"))
        .containsExactly(
            "f.yaml:6:3: 'interface' stands beside 'home-link: virtual' in home-agent; remove one of them: a virtual"
                + " home link has no interface",
            "f.yaml:7:3: nobody hears advertisements on a virtual home link; remove 'advertise'",
            "f.yaml:8:3: nobody sends to groups on a virtual home link; remove 'multicast'");
    assertThat(errors(HOME_AGENT.replace("interface: eth0", "home-link: real")))
        .contains("f.yaml:2:14: unknown word 'real' for home-link; expected virtual");
  }
}
