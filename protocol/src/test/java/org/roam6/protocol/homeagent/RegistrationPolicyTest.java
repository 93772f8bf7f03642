package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.homeagent.RegistrationPolicy.Accept;
import org.roam6.protocol.homeagent.RegistrationPolicy.Decision;
import org.roam6.protocol.homeagent.RegistrationPolicy.Refuse;
import org.roam6.protocol.homeagent.RegistrationPolicy.Rule;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

class RegistrationPolicyTest {

  private static final Refuse PROHIBITED = new Refuse(BindingAcknowledgementStatus.ADMINISTRATIVELY_PROHIBITED);

  private static Rule rule(String home, String visited, Decision decision) {
    return new Rule(prefixes(home), prefixes(visited), List.of(), decision);
  }

  private static List<Ipv6Prefix> prefixes(String text) {
    return text.isEmpty() ? List.of() : List.of(Ipv6Prefix.parse(text));
  }

  private static Scene scene(Security security, Rule... rules) {
    HomeAgentLimits others = HomeAgentLimits.DEFAULT;
    RegistrationPolicy policy = new RegistrationPolicy(List.of(rules));
    return new Scene(
        Scene.config(
            security,
            new HomeAgentLimits(
                others.maximumBindings(), others.refusalBurst(), others.refusalInterval(), policy)));
  }

  private static Scene scene(Rule... rules) {
    return scene(new Security.None(), rules);
  }

  private static int status(List<Effect> effects) {
    return Acknowledgement.onlyOneIn(effects).status();
  }

  @Test
  void refusesAVisitedNetworkWithTheStatusOfTheRuleAndTakesOthers() {
    Scene scene =
        scene(rule("", "2001:db8:a::/48", new Refuse(BindingAcknowledgementStatus.REASON_UNSPECIFIED)));

    List<Effect> effects = scene.tell(Update.from(Scene.CARE_OF_A).plain());
    assertThat(status(effects)).isEqualTo(128);
    assertThat(Scene.notices(effects, HomeAgentNotice.PolicyApplied.class))
        .containsExactly(new HomeAgentNotice.PolicyApplied(Scene.HOME, Scene.CARE_OF_A, 1));
    assertThat(scene.wanted).isEmpty();

    assertThat(scene.register(Update.from(Scene.CARE_OF_B)).status()).isZero();
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    Scene scene =
        scene(
            rule("2001:db8:1::100/128", "2001:db8:b::/48", Accept.FREELY),
            rule("2001:db8:1::100/128", "", PROHIBITED),
            rule("2001:db8:1::/64", "", Accept.FREELY),
            rule("", "", PROHIBITED));

    assertThat(status(scene.tell(Update.from(Scene.CARE_OF_A).plain()))).isEqualTo(129);
    assertThat(scene.register(Update.from(Scene.CARE_OF_B)).status()).isZero();
    assertThat(scene.register(Update.from(Scene.CARE_OF_A).homeAddress(Scene.OTHER_HOME)).status()).isZero();
  }

  @Test
  void grantsNoMoreThanTheRuleAllowsAlsoInARefresh() {
    Scene scene = scene(rule("", "2001:db8:a::/48", new Accept(Duration.ofSeconds(20), 1)));

    assertThat(scene.register(Update.from(Scene.CARE_OF_A).lifetime(15)).lifetime()).isEqualTo(5);
    assertThat(lifetime(scene, Update.from(Scene.CARE_OF_B).sequence(2).lifetime(15))).isEqualTo(15);
    assertThat(lifetime(scene, Update.from(Scene.CARE_OF_A).sequence(3).lifetime(15))).isEqualTo(5);
    assertThat(lifetime(scene, Update.from(Scene.CARE_OF_A).sequence(4).lifetime(3))).isEqualTo(3);
  }

  private static int lifetime(Scene scene, Update update) {
    return Acknowledgement.onlyOneIn(scene.tell(update.plain())).lifetime();
  }

  @Test
  void aRefusedMoveLeavesTheBindingAsItWasAndItsEndIsAlwaysAccepted() {
    Scene scene = scene(rule("", "2001:db8:b::/48", PROHIBITED));
    scene.register(Update.from(Scene.CARE_OF_A));

    assertThat(status(scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).plain()))).isEqualTo(129);
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_A);
    assertThat(status(scene.tell(Update.from(Scene.CARE_OF_B).sequence(3).lifetime(0).plain()))).isZero();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void countsRefusalsByRule() {
    Scene scene = scene(rule("", "2001:db8:b::/48", PROHIBITED), rule("", "2001:db8:a::/48", PROHIBITED));
    scene.tell(Update.from(Scene.CARE_OF_A).plain());
    scene.tell(Update.from(Scene.CARE_OF_A).plain());
    scene.tell(Update.from(Scene.CARE_OF_B).plain());

    assertThat(scene.agent.snapshot(scene.now()).prohibited())
        .containsOnly(Map.entry(1, 1L), Map.entry(2, 2L));
    assertThat(scene.agent.snapshot(scene.now()).refused()).containsOnly(Map.entry(129, 3L));
  }

  @Test
  void strangersDoNotLearnThePolicy() {
    Scene scene = scene(Scene.security(), rule("", "", new Refuse(BindingAcknowledgementStatus.REASON_UNSPECIFIED)));
    SecurityAssociation forged = Scene.OTHER_ASSOCIATION;

    List<Effect> unsigned = scene.tell(Update.from(Scene.CARE_OF_A).plain());
    assertThat(Scene.notices(unsigned, HomeAgentNotice.PolicyApplied.class)).isEmpty();
    List<Effect> wrong =
        scene.tell(Update.from(Scene.CARE_OF_A).signed(forged, scene.timeOfDay()));
    assertThat(Scene.notices(wrong, HomeAgentNotice.PolicyApplied.class)).isEmpty();
    List<Effect> right = scene.tell(Update.from(Scene.CARE_OF_A).signed(Scene.ASSOCIATION, scene.timeOfDay()));
    assertThat(Scene.notices(right, HomeAgentNotice.PolicyApplied.class)).hasSize(1);
    assertThat(scene.agent.snapshot(scene.now()).prohibited()).containsOnlyKeys(1);
  }

  @Test
  void boundsHowManyHomeAddressesAMobileNodeHasAtOnce() {
    SecurityAssociation both =
        new SecurityAssociation(
            Scene.ASSOCIATION.securityParameterIndex(),
            Scene.ASSOCIATION.key(),
            Scene.ASSOCIATION.networkAccessIdentifier(),
            new TreeSet<>(List.of(Scene.HOME, Scene.OTHER_HOME)));
    Accept one = new Accept(Duration.ofHours(1), 1);
    Rule rule = new Rule(List.of(), List.of(), List.of(both.networkAccessIdentifier()), one);
    Scene scene = scene(new Security.Authenticated(List.of(both)), rule);

    scene.tell(Update.from(Scene.CARE_OF_A).signed(both, scene.timeOfDay()));
    scene.pass(Duration.ofSeconds(2));
    Update second = Update.from(Scene.CARE_OF_A).homeAddress(Scene.OTHER_HOME);
    assertThat(status(scene.tell(second.signed(both, scene.timeOfDay())))).isEqualTo(130);
    // What it has already it may refresh.
    scene.pass(Duration.ofSeconds(1));
    NtpTimestamp now = scene.timeOfDay();
    assertThat(status(scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).signed(both, now)))).isZero();
  }

  @Test
  void knowsOneMobileNodeFromAnother() {
    Rule rule =
        new Rule(List.of(), List.of(), List.of(Scene.ASSOCIATION.networkAccessIdentifier()), PROHIBITED);
    Scene scene = scene(Scene.security(), rule);

    assertThat(status(scene.tell(Update.from(Scene.CARE_OF_A).signed(Scene.ASSOCIATION, scene.timeOfDay()))))
        .isEqualTo(129);
    scene.tell(
        Update.from(Scene.CARE_OF_A)
            .homeAddress(Scene.OTHER_HOME)
            .signed(Scene.OTHER_ASSOCIATION, scene.timeOfDay()));
    assertThat(status(scene.pass(Duration.ofSeconds(2)))).isZero();
  }

  @Test
  void aRefusalCannotSayThatItAccepts() {
    assertThatThrownBy(() -> new Refuse(BindingAcknowledgementStatus.ACCEPTED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Accept(Duration.ofHours(1), 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
