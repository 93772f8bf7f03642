package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Memory.CorrespondentSequenceNumbers;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** A mobile node uses no sequence number twice towards a correspondent node, in no life that it remembers. */
class CorrespondentNumbersTest {

  private static final LongFunction<Ipv6Address> STRANGER =
      Ipv6Prefix.parse("2001:db8:e::/64")::withInterfaceIdentifier;

  private static List<CorrespondentSequenceNumbers> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .filter(CorrespondentSequenceNumbers.class::isInstance)
        .map(CorrespondentSequenceNumbers.class::cast)
        .toList();
  }

  private static CorrespondentSequenceNumbers item(int place, Ipv6Address correspondent, int last) {
    return new CorrespondentSequenceNumbers(HOME_ADDRESS, place, correspondent, new SequenceNumber(last));
  }

  private static CorrespondentScene restarted(CorrespondentSequenceNumbers... items) {
    CorrespondentScene scene = new CorrespondentScene();
    for (CorrespondentSequenceNumbers item : items) {
      scene.scenario.handle(new Event.Recalled(item));
    }
    scene.scenario.registeredAt(VISITED_A);
    return scene;
  }

  private static int firstNumber(CorrespondentScene scene) {
    return scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT))).sequenceNumber();
  }

  @Test
  void aBlockIsSetAsideBeforeTheFirstNumberIsUsed() {
    CorrespondentScene scene = CorrespondentScene.away();
    List<Effect> effects = scene.answerTests(scene.seen(Way.TUNNEL_SENT));
    int first = scene.update(effects).sequenceNumber();

    assertThat(remembered(effects)).containsExactly(item(0, PEER, first + 255 & 0xffff));
    List<Class<?>> order = new ArrayList<>();
    effects.stream()
        .filter(effect -> effect instanceof Effect.Remember || effect instanceof Effect.SendRouted)
        .forEach(effect -> order.add(effect.getClass()));
    assertThat(order).containsSubsequence(Effect.Remember.class, Effect.SendRouted.class);
    assertThat(order.getLast()).isEqualTo(Effect.SendRouted.class);
  }

  @Test
  void theFollowingNumbersOfTheBlockNeedNoOther() {
    CorrespondentScene scene = CorrespondentScene.away();
    int first = firstNumber(scene);
    List<Effect> again = scene.scenario.pass(Duration.ofMillis(1500));

    assertThat(scene.update(again).sequenceNumber()).isEqualTo(first + 1 & 0xffff);
    assertThat(remembered(again)).isEmpty();
  }

  @Test
  void whoRecallsGoesOnBehindAllThatWasSetAside() {
    assertThat(firstNumber(restarted(item(7, PEER, 4711)))).isEqualTo(4712);
    assertThat(firstNumber(restarted(item(7, PEER, 65_535)))).isZero();
  }

  @Test
  void whoRecallsSetsTheNextBlockAsideInTheSamePlace() {
    CorrespondentScene scene = restarted(item(7, PEER, 4711));
    List<Effect> effects = scene.answerTests(scene.seen(Way.TUNNEL_SENT));

    assertThat(remembered(effects)).containsExactly(item(7, PEER, 4711 + 256));
  }

  /** It may be sent for a binding of the former life, by an interface that is not in use. */
  @Test
  void whoRecallsTakesNoDirectPacketForProofOfItsFirstBindingUpdate() {
    CorrespondentScene recalled = restarted(item(7, PEER, 4711));
    firstNumber(recalled);
    recalled.seen(Way.DIRECT_RECEIVED);
    assertThat(recalled.path()).isEmpty();

    CorrespondentScene fresh = CorrespondentScene.away();
    firstNumber(fresh);
    fresh.seen(Way.DIRECT_RECEIVED);
    assertThat(fresh.path()).isPresent();
  }

  @Test
  void whatIsOfAnotherHomeAddressOrCorrespondentNodeOrOutOfBoundsIsNotTakenUp() {
    int begin = firstNumber(CorrespondentScene.away());
    SequenceNumber last = new SequenceNumber(4711);

    assertThat(firstNumber(restarted(new CorrespondentSequenceNumbers(STRANGER.apply(1), 0, PEER, last))))
        .isEqualTo(begin)
        .isNotEqualTo(4712);
    assertThat(firstNumber(restarted(item(0, STRANGER.apply(1), 4711)))).isEqualTo(begin);
    assertThat(firstNumber(restarted(item(256, PEER, 4711)))).isEqualTo(begin);
  }

  @Test
  void aNumberThatTheCorrespondentNodeGaveIsSetAsideToo() {
    CorrespondentScene scene = CorrespondentScene.away();
    var update = scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT)));
    int given = update.sequenceNumber() + 20_000 & 0xffff;
    List<Effect> effects =
        scene.acknowledge(given, 135, 0, CorrespondentScene.key(update), scene.authorized(update));

    assertThat(scene.update(effects).sequenceNumber()).isEqualTo(given + 1 & 0xffff);
    assertThat(remembered(effects)).containsExactly(item(0, PEER, given + 256 & 0xffff));
  }

  // ---- a bounded number of places

  private static Optional<Integer> place(CorrespondentNumbers numbers, long stranger, int next) {
    return numbers
        .setAside(STRANGER.apply(stranger), new SequenceNumber(next))
        .map(effect -> remembered(List.of(effect)).getFirst().place());
  }

  @Test
  void theOneWhoseBlockIsOldestGivesItsPlaceUp() {
    CorrespondentNumbers numbers = new CorrespondentNumbers(HOME_ADDRESS, 3);
    assertThat(place(numbers, 1, 100)).contains(0);
    assertThat(place(numbers, 2, 200)).contains(1);
    assertThat(place(numbers, 3, 300)).contains(2);
    assertThat(place(numbers, 1, 100 + 256)).contains(0);

    assertThat(place(numbers, 4, 400)).contains(1);

    assertThat(numbers.last(STRANGER.apply(2))).isEmpty();
    assertThat(numbers.last(STRANGER.apply(1))).contains(new SequenceNumber(100 + 511));
    assertThat(numbers.last(STRANGER.apply(4))).contains(new SequenceNumber(400 + 255));
  }

  @Test
  void placesThatNothingWasRecalledForAreTakenFirst() {
    CorrespondentNumbers numbers = new CorrespondentNumbers(HOME_ADDRESS, 3);
    numbers.recall(item(2, STRANGER.apply(1), 100));
    numbers.recall(item(0, STRANGER.apply(2), 200));

    assertThat(place(numbers, 3, 300)).contains(1);
    assertThat(place(numbers, 4, 400)).contains(2);
    assertThat(place(numbers, 5, 500)).contains(0);
  }
}
