package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.7.3: what becomes of a registration with each Status value of the IANA registry, and with all others. */
class AcknowledgementStatusTest {

  private final Scenario scenario = Scenario.unprotected();

  private enum Treatment {
    /** The binding is there. */
    ACCEPTED,
    /** The home agent's number counts from now on, and the Binding Update is sent again at once. */
    CORRECTED,
    /** The home address belongs to another node for good. */
    LOST,
    /** It may go away by itself: asked again after MAX_BINDACK_TIMEOUT. */
    PASSING,
    /** Asked again after the hold-off, or at once from another care-of address. */
    ELSEWHERE,
    /** Asked again after the hold-off, wherever the node goes. */
    HELD_OFF,
    /** It says nothing where Binding Updates are not authenticated by RFC 4285. */
    IGNORED
  }

  private static Treatment expected(BindingAcknowledgementStatus status) {
    return switch (status) {
      case ACCEPTED,
          ACCEPTED_BUT_PREFIX_DISCOVERY_NECESSARY,
          GRE_KEY_OPTION_NOT_REQUIRED,
          GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED,
          MCOA_NOTCOMPLETE,
          MCOA_RETURNHOME_WITHOUT_NDP,
          PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH ->
          Treatment.ACCEPTED;
      case SEQUENCE_NUMBER_OUT_OF_WINDOW -> Treatment.CORRECTED;
      case DUPLICATE_ADDRESS_DETECTION_FAILED -> Treatment.LOST;
      case REASON_UNSPECIFIED, INSUFFICIENT_RESOURCES -> Treatment.PASSING;
      case INVALID_CARE_OF_ADDRESS -> Treatment.ELSEWHERE;
      case ID_MISMATCH, MESSAGE_ID_REQUIRED, AUTHENTICATION_FAILED -> Treatment.IGNORED;
      case ADMINISTRATIVELY_PROHIBITED,
          HOME_REGISTRATION_NOT_SUPPORTED,
          NOT_HOME_SUBNET,
          NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE,
          EXPIRED_HOME_NONCE_INDEX,
          EXPIRED_CARE_OF_NONCE_INDEX,
          EXPIRED_NONCES,
          REGISTRATION_TYPE_CHANGE_DISALLOWED,
          MOBILE_ROUTER_OPERATION_NOT_PERMITTED,
          INVALID_PREFIX,
          NOT_AUTHORIZED_FOR_PREFIX,
          FORWARDING_SETUP_FAILED,
          PERMANENT_HOME_KEYGEN_TOKEN_UNAVAILABLE,
          CGA_AND_SIGNATURE_VERIFICATION_FAILED,
          PERMANENT_HOME_KEYGEN_TOKEN_EXISTS,
          NON_NULL_HOME_NONCE_INDEX_EXPECTED,
          SERVICE_AUTHORIZATION_FAILED,
          PROXY_REG_NOT_ENABLED,
          NOT_LMA_FOR_THIS_MOBILE_NODE,
          MAG_NOT_AUTHORIZED_FOR_PROXY_REG,
          NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX,
          TIMESTAMP_MISMATCH,
          TIMESTAMP_LOWER_THAN_PREV_ACCEPTED,
          MISSING_HOME_NETWORK_PREFIX_OPTION,
          BCE_PBU_PREFIX_SET_DO_NOT_MATCH,
          MISSING_MN_IDENTIFIER_OPTION,
          MISSING_HANDOFF_INDICATOR_OPTION,
          MISSING_ACCESS_TECH_TYPE_OPTION,
          GRE_KEY_OPTION_REQUIRED,
          MCOA_MALFORMED,
          MCOA_NON_MCOA_BINDING_EXISTS,
          MCOA_PROHIBITED,
          MCOA_UNKNOWN_COA,
          MCOA_BULK_REGISTRATION_PROHIBITED,
          MCOA_SIMULTANEOUS_HOME_AND_FOREIGN_PROHIBITED,
          NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE,
          NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS,
          NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE,
          MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED,
          INVALID_MOBILE_NODE_GROUP_IDENTIFIER,
          REINIT_SA_WITH_HAC,
          NOT_AUTHORIZED_FOR_DELEGATED_MNP,
          REQUESTED_DMNP_IN_USE,
          CANNOT_MEET_QOS_SERVICE_REQUEST,
          CANNOT_SUPPORT_MULTIPATH_BINDING ->
          Treatment.HELD_OFF;
    };
  }

  @ParameterizedTest
  @EnumSource(BindingAcknowledgementStatus.class)
  void registration(BindingAcknowledgementStatus status) {
    assertRegistration(status.code(), expected(status));
  }

  static IntStream unassigned() {
    return IntStream.range(0, 256).filter(code -> BindingAcknowledgementStatus.of(code).isEmpty());
  }

  // RFC 6275 6.1.8: "Values of the Status field less than 128 indicate that the Binding Update was accepted"
  @ParameterizedTest
  @MethodSource("unassigned")
  void registrationWithAStatusThatIsNotAssigned(int code) {
    assertRegistration(code, code < 128 ? Treatment.ACCEPTED : Treatment.HELD_OFF);
  }

  private void assertRegistration(int code, Treatment treatment) {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    int number = (update.sequenceNumber() + (treatment == Treatment.CORRECTED ? 100 : 0)) % 65_536;
    List<Effect> answered =
        scenario.acknowledge(code, number, update.lifetimeUnits(), VISITED_A.careOfAddress());
    switch (treatment) {
      case ACCEPTED -> {
        assertThat(entry().acknowledged()).isTrue();
        assertThat(updates(scenario.pass(Duration.ofMinutes(1)))).isEmpty();
      }
      case CORRECTED -> assertThat(onlyUpdate(answered).sequenceNumber()).isEqualTo((number + 1) % 65_536);
      case LOST -> {
        assertThat(notices(answered, MobileNodeNotice.HomeAddressLost.class)).hasSize(1);
        assertThat(updates(scenario.moveTo(VISITED_B))).isEmpty();
        assertThat(updates(scenario.pass(Duration.ofHours(1)))).isEmpty();
      }
      case PASSING -> {
        assertThat(updates(scenario.pass(Duration.ofMillis(31_900)))).isEmpty();
        assertThat(updates(scenario.pass(Duration.ofMillis(200)))).hasSize(1);
      }
      case ELSEWHERE -> {
        assertThat(updates(scenario.pass(Duration.ofSeconds(299)))).isEmpty();
        assertThat(updates(scenario.moveTo(VISITED_B))).hasSize(1);
      }
      case HELD_OFF -> {
        assertThat(updates(scenario.moveTo(VISITED_B))).isEmpty();
        assertThat(updates(scenario.pass(Duration.ofSeconds(299)))).isEmpty();
        assertThat(updates(scenario.pass(Duration.ofSeconds(2)))).hasSize(1);
      }
      case IGNORED -> {
        assertThat(entry().acknowledged()).isFalse();
        assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
      }
    }
  }

  private MobileNodeSnapshot.Entry entry() {
    return scenario.node.snapshot(scenario.now()).bindingUpdateList().getFirst();
  }

  @ParameterizedTest
  @EnumSource(BindingAcknowledgementStatus.class)
  void deregistration(BindingAcknowledgementStatus status) {
    assertDeregistration(status.code(), expected(status));
  }

  @ParameterizedTest
  @MethodSource("unassigned")
  void deregistrationWithAStatusThatIsNotAssigned(int code) {
    assertDeregistration(code, code < 128 ? Treatment.ACCEPTED : Treatment.HELD_OFF);
  }

  /** The node stays at home as it is, and asks until the home agent lets go of its home address. */
  private void assertDeregistration(int code, Treatment treatment) {
    scenario.registeredAt(VISITED_A);
    BindingUpdate update = onlyUpdate(scenario.moveTo(HOME));
    int number = (update.sequenceNumber() + (treatment == Treatment.CORRECTED ? 100 : 0)) % 65_536;
    List<Effect> answered = scenario.acknowledge(code, number, 0, HOME_ADDRESS);
    boolean noBinding = code == BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE.code();
    if (treatment == Treatment.ACCEPTED || noBinding) {
      assertThat(notices(answered, MobileNodeNotice.ReturnedHome.class)).hasSize(1);
      assertThat(updates(scenario.pass(Duration.ofMinutes(10)))).isEmpty();
      return;
    }
    switch (treatment) {
      case CORRECTED -> assertThat(onlyUpdate(answered).sequenceNumber()).isEqualTo((number + 1) % 65_536);
      case IGNORED -> assertThat(updates(scenario.pass(Duration.ofMillis(1100)))).hasSize(1);
      case ACCEPTED, LOST, PASSING, ELSEWHERE, HELD_OFF -> {
        assertThat(updates(scenario.pass(Duration.ofMillis(31_900)))).isEmpty();
        assertThat(updates(scenario.pass(Duration.ofMillis(200)))).hasSize(1);
      }
    }
    assertThat(scenario.wishes).containsKey(new Desired.AddressKey(Scenario.ETH0, HOME_ADDRESS));
  }
}
