package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;

/** A mobile node that was started anew with its memory uses no sequence number and no timestamp again. */
class RememberedNumbersTest {

  private static final SecurityAssociation ASSOCIATION =
      new SecurityAssociation(
          1000,
          new SecretKey(Octets.ofHex("000102030405060708090a0b0c0d0e0f")),
          "mn@example.org",
          new TreeSet<>(Set.of(HOME_ADDRESS)));

  private static Scenario authenticated() {
    return new Scenario(
        MobileNodeConfig.of(
            Scenario.ETH0,
            HOME_ADDRESS,
            Scenario.HOME_PREFIX,
            HOME_AGENT,
            new Security.Authenticated(List.of(ASSOCIATION)),
            Scenario.ROAM0));
  }

  private static List<SequenceNumber> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> (Memory.UsedSequenceNumbers) ((Effect.Remember) effect).item())
        .map(Memory.UsedSequenceNumbers::last)
        .toList();
  }

  private static Scenario restarted(Ipv6Address homeAddress, Ipv6Address peer, int last) {
    Scenario scenario = Scenario.unprotected();
    scenario.handle(
        new Event.Recalled(new Memory.UsedSequenceNumbers(homeAddress, peer, new SequenceNumber(last))));
    return scenario;
  }

  private static int firstNumber(Scenario scenario) {
    return onlyUpdate(scenario.moveTo(VISITED_A)).sequenceNumber();
  }

  /** Moves to and fro, once in a second: one Binding Update each time. */
  private static List<Effect> move(Scenario scenario, int times) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      effects.addAll(scenario.moveTo(i % 2 == 0 ? VISITED_A : VISITED_B));
      effects.addAll(scenario.pass(Duration.ofSeconds(1)));
    }
    return effects;
  }

  // ---- what is set aside

  @Test
  void aBlockOfNumbersIsSetAsideBeforeTheFirstOfThemIsUsed() {
    Scenario scenario = Scenario.unprotected();
    List<Effect> effects = scenario.moveTo(VISITED_A);
    SequenceNumber first = new SequenceNumber(onlyUpdate(effects).sequenceNumber());
    assertThat(remembered(effects)).containsExactly(first.plus(255));
    List<Class<?>> order = new ArrayList<>();
    effects.stream()
        .filter(effect -> effect instanceof Effect.Remember || effect instanceof Effect.SendRouted)
        .forEach(effect -> order.add(effect.getClass()));
    assertThat(order).containsExactly(Effect.Remember.class, Effect.SendRouted.class);
  }

  @Test
  void theNextBlockIsSetAsideWhenTheFirstIsUsedUp() {
    Scenario scenario = Scenario.unprotected();
    List<Effect> effects = move(scenario, 600);
    List<BindingUpdate> sent = updates(effects);
    SequenceNumber first = new SequenceNumber(sent.getFirst().sequenceNumber());
    assertThat(sent).hasSizeGreaterThanOrEqualTo(600).hasSizeLessThan(768);
    assertThat(remembered(effects)).containsExactly(first.plus(255), first.plus(511), first.plus(767));
  }

  @Test
  void blocksGoOnOverTheWrap() {
    SequenceNumber last = new SequenceNumber(65_400);
    assertThat(remembered(move(restarted(HOME_ADDRESS, HOME_AGENT, last.value()), 300)))
        .containsExactly(last.plus(256), last.plus(512));
  }

  @Test
  void noNumberIsEverSentThatWasNotSetAside() {
    int reserved = -1;
    int sent = 0;
    for (Effect effect : move(Scenario.unprotected(), 300)) {
      if (effect instanceof Effect.Remember(Memory.UsedSequenceNumbers numbers)) {
        reserved = numbers.last().value();
      } else if (effect instanceof Effect.SendRouted) {
        SequenceNumber number = new SequenceNumber(onlyUpdate(List.of(effect)).sequenceNumber());
        assertThat(number.isGreaterThan(new SequenceNumber(reserved))).isFalse();
        sent++;
      }
    }
    assertThat(sent).isGreaterThanOrEqualTo(300);
  }

  @Test
  void aNumberThatTheHomeAgentGaveIsSetAsideToo() {
    Scenario scenario = Scenario.unprotected();
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    SequenceNumber given = new SequenceNumber(update.sequenceNumber()).plus(20_000);
    List<Effect> effects = scenario.acknowledge(135, given.value(), 0, VISITED_A.careOfAddress());
    assertThat(onlyUpdate(effects).sequenceNumber()).isEqualTo(given.plus(1).value());
    assertThat(remembered(effects)).containsExactly(given.plus(256));
  }

  // ---- what is recalled

  @Test
  @Tag("R6275-252")
  void whoRecallsGoesOnBehindAllThatWasSetAside() {
    assertThat(firstNumber(restarted(HOME_ADDRESS, HOME_AGENT, 4711))).isEqualTo(4712);
    assertThat(firstNumber(restarted(HOME_ADDRESS, HOME_AGENT, 65_535))).isZero();
  }

  @Test
  void whoRecallsSetsANewBlockAside() {
    Scenario scenario = restarted(HOME_ADDRESS, HOME_AGENT, 4711);
    assertThat(remembered(scenario.moveTo(VISITED_A))).containsExactly(new SequenceNumber(4711 + 256));
  }

  @Test
  void theNumbersOfAnotherHomeAddressOrHomeAgentAreNone() {
    int begin = firstNumber(Scenario.unprotected());
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::77");
    assertThat(firstNumber(restarted(other, HOME_AGENT, 4711))).isEqualTo(begin).isNotEqualTo(4712);
    assertThat(firstNumber(restarted(HOME_ADDRESS, other, 4711))).isEqualTo(begin);
  }

  @Test
  void noNumberIsUsedAgainHoweverOftenTheNodeIsStartedAnew() {
    SequenceNumber last = new SequenceNumber(65_000);
    SequenceNumber lastSent = last;
    for (int life = 0; life < 20; life++) {
      Scenario scenario = restarted(HOME_ADDRESS, HOME_AGENT, last.value());
      List<Effect> effects = move(scenario, 1 + life % 3);
      for (BindingUpdate update : updates(effects)) {
        SequenceNumber number = new SequenceNumber(update.sequenceNumber());
        assertThat(number.isGreaterThan(lastSent)).as(number + " after " + lastSent).isTrue();
        lastSent = number;
      }
      last = remembered(effects).getLast();
    }
  }

  // ---- resumed from a snapshot: the clock is set forward by the time that the node knows nothing of

  private static final long CLOCK = 1_800_000_000_000_000_000L;

  @Test
  void numbersThatMayHaveBeenUsedSinceASnapshotAreLeftOut() {
    Scenario resumed = Scenario.unprotected();
    SequenceNumber before = new SequenceNumber(onlyUpdate(resumed.moveTo(VISITED_A)).sequenceNumber());
    resumed.pass(Duration.ofSeconds(1));
    resumed.handle(new Event.WallClockSet(CLOCK + Duration.ofSeconds(2).toNanos()));
    List<Effect> effects = resumed.moveTo(VISITED_B);
    SequenceNumber after = new SequenceNumber(onlyUpdate(effects).sequenceNumber());
    assertThat(after).isEqualTo(before.plus(8192));
    assertThat(after.isGreaterThan(before.plus(8000))).isTrue();
    assertThat(remembered(effects)).containsExactly(after.plus(255));
    resumed.pass(Duration.ofSeconds(1));
    assertThat(onlyUpdate(resumed.moveTo(VISITED_A)).sequenceNumber()).isEqualTo(after.next().value());
  }

  @Test
  void numbersAreLeftOutWhereTheMachineTellsOfTheSnapshotAndTheClockDoesNot() {
    Scenario resumed = Scenario.unprotected();
    SequenceNumber before = new SequenceNumber(onlyUpdate(resumed.moveTo(VISITED_A)).sequenceNumber());
    resumed.handle(new Event.Resumed());
    resumed.pass(Duration.ofMillis(1));
    SequenceNumber after = new SequenceNumber(onlyUpdate(resumed.moveTo(VISITED_B)).sequenceNumber());
    assertThat(after).isEqualTo(before.plus(8192));
    resumed.pass(Duration.ofSeconds(1));
    assertThat(onlyUpdate(resumed.moveTo(VISITED_A)).sequenceNumber()).isEqualTo(after.next().value());
  }

  @Test
  void aClockThatIsCorrectedOrSetBackLeavesNoNumberOut() {
    Scenario scenario = Scenario.unprotected();
    SequenceNumber before = new SequenceNumber(onlyUpdate(scenario.moveTo(VISITED_A)).sequenceNumber());
    scenario.pass(Duration.ofSeconds(1));
    scenario.handle(new Event.WallClockSet(CLOCK + Duration.ofMillis(900).toNanos()));
    assertThat(onlyUpdate(scenario.moveTo(VISITED_B)).sequenceNumber()).isEqualTo(before.plus(1).value());
    scenario.pass(Duration.ofSeconds(1));
    scenario.handle(new Event.WallClockSet(CLOCK - Duration.ofDays(1).toNanos()));
    assertThat(onlyUpdate(scenario.moveTo(VISITED_A)).sequenceNumber()).isEqualTo(before.plus(2).value());
  }

  // RFC 4285 6: "MUST be greater than that used in any previous successful Binding Update"
  @Test
  void timestampsGrowOverARestart() {
    Scenario first = authenticated();
    NtpTimestamp last = timestamps(move(first, 10)).getLast();
    Scenario second = authenticated();
    second.pass(first.now().since(second.now()));
    second.handle(
        new Event.Recalled(remembered(first.all()).stream()
            .map(number -> new Memory.UsedSequenceNumbers(HOME_ADDRESS, HOME_AGENT, number))
            .toList()
            .getLast()));
    List<NtpTimestamp> again = timestamps(move(second, 10));
    assertThat(again)
        .hasSizeGreaterThanOrEqualTo(10)
        .allMatch(timestamp -> timestamp.isAfter(last))
        .doesNotHaveDuplicates();
  }

  private static List<NtpTimestamp> timestamps(List<Effect> effects) {
    return updates(effects).stream()
        .map(update -> update.option(MessageReplayProtection.class).orElseThrow().timestamp())
        .map(NtpTimestamp::new)
        .toList();
  }
}
