package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Search.ANYCAST;
import static org.roam6.protocol.mobilenode.Search.ONE;
import static org.roam6.protocol.mobilenode.Search.THREE;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.Search.asked;
import static org.roam6.protocol.mobilenode.Search.updatesTo;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * A node that is started anew tells all home agents that may have a binding of its former life, but the one that it goes
 * on with, to delete it (RFC 6275 11.7.1: "the previous home agent is still defending the existing binding").
 */
class RememberedHomeAgentsTest {

  private static final Memory USED_TWO =
      new Memory.DiscoveredHomeAgents(HOME_ADDRESS, List.of(TWO), Optional.of(TWO));

  private static Memory holders(Ipv6Address... holders) {
    return new Memory.FormerHomeAgents(HOME_ADDRESS, List.of(holders));
  }

  private static Memory numbers(Ipv6Address peer, int last) {
    return new Memory.UsedSequenceNumbers(HOME_ADDRESS, peer, new SequenceNumber(last));
  }

  private static List<Memory> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .filter(Memory.FormerHomeAgents.class::isInstance)
        .toList();
  }

  private static BindingUpdate onlyFarewell(Ipv6Address homeAgent, List<Effect> effects) {
    List<BindingUpdate> updates = updatesTo(homeAgent, effects);
    assertThat(updates).singleElement().extracting(BindingUpdate::lifetimeUnits).isEqualTo(0);
    return updates.getFirst();
  }

  // ---- what is remembered

  @Test
  void theSecondOneIsRememberedBeforeItIsAskedAndTheFirstOneUntilItHasLetGo() {
    Search search = Search.settled();
    List<Effect> changing = search.changing();
    assertThat(remembered(changing)).containsExactly(holders(TWO));
    int told = changing.indexOf(new Effect.Remember(holders(TWO)));
    assertThat(updatesTo(TWO, changing.subList(0, told))).isEmpty();

    List<Effect> accepted = search.accept(changing, TWO);
    assertThat(remembered(accepted)).containsExactly(holders(ONE));

    assertThat(remembered(search.answer(accepted, ONE, 0))).containsExactly(holders());
  }

  @Test
  void theFirstOneOfAllIsRememberedUntilItIsTheOneThatAcceptedLast() {
    assertThat(remembered(Search.settled().scenario.all())).containsExactly(holders(ONE), holders());
  }

  // ---- what is recalled

  @Test
  void theOthersAreToldAsSoonAsOneHasAccepted() {
    Search again = Search.restarted(USED_TWO, numbers(ONE, 500), holders(ONE));
    List<Effect> moved = again.scenario.moveTo(VISITED_A);
    assertThat(asked(moved)).containsExactly(TWO);

    BindingUpdate farewell = onlyFarewell(ONE, again.accept(moved, TWO));
    assertThat(farewell.sequenceNumber()).isEqualTo(501);
  }

  @Test
  void theirNumbersMayBeRecalledLater() {
    Search again = Search.restarted(USED_TWO, holders(ONE), numbers(ONE, 500));
    List<Effect> accepted = again.accept(again.scenario.moveTo(VISITED_A), TWO);
    assertThat(onlyFarewell(ONE, accepted).sequenceNumber()).isEqualTo(501);
  }

  @Test
  void oneThatWasAskedForTheFirstTimeGoesOnWithTheNumbersOfAllSuch() {
    for (List<Memory> order :
        List.of(List.of(numbers(ANYCAST, 900), holders(THREE)), List.of(holders(THREE), numbers(ANYCAST, 900)))) {
      Search again = Search.restarted(USED_TWO, order.getFirst(), order.getLast());
      List<Effect> accepted = again.accept(again.scenario.moveTo(VISITED_A), TWO);
      assertThat(onlyFarewell(THREE, accepted).sequenceNumber()).isEqualTo(901);
    }
  }

  @Test
  void theOneThatAcceptedLastIsToldWhereTheNodeGoesOnWithAnother() {
    Search again = Search.restarted(USED_TWO, holders(ONE));
    again.scenario.moveTo(VISITED_A);
    List<Effect> tried = again.scenario.pass(Duration.ofMillis(4_500));
    assertThat(asked(tried)).endsWith(ONE);

    onlyFarewell(TWO, again.accept(tried, ONE));
  }

  @Test
  void nobodyIsToldWhenTheBindingsHaveEnded() {
    Search again = Search.restarted(USED_TWO, holders(ONE));
    again.scenario.pass(Duration.ofDays(4));
    List<Effect> accepted = again.accept(again.scenario.moveTo(VISITED_A), TWO);
    assertThat(updatesTo(ONE, accepted)).isEmpty();
  }

  @Test
  void holdersOfAnotherHomeAddressAreNotTold() {
    Memory other = new Memory.FormerHomeAgents(Ipv6Address.parse("2001:db8:1::5:5"), List.of(ONE));
    Search again = Search.restarted(USED_TWO, other);
    List<Effect> accepted = again.accept(again.scenario.moveTo(VISITED_A), TWO);
    assertThat(updatesTo(ONE, accepted)).isEmpty();
  }
}
