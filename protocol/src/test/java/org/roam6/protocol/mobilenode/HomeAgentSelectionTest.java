package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Search.CARE_OF;
import static org.roam6.protocol.mobilenode.Search.FAILOVER;
import static org.roam6.protocol.mobilenode.Search.ONE;
import static org.roam6.protocol.mobilenode.Search.THREE;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.Search.asked;
import static org.roam6.protocol.mobilenode.Search.requests;
import static org.roam6.protocol.mobilenode.Search.updatesTo;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.4.1 and 11.7.1: which home agent a mobile node registers with, and when it tries another one. */
class HomeAgentSelectionTest {

  private static final Duration FIRST_REG = Duration.ofMillis(1500);

  private final Search search = Search.begun();
  private final Scenario scenario = search.scenario;

  private static Optional<Ipv6Address> tunnelTo(Scenario scenario) {
    return scenario.wished(Desired.WantedTunnel.class).stream()
        .map(Desired.WantedTunnel::tunnel)
        .map(Tunnel::remoteEnd)
        .findFirst();
  }

  @Test
  @Tag("R6275-225")
  void waitsForAnAnswerBeforeItTriesTheNextOne() {
    search.reply(ONE, TWO, THREE);

    assertThat(asked(scenario.pass(FIRST_REG.multipliedBy(3).minusMillis(1)))).containsExactly(ONE);
    assertThat(asked(scenario.pass(Duration.ofMillis(1)))).containsExactly(TWO);
    assertThat(asked(scenario.pass(FIRST_REG.multipliedBy(3)))).containsExactly(TWO, THREE);
  }

  @Test
  void theTunnelAndTheRestFollowTheHomeAgentThatIsTried() {
    search.reply(ONE, TWO);
    assertThat(tunnelTo(scenario)).contains(ONE);

    List<Effect> changed = scenario.pass(FIRST_REG.multipliedBy(3));
    search.accept(changed, TWO);

    assertThat(tunnelTo(scenario)).contains(TWO);
    assertThat(scenario.wished(Desired.WantedTunnel.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129, 130, 131, 132, 133, 139, 141})
  void aRefusalLeadsToTheNextOneAtOnce(int status) {
    List<Effect> tried = search.reply(ONE, TWO);

    assertThat(asked(search.answer(tried, ONE, status))).containsExactly(TWO);
  }

  @Test
  void aCareOfAddressThatIsRefusedIsNoReasonToTryAnotherOne() {
    List<Effect> tried = search.reply(ONE, TWO);

    assertThat(asked(search.answer(tried, ONE, 174))).isEmpty();
    assertThat(asked(scenario.pass(Duration.ofMinutes(4)))).isEmpty();
  }

  @Test
  void oneThatDoesNotServeTheNodeIsLeftAloneForAWhile() {
    List<Effect> tried = search.reply(ONE, TWO);
    List<Effect> next = search.answer(tried, ONE, 133);
    search.answer(next, TWO, 130);
    // both have refused: the home link is asked again, and has nothing new to say
    search.reply(ONE, TWO);
    List<Effect> later = scenario.pass(Duration.ofSeconds(200));

    assertThat(asked(later)).isNotEmpty().containsOnly(TWO);
  }

  @Test
  @Tag("R6275-226")
  void aCurrentRegistrationIsFirstTriedWithTheSameHomeAgent() {
    Search settled = Search.settled();
    List<Effect> moved = settled.scenario.moveTo(VISITED_B);

    assertThat(asked(moved)).containsExactly(ONE);
    assertThat(asked(settled.scenario.pass(FAILOVER.minusMillis(1)))).containsOnly(ONE);
    // RFC 6275 11.7.1: "Once reaching a retransmission timeout period of MAX_BINDACK_TIMEOUT"
    assertThat(asked(settled.scenario.pass(Duration.ofMillis(1)))).containsExactly(TWO);
  }

  @Test
  void aNodeThatMovesAllTheTimeGivesASilentHomeAgentUpToo() {
    Search settled = Search.settled();
    for (int i = 0; i < 17; i++) {
      settled.scenario.moveTo(i % 2 == 0 ? VISITED_B : VISITED_A);
      settled.scenario.pass(Duration.ofSeconds(4));
    }

    assertThat(asked(settled.scenario.all())).contains(TWO);
  }

  @Test
  void theOnlyHomeAgentIsAskedOnAndTheHomeLinkForOthers() {
    Search only = Search.begun();
    only.accept(only.reply(ONE), ONE);
    only.scenario.moveTo(VISITED_B);
    List<Effect> caused = only.scenario.pass(FAILOVER);

    assertThat(asked(caused)).containsOnly(ONE);
    assertThat(requests(caused)).isNotEmpty();

    // the first one has just been asked once more, and has its time to answer
    only.reply(TWO, VISITED_B.careOfAddress(), only.identifier(), TWO, ONE);
    assertThat(asked(only.scenario.pass(FIRST_REG.minusMillis(1)))).isEmpty();
    assertThat(asked(only.scenario.pass(Duration.ofMillis(1)))).containsExactly(TWO);
  }

  @Test
  void aForgedReplyTakesNoRegistrationAway() {
    Search settled = Search.settled();
    int identifier = settled.identifier();
    for (int i = 0; i < 10; i++) {
      settled.reply(TWO, CARE_OF, identifier, THREE);
    }

    assertThat(asked(settled.scenario.pass(Duration.ofMinutes(8)))).isEmpty();
    assertThat(tunnelTo(settled.scenario)).contains(ONE);
    assertThat(settled.memory().discovered()).containsExactly(ONE, TWO, THREE);
  }

  @Test
  void aHomeAgentThatAcceptsWhileTheHomeLinkIsAskedIsKept() {
    search.reply(ONE);
    List<Effect> silent = scenario.pass(Duration.ofSeconds(60));
    assertThat(requests(silent)).isNotEmpty();
    search.accept(silent, ONE);

    assertThat(asked(search.reply(TWO, THREE))).isEmpty();
    assertThat(requests(scenario.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void whenAllAreSilentItGoesRoundAtABoundedPace() {
    search.reply(ONE, TWO, THREE);
    List<Effect> caused = scenario.pass(Duration.ofHours(1));

    assertThat(asked(caused)).contains(ONE, TWO, THREE);
    assertThat(asked(caused).size()).isBetween(60, 700);
    assertThat(requests(caused).size()).isBetween(10, 70);
  }

  // ---- the binding at the former one

  private Search changed() {
    Search settled = Search.settled();
    settled.accept(settled.changing(), TWO);
    return settled;
  }

  @Test
  void theFormerHomeAgentIsToldToDeleteTheBinding() {
    Search changed = changed();
    List<Effect> effects = changed.scenario.all();
    BindingUpdate farewell = updatesTo(ONE, effects).getLast();

    assertThat(farewell.lifetimeUnits()).isZero();
    assertThat(asked(changed.answer(effects, ONE, 0))).isEmpty();
    assertThat(asked(changed.scenario.pass(Duration.ofMinutes(5)))).isEmpty();
    assertThat(tunnelTo(changed.scenario)).contains(TWO);
  }

  @Test
  void itIsToldAgainUntilItAnswersOrTheBindingHasEnded() {
    Search changed = changed();
    List<Effect> caused = changed.scenario.pass(Duration.ofSeconds(100));
    assertThat(updatesTo(ONE, caused)).hasSizeBetween(5, 8).allMatch(each -> each.lifetimeUnits() == 0);

    // the last Binding Update to it, 16 s before it was given up, may have made a binding of ten minutes
    List<Effect> refreshed = changed.scenario.pass(Duration.ofSeconds(415));
    assertThat(updatesTo(ONE, refreshed)).hasSizeGreaterThan(10);
    changed.accept(refreshed, TWO);
    changed.scenario.pass(Duration.ofMinutes(2));
    assertThat(asked(changed.scenario.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void aFormerHomeAgentThatIsUsedAgainHasNothingToBeTold() {
    Search changed = changed();
    changed.scenario.moveTo(VISITED_A);
    changed.scenario.moveTo(VISITED_B);
    List<Effect> back = changed.scenario.pass(FAILOVER);
    assertThat(asked(back)).endsWith(ONE);
    // woken for nothing it would not get on
    changed.accept(back, ONE);
    List<Effect> caused = changed.scenario.pass(Duration.ofMinutes(1));

    assertThat(updatesTo(ONE, caused)).isEmpty();
    assertThat(updatesTo(TWO, caused)).isNotEmpty().allMatch(each -> each.lifetimeUnits() == 0);
  }

  @Test
  void whoHasNoSuchBindingSaysSo() {
    Search changed = changed();
    changed.answer(changed.scenario.all(), ONE, 133);

    assertThat(asked(changed.scenario.pass(Duration.ofMinutes(5)))).isEmpty();
    assertThat(
            Scenario.notices(changed.scenario.all(), HomeAgentSearchNotice.FormerBindingDeleted.class))
        .hasSize(1);
  }

  @Test
  void aRefusalFromTheFormerOneIsNotBelievedOfThePresentOne() {
    Search changed = changed();
    changed.answer(changed.scenario.all(), ONE, 134);

    assertThat(changed.scenario.node.snapshot(changed.scenario.now()).homeAddressLost()).isFalse();
    assertThat(tunnelTo(changed.scenario)).contains(TWO);
  }

  @Test
  void numbersGoForwardForEachHomeAgent() {
    Search changed = changed();
    Scenario scenario = changed.scenario;
    int before = updatesTo(ONE, scenario.all()).getLast().sequenceNumber();
    scenario.moveTo(VISITED_A);
    List<Effect> back = scenario.pass(FAILOVER);
    List<BindingUpdate> again =
        updatesTo(ONE, back).stream().filter(update -> update.lifetimeUnits() > 0).toList();

    assertThat(again).isNotEmpty();
    assertThat(new SequenceNumber(again.getFirst().sequenceNumber()).isGreaterThan(new SequenceNumber(before)))
        .isTrue();
  }

  // ---- duplicate address detection at the next one

  @Test
  void aHomeAddressThatTheFormerHomeAgentDefendsIsNotLost() {
    Search settled = Search.settled();
    List<Effect> tried = settled.changing();
    List<Effect> refused = settled.answer(tried, TWO, 134);

    assertThat(settled.scenario.node.snapshot(settled.scenario.now()).homeAddressLost()).isFalse();
    assertThat(asked(refused)).containsExactly(THREE);
  }

  /** The clock of the former home agent may be set back while it is down; then it takes the binding up again. */
  @Test
  void aBindingThatTheFormerHomeAgentHasNotGivenUpMayBeTakenUpAgain() {
    Search changed = changed();
    changed.scenario.pass(Duration.ofHours(1));
    changed.scenario.moveTo(VISITED_A);
    List<Effect> tried = changed.scenario.pass(Duration.ofMinutes(5));
    changed.answer(tried, TWO, 134);

    assertThat(changed.scenario.node.snapshot(changed.scenario.now()).homeAddressLost()).isFalse();
  }

  @Test
  void aHomeAddressThatAHomeAgentOfAFormerLifeMayDefendIsNotLost() {
    List<Effect> tried = search.reply(ONE, TWO);

    assertThat(asked(search.answer(tried, ONE, 134))).containsExactly(TWO);
  }

  @Test
  void aHomeAddressThatNoHomeAgentCanHaveIsLost() {
    // whatever it did before it was started has ended by now
    scenario.pass(Duration.ofMinutes(11));
    for (int i = 0; i < 600 && requests(scenario.pass(Duration.ofSeconds(1))).isEmpty(); i++) {
      assertThat(asked(scenario.all())).isEmpty();
    }
    List<Effect> tried = search.reply(ONE, TWO);
    search.answer(tried, ONE, 134);

    assertThat(scenario.node.snapshot(scenario.now()).homeAddressLost()).isTrue();
    assertThat(asked(scenario.pass(Duration.ofHours(1)))).isEmpty();
  }

  // ---- over a restart, and from what was heard

  @Test
  @Tag("R6275-226")
  void afterARestartTheOneThatAcceptedLastIsTriedFirst() {
    Search again =
        Search.restarted(
            new Memory.UsedSequenceNumbers(HOME_ADDRESS, TWO, new SequenceNumber(4000)),
            new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(ONE, TWO, THREE), Optional.of(TWO)));
    List<Effect> moved = again.scenario.moveTo(VISITED_A);

    assertThat(asked(moved)).containsExactly(TWO);
    assertThat(updatesTo(TWO, moved).getFirst().sequenceNumber()).isEqualTo(4001);
    assertThat(requests(again.scenario.all())).isEmpty();
    assertThat(asked(again.scenario.pass(Duration.ofMillis(4_500)))).endsWith(ONE);
  }

  @Test
  void afterARestartAnotherOneThatFindsADuplicateIsNotBelieved() {
    Search again =
        Search.restarted(new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(ONE, TWO), Optional.of(TWO)));
    again.scenario.moveTo(VISITED_A);
    List<Effect> tried = again.scenario.pass(Duration.ofMillis(4_500));
    again.answer(tried, ONE, 134);

    assertThat(again.scenario.node.snapshot(again.scenario.now()).homeAddressLost()).isFalse();
  }

  @Test
  void whatWasFoundIsRemembered() {
    search.accept(search.reply(TWO, ONE), TWO);

    assertThat(search.memory())
        .isEqualTo(new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(TWO, ONE), Optional.of(TWO)));
  }

  private static List<Memory.UsedSequenceNumbers> numbers(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .filter(Memory.UsedSequenceNumbers.class::isInstance)
        .map(Memory.UsedSequenceNumbers.class::cast)
        .toList();
  }

  @Test
  void homeAgentsThatNeverAnswerLeaveOneItemBehind() {
    search.reply(ONE, TWO, THREE);
    scenario.pass(Duration.ofMinutes(20));

    assertThat(numbers(scenario.all()))
        .hasSize(3)
        .extracting(Memory.UsedSequenceNumbers::peer)
        .containsOnly(Search.ANYCAST);
  }

  @Test
  void numbersGoForwardOverARestartWhoeverIsTried() {
    List<Effect> before = search.reply(ONE, TWO);
    int used = updatesTo(ONE, before).getFirst().sequenceNumber();
    Search again =
        Search.restarted(
            numbers(scenario.all()).getLast(),
            new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(ONE), Optional.empty()));
    int next = updatesTo(ONE, again.scenario.moveTo(VISITED_A)).getFirst().sequenceNumber();

    assertThat(new SequenceNumber(next).isGreaterThan(new SequenceNumber(used))).isTrue();
  }

  @Test
  void numbersThatMayHaveBeenUsedInALostTimeAreLeftOutWhoeverIsTried() {
    search.reply(ONE, TWO);
    int before = updatesTo(ONE, scenario.all()).getLast().sequenceNumber();
    scenario.handle(new Event.Resumed());
    int next = updatesTo(TWO, scenario.pass(FIRST_REG.multipliedBy(3))).getFirst().sequenceNumber();

    assertThat(new SequenceNumber(next).isGreaterThan(new SequenceNumber(before).plus(Transmission.LEFT_OUT)))
        .isTrue();
  }

  @Test
  void thoseThatWereHeardAtHomeAreTriedBeforeAnybodyIsAsked() {
    Search heard = new Search();
    heard.scenario.moveTo(HOME.withHomeAgent(TWO));
    List<Effect> away = heard.scenario.moveTo(VISITED_A);

    assertThat(asked(away)).containsExactly(TWO);
    assertThat(requests(away)).isEmpty();
    assertThat(requests(heard.scenario.pass(Duration.ofSeconds(11)))).isNotEmpty();
  }

  @Test
  void showsRankAndUse() {
    search.accept(search.reply(TWO, ONE), TWO);

    assertThat(scenario.node.knownHomeAgents(scenario.now()))
        .extracting(each -> each.address() + " " + each.rank().orElse(0) + " " + each.discovered() + " " + each.used())
        .containsExactly(TWO + " 1 true true", ONE + " 2 true false");
  }

  @Test
  void whatWasFoundForAnotherHomeAddressIsNotTried() {
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::5:5");
    Search again = Search.restarted(new Memory.DiscoveredHomeAgents(other, List.of(TWO), Optional.of(TWO)));

    assertThat(asked(again.scenario.moveTo(VISITED_A))).isEmpty();
    assertThat(again.scenario.node.knownHomeAgents(again.scenario.now())).isEmpty();
  }

  @Test
  void aConfiguredHomeAgentIsTheOnlyOne() {
    Scenario configured = Scenario.unprotected();
    configured.handle(
        new Event.Recalled(new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(TWO), Optional.of(TWO))));
    configured.moveTo(HOME.withHomeAgent(TWO));
    configured.moveTo(VISITED_A);
    configured.pass(Duration.ofMinutes(10));

    assertThat(asked(configured.all())).isNotEmpty().containsOnly(ONE);
    assertThat(requests(configured.all())).isEmpty();
    assertThat(configured.node.knownHomeAgents(configured.now())).noneMatch(KnownHomeAgent::discovered);
  }
}
