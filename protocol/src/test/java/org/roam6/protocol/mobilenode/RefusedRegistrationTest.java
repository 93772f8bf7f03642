package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.SourceRule;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.7.3: Status values of 128 and more, and status 1. */
class RefusedRegistrationTest {

  private final Scenario scenario = Scenario.unprotected();
  private final Ipv6Address careOfAddress = VISITED_A.careOfAddress();
  private final BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));

  private List<Effect> refuse(int status) {
    return scenario.acknowledge(status, update.sequenceNumber(), 0, careOfAddress);
  }

  @Test
  @Tag("R6275-252")
  void sequenceNumberOutOfWindowIsCorrectedAtOnce() {
    int given = (update.sequenceNumber() + 500) % 65_536;
    List<Effect> corrected = scenario.acknowledge(135, given, 0, careOfAddress);

    assertThat(onlyUpdate(corrected).sequenceNumber()).isEqualTo(given + 1);
  }

  @Test
  void olderSequenceNumberOfALateAcknowledgementIsIgnored() {
    int older = Math.floorMod(update.sequenceNumber() - 1, 65_536);
    List<Effect> late = scenario.acknowledge(135, older, 0, careOfAddress);
    List<Effect> same = scenario.acknowledge(135, update.sequenceNumber(), 0, careOfAddress);

    assertThat(updates(late)).isEmpty();
    assertThat(updates(same)).isEmpty();
    assertThat(onlyUpdate(scenario.pass(Duration.ofSeconds(2))).sequenceNumber())
        .isEqualTo((update.sequenceNumber() + 1) % 65_536);
  }

  @Test
  void endlessCorrectionsAreCutShort() {
    int given = update.sequenceNumber();
    for (int i = 0; i < 50; i++) {
      given = (given + 100) % 65_536;
      scenario.acknowledge(135, given, 0, careOfAddress);
      scenario.pass(Duration.ofMillis(10));
    }

    assertThat(updates(scenario.all())).hasSizeLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 130})
  void passingRefusalIsTriedAgainAfterTheLongestTimeout(int status) {
    refuse(status);

    assertThat(updates(scenario.pass(Duration.ofMillis(31_900)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofMillis(200)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 131, 132, 133, 136, 139, 141, 255})
  void otherRefusalHoldsOffWhereverTheNodeGoes(int status) {
    refuse(status);
    scenario.moveTo(VISITED_B);
    scenario.pass(Duration.ofSeconds(299));

    assertThat(updates(scenario.all())).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofSeconds(2)))).hasSize(1);
  }

  @Test
  void invalidCareOfAddressIsForgottenByAMove() {
    refuse(174);

    assertThat(updates(scenario.pass(Duration.ofMinutes(4)))).isEmpty();
    assertThat(updates(scenario.moveTo(VISITED_B))).hasSize(1);
  }

  @Test
  void refusalLeavesNoTunnelAndNoWayOutForTheHomeAddress() {
    refuse(129);

    assertThat(scenario.wished(WantedTunnel.class)).isEmpty();
    assertThat(scenario.route(252, "::/0")).map(Desired.Route::out).contains(Scenario.ROAM0);
  }

  /** With a leased care-of address the home agent cannot know the node's link-layer address. */
  @Test
  void aDuplicateThatCanBeTheNodesOwnTraceOnTheHomeLinkIsNoReasonToGiveTheHomeAddressUp() {
    Scenario leaving = Scenario.unprotected();
    leaving.moveTo(TestRouter.HOME);
    BindingUpdate first = onlyUpdate(leaving.moveTo(VISITED_A));
    leaving.acknowledge(134, first.sequenceNumber(), 0, careOfAddress);
    BindingUpdate second = onlyUpdate(leaving.pass(Duration.ofMillis(1501)));
    leaving.acknowledge(second, careOfAddress);

    assertThat(leaving.wished(WantedTunnel.class)).isNotEmpty();
  }

  @Test
  void aDuplicateThatLastsLongerThanTheNodesTracesIsAnotherNode() {
    Scenario leaving = Scenario.unprotected();
    leaving.moveTo(TestRouter.HOME);
    leaving.moveTo(VISITED_A);
    leaving.pass(Duration.ofSeconds(16));
    List<Effect> refused =
        leaving.acknowledge(134, updates(leaving.all()).getLast().sequenceNumber(), 0, careOfAddress);

    assertThat(notices(refused, MobileNodeNotice.HomeAddressLost.class)).hasSize(1);
  }

  @Test
  @Tag("R6275-253")
  void homeAddressThatBelongsToAnotherNodeIsNeverUsedAgain() {
    refuse(134);
    scenario.pass(Duration.ofHours(10));
    scenario.moveTo(VISITED_B);
    scenario.moveTo(TestRouter.HOME);
    scenario.pass(Duration.ofHours(1));

    assertThat(updates(scenario.all())).hasSize(1);
    assertThat(scenario.wished(SourceRule.class)).isEmpty();
    assertThat(scenario.wished(Desired.InterfaceAddress.class))
        .extracting(Desired.InterfaceAddress::address)
        .doesNotContain(HOME_ADDRESS);
  }

  @Test
  void acceptanceForNoTimeIsARefusal() {
    scenario.acknowledge(0, update.sequenceNumber(), 0, careOfAddress);

    assertThat(scenario.wished(WantedTunnel.class)).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofSeconds(33)))).hasSize(1);
  }

  @Test
  void prefixDiscoveryNecessaryIsAnAcceptance() {
    List<Effect> accepted =
        scenario.acknowledge(1, update.sequenceNumber(), update.lifetimeUnits(), careOfAddress);

    assertThat(notices(accepted, MobileNodeNotice.PrefixDiscoveryNecessary.class)).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofMinutes(1)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {144, 145, 146})
  void statusOfAuthenticationWithoutAuthenticationIsIgnored(int status) {
    refuse(status);

    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }
}
