package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.NeighborAdvertisement;

/** RFC 6275 10.3.1: "If the home agent stores the Binding Cache entry in nonvolatile storage". */
class RememberedBindingTest {

  private static final int FOUR_MINUTES = 60;

  private final Scene before = Scene.unprotected();
  private final Scene after = Scene.unprotected();
  private Memory.HomeRegistration memory = new Memory.HomeRegistration(
      Scene.HOME, Scene.CARE_OF_A, sequence(1), lifetime(FOUR_MINUTES), false, before.instant());

  private static SequenceNumber sequence(int number) {
    return new SequenceNumber(number);
  }

  private static Lifetime lifetime(int units) {
    return new Lifetime(units);
  }

  /** What {@code update} leaves behind in the first life. */
  private void remembered(Update update) {
    List<Effect> effects = new ArrayList<>(before.tell(update.plain()));
    effects.addAll(before.pass(Duration.ofSeconds(1)));
    memory =
        effects.stream()
            .filter(Effect.Remember.class::isInstance)
            .map(effect -> (Memory.HomeRegistration) ((Effect.Remember) effect).item())
            .reduce((_, last) -> last)
            .orElseThrow();
  }

  private List<Effect> recall() {
    return after.tell(new Event.Recalled(memory));
  }

  @Test
  void theBindingIsThereAgainWithoutADetectionAndWithWhatIsLeftOfIt() {
    remembered(new Update().lifetime(FOUR_MINUTES).sequence(7));
    after.pass(Duration.ofSeconds(100));
    List<Effect> effects = recall();
    HomeAgentSnapshot.Binding binding = after.onlyBinding();
    assertThat(binding.state()).isEqualTo(HomeAgentSnapshot.State.BOUND);
    assertThat(binding.careOfAddress()).isEqualTo(Scene.CARE_OF_A);
    assertThat(binding.remaining()).isEqualTo(Duration.ofSeconds(141));
    assertThat(after.tunnel(Scene.HOME)).isPresent();
    assertThat(after.hasRoute(Scene.HOME)).isTrue();
    assertThat(after.hearsFor(Scene.HOME)).isTrue();
    assertThat(Scene.neighborMessages(effects))
        .extracting(Scene.Sent::message)
        .singleElement()
        .isInstanceOfSatisfying(
            NeighborAdvertisement.class, sent -> assertThat(sent.target()).isEqualTo(Scene.HOME));
    after.pass(Duration.ofSeconds(141));
    assertThat(after.wanted).isEmpty();
  }

  @Test
  void itIsAnnouncedWhenTheLinkIsThere() {
    remembered(new Update().linkLocal());
    after.tell(new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.NO_CARRIER, Scene.OWN_LINK_LAYER, 1500));
    assertThat(Scene.neighborMessages(recall())).isEmpty();
    List<Effect> effects =
        after.tell(new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.CARRIER, Scene.OWN_LINK_LAYER, 1500));
    assertThat(Scene.neighborMessages(effects)).hasSize(2);
    assertThat(after.onlyBinding().linkLocalDefended()).isTrue();
  }

  @Test
  void theSequenceNumberCountsAcrossTheRestart() {
    remembered(new Update().sequence(7));
    recall();
    Acknowledgement refused = Acknowledgement.onlyOneIn(after.tell(new Update().sequence(7).plain()));
    assertThat(refused.status()).isEqualTo(135);
    assertThat(refused.message().sequenceNumber()).isEqualTo(7);
    assertThat(Acknowledgement.onlyOneIn(after.tell(new Update().sequence(8).plain())).status()).isZero();
  }

  @Test
  void aRefreshReplacesTheMemoryBeforeItIsAcknowledged() {
    before.register(new Update().sequence(1));
    List<Effect> effects = before.tell(Update.from(Scene.CARE_OF_B).sequence(2).plain());
    int remember = indexOf(effects, Effect.Remember.class);
    assertThat(remember).isBetween(0, indexOf(effects, Effect.SendRouted.class));
    memory = (Memory.HomeRegistration) ((Effect.Remember) effects.get(remember)).item();
    recall();
    assertThat(after.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_B);
  }

  private static int indexOf(List<Effect> effects, Class<? extends Effect> kind) {
    for (int i = 0; i < effects.size(); i++) {
      if (kind.isInstance(effects.get(i))) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aDeletedBindingStaysDeletedAndItsNumberKnownForTenSeconds() {
    before.register(new Update().sequence(1));
    remembered(Update.atHome().sequence(9));
    after.pass(Duration.ofSeconds(1));
    recall();
    assertThat(after.bindings()).isEmpty();
    assertThat(Acknowledgement.onlyOneIn(after.tell(new Update().sequence(8).plain())).status()).isEqualTo(135);
    after.pass(Duration.ofSeconds(10));
    assertThat(after.register(new Update().sequence(8)).status()).isZero();
  }

  @Test
  void whatIsOverIsForgotten() {
    remembered(new Update().lifetime(FOUR_MINUTES));
    after.pass(Duration.ofSeconds(241));
    recall();
    assertThat(after.bindings()).isEmpty();
  }

  @Test
  void whatHasExpiredStaysOverWhereTheClockIsSetBack() {
    before.register(new Update().lifetime(FOUR_MINUTES));
    memory =
        before.pass(Duration.ofMinutes(4)).stream()
            .filter(Effect.Remember.class::isInstance)
            .map(effect -> (Memory.HomeRegistration) ((Effect.Remember) effect).item())
            .reduce((_, last) -> last)
            .orElseThrow();
    recall();
    assertThat(after.bindings()).isEmpty();
    assertThat(after.tunnel(Scene.HOME)).isEmpty();
  }

  @Test
  void whatWasOverAtOneStartStaysOverAtTheNextWhereTheClockIsSetBack() {
    remembered(new Update().lifetime(FOUR_MINUTES));
    before.pass(Duration.ofMinutes(4));
    Scene between = Scene.unprotected();
    between.setWallClock(Duration.ofMinutes(10));
    List<Effect> effects = between.tell(new Event.Recalled(memory));
    memory = (Memory.HomeRegistration) ((Effect.Remember) effects.get(indexOf(effects, Effect.Remember.class))).item();

    recall();

    assertThat(between.bindings()).isEmpty();
    assertThat(after.bindings()).isEmpty();
    assertThat(after.tunnel(Scene.HOME)).isEmpty();
  }

  @Test
  void aClockThatWasSetBackDoesNotLengthenIt() {
    remembered(new Update().lifetime(FOUR_MINUTES));
    after.setWallClock(Duration.ofDays(-20_000));
    recall();
    assertThat(after.onlyBinding().remaining()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void noFurtherRestartLengthensWhatAClockThatWasSetBackHasShortened() {
    remembered(new Update().lifetime(FOUR_MINUTES));
    after.setWallClock(Duration.ofDays(-20_000));
    List<Effect> effects = recall();
    memory = (Memory.HomeRegistration) ((Effect.Remember) effects.get(indexOf(effects, Effect.Remember.class))).item();
    assertThat(memory.expiry()).isEqualTo(after.instant().minus(Duration.ofDays(20_000)).plus(Duration.ofMinutes(4)));
  }

  @Test
  void whatTheConfigurationDoesNotAllowAnyMoreIsForgotten() {
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::5:5");
    SecurityAssociation association =
        new SecurityAssociation(
            7000, Scene.ASSOCIATION.key(), "other@example.org", new TreeSet<>(Set.of(other)));
    Scene changed =
        new Scene(Scene.config(new Security.Authenticated(List.of(association)), HomeAgentLimits.DEFAULT));
    remembered(new Update());
    changed.tell(new Event.Recalled(memory));
    assertThat(changed.bindings()).isEmpty();
    assertThat(changed.agent.nextDeadline()).isEqualTo(Time.NEVER);
  }

  /** What a file says that another home agent has written, or this one when it was configured otherwise. */
  private Memory registrationOf(Ipv6Address homeAddress) {
    return new Memory.HomeRegistration(
        homeAddress, Scene.CARE_OF_A, sequence(1), lifetime(FOUR_MINUTES), false,
        after.instant().plus(Duration.ofMinutes(4)));
  }

  @Test
  void whatIsOfAnotherHomeLinkIsNotTakenUp() {
    after.tell(new Event.Recalled(registrationOf(Ipv6Address.parse("2001:db8:2::100"))));
    assertThat(after.bindings()).isEmpty();
    assertThat(after.wanted).isEmpty();
  }

  @Test
  void theHomeAgentsOwnAddressIsNobodysHomeAddress() {
    after.tell(new Event.Recalled(registrationOf(Scene.HOME_AGENT)));
    assertThat(after.bindings()).isEmpty();
    assertThat(after.wanted).isEmpty();
  }

  @Test
  void noMoreThanTheLimitIsTakenUp() {
    Scene one =
        new Scene(Scene.config(new Security.None(), new HomeAgentLimits(1, 5, Duration.ofSeconds(1))));
    one.tell(new Event.Recalled(registrationOf(Scene.HOME)));
    one.tell(new Event.Recalled(registrationOf(Scene.OTHER_HOME)));
    assertThat(one.onlyBinding().homeAddress()).isEqualTo(Scene.HOME);
  }

  @Test
  void nothingIsRememberedOfAnUpdateThatWasRefused() {
    before.register(new Update().sequence(5));
    assertThat(before.tell(new Update().sequence(4).plain())).noneMatch(Effect.Remember.class::isInstance);
  }
}
