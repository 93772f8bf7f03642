package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.PrefixScene.Told;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.PrefixInformation;

/** RFC 6275 10.6.2: when a mobile node is told of prefixes without having asked. */
class PrefixAdvertisingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration A_DAY = Duration.ofDays(1);

  private final PrefixScene usual =
      new PrefixScene(
          config ->
              new HomeAgentConfig(
                  config.homeInterface(),
                  config.homeAgentAddress(),
                  config.homePrefix(),
                  config.advertisedPrefixes(),
                  config.security(),
                  config.tunnelInterface(),
                  Lifetime.LONGEST.duration(),
                  0,
                  config.prefixDiscovery(),
                  config.limits()));

  /** A mobile node that has a binding for three days, and knows all. */
  private void registered() {
    usual.scene.register(new Update().lifetime(0xffff));
    usual.ask(1);
  }

  private Told nextTold() {
    return PrefixScene.onlyOneIn(stepToNext());
  }

  private List<Effect> stepToNext() {
    List<Effect> effects = new ArrayList<>();
    while (PrefixScene.told(effects).isEmpty()) {
      effects.addAll(usual.scene.pass(Duration.ofSeconds(1)));
    }
    return effects;
  }

  @Test
  @Tag("R6275-182")
  @Tag("R6275-204")
  void aNewPrefixIsToldAtTheCareOfAddressAfterARandomDelay() {
    registered();
    assertThat(PrefixScene.told(usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY))).isEmpty();
    assertThat(PrefixScene.told(usual.scene.pass(PrefixScene.MINIMUM.minusSeconds(1)))).isEmpty();
    Told told = nextTold();
    assertThat(told.packet().header().source()).isEqualTo(Scene.HOME_AGENT);
    assertThat(told.packet().header().destination()).isEqualTo(Scene.CARE_OF_A);
    assertThat(told.packet().type2HomeAddress()).contains(Scene.HOME);
    assertThat(told.prefixes()).hasSize(2);
  }

  // RFC 6275 10.6.2: RAND_ADV_DELAY is MinMobPfxAdvInterval at least, and less than MaxMobPfxAdvInterval here.
  @Test
  void delaysAreSpreadOverTheWholeRange() {
    Set<Long> hours = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      Ipv6Address home = new Ipv6Address(Scene.HOME.high(), 0x100 + i);
      usual.scene.register(Update.from(Scene.CARE_OF_A).homeAddress(home).lifetime(0xffff));
      usual.ask(home, Scene.CARE_OF_A, 1);
    }
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    Set<Ipv6Address> first = new TreeSet<>();
    for (int minute = 1; minute <= 1441; minute++) {
      for (Told told : PrefixScene.told(usual.scene.pass(MINUTE))) {
        if (first.add(told.packet().type2HomeAddress().orElseThrow())) {
          assertThat(minute).isBetween(10, 1441);
          hours.add(minute / 180L);
        }
      }
    }
    assertThat(first).hasSize(40);
    assertThat(hours).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  // "MaxScheduleDelay = min (MaxMobPfxAdvInterval, Preferred Lifetime)"
  @Test
  void theDelayIsShorterWhereThePrefixIsPreferredForLess() {
    PrefixLifetimes soon = new PrefixLifetimes.Fixed(Duration.ofHours(3), Duration.ofMinutes(11));
    for (int i = 0; i < 20; i++) {
      PrefixScene scene =
          new PrefixScene(
              config ->
                  config.withAdvertisedPrefixes(List.of(new AdvertisedPrefix(Scene.HOME_AGENT, 64, soon, true))));
      scene.scene.register(new Update().lifetime(60));
      scene.ask(i);
      scene.hear("2001:db8:9:" + i + "::", PrefixScene.DAY, PrefixScene.DAY);
      assertThat(scene.passRefreshing(Duration.ofSeconds(661), 2).getFirst()).isBetween(600L, 661L);
    }
  }

  @Test
  void whoWasNeverToldIsToldWithinTheLongestInterval() {
    usual.scene.register(new Update().lifetime(0xffff));
    assertThat(usual.untilTold(A_DAY)).isGreaterThanOrEqualTo(PrefixScene.MINIMUM);
  }

  @Test
  void whoWasToldIsToldAgainAfterTheLongestIntervalAndNotBefore() {
    registered();
    assertThat(PrefixScene.told(usual.scene.pass(A_DAY.plus(PrefixScene.MINIMUM).minusSeconds(2)))).isEmpty();
    assertThat(usual.untilTold(A_DAY)).isPositive();
  }

  @Test
  @Tag("R6275-202")
  void whatIsNotAcknowledgedIsSentThreeTimesMoreEachAfterTwiceTheTime() {
    registered();
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    nextTold();
    for (int wait : List.of(3, 6, 12)) {
      assertThat(PrefixScene.told(usual.scene.pass(Duration.ofSeconds(wait - 1)))).isEmpty();
      assertThat(PrefixScene.told(usual.scene.pass(Duration.ofSeconds(1)))).hasSize(1);
    }
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofHours(23)))).isEmpty();
  }

  @Test
  void aSolicitationAcknowledges() {
    registered();
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    nextTold();
    usual.scene.pass(Duration.ofSeconds(2));
    assertThat(PrefixScene.onlyOneIn(usual.ask(77)).message().identifier()).isEqualTo(77);
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofHours(23)))).isEmpty();
  }

  @Test
  void theNextBindingUpdateBeginsAgain() {
    registered();
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    nextTold();
    usual.scene.pass(MINUTE);
    List<Effect> effects =
        new ArrayList<>(usual.scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).lifetime(0xffff).plain()));
    effects.addAll(usual.scene.pass(Duration.ofSeconds(3)));
    assertThat(PrefixScene.told(effects))
        .extracting(told -> told.packet().header().destination())
        .containsExactly(Scene.CARE_OF_B, Scene.CARE_OF_B);
    usual.ask(Scene.HOME, Scene.CARE_OF_B, 5);
    usual.scene.pass(Duration.ofSeconds(1));
    assertThat(PrefixScene.told(usual.scene.tell(Update.from(Scene.CARE_OF_B).sequence(3).lifetime(0xffff).plain())))
        .isEmpty();
  }

  @Test
  @Tag("R6275-203")
  void nothingIsSentAgainAfterTheBindingIsOver() {
    PrefixScene brief = PrefixScene.usual();
    brief.scene.register(new Update());
    brief.ask(1);
    brief.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    int sequence = 2;
    List<Effect> effects = List.of();
    while (PrefixScene.told(effects).isEmpty()) {
      brief.scene.tell(new Update().sequence(sequence++).lifetime(1).plain());
      effects = brief.scene.pass(Duration.ofSeconds(2));
    }
    // The binding has two seconds at most yet, and the first repetition would come in three.
    assertThat(PrefixScene.told(brief.scene.pass(MINUTE))).isEmpty();
    assertThat(brief.scene.bindings()).isEmpty();
  }

  @Test
  void aBindingThatIsGivenUpTakesWhatWasScheduledAlong() {
    registered();
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    usual.scene.tell(Update.atHome().sequence(2).plain());
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofDays(2)))).isEmpty();
  }

  @Test
  void whatChangesWhileSomethingIsScheduledIsToldWithIt() {
    registered();
    usual.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY);
    usual.scene.pass(Duration.ofSeconds(599));
    usual.hear("2001:db8:8::", PrefixScene.DAY, PrefixScene.DAY);
    assertThat(nextTold().prefixes()).hasSize(3);
    usual.scene.pass(Duration.ofSeconds(1));
    usual.ask(2);
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofHours(23)))).isEmpty();
  }

  /** What another router says of a prefix, a minute after it has said a day and half a day. */
  private boolean isNews(PrefixInformation later) {
    PrefixScene scene = PrefixScene.usual();
    scene.scene.register(new Update().lifetime(60));
    scene.hear("2001:db8:9::", PrefixScene.DAY, PrefixScene.DAY / 2);
    scene.ask(1);
    scene.scene.pass(MINUTE);
    scene.hear(later);
    return !scene.passRefreshing(A_DAY.minus(MINUTE), 2).isEmpty();
  }

  private static PrefixInformation said(boolean onLink, boolean autonomous, long valid, long preferred) {
    return new PrefixInformation(Ipv6Address.parse("2001:db8:9::"), 64, onLink, autonomous, false, valid, preferred);
  }

  @Test
  void lifetimesThatStayOrDecrementAreNoNews() {
    assertThat(isNews(said(true, true, PrefixScene.DAY, PrefixScene.DAY / 2))).isFalse();
    assertThat(isNews(said(true, true, PrefixScene.DAY - 60, PrefixScene.DAY / 2 - 60))).isFalse();
    assertThat(isNews(said(true, true, PrefixScene.DAY - 57, PrefixScene.DAY / 2))).isFalse();
  }

  @Test
  void otherFlagsAndLifetimesAreNews() {
    assertThat(isNews(said(true, true, PrefixScene.DAY - 30, PrefixScene.DAY / 2))).isTrue();
    assertThat(isNews(said(true, true, PrefixScene.DAY, 0))).isTrue();
    assertThat(isNews(said(true, false, PrefixScene.DAY, PrefixScene.DAY / 2))).isTrue();
    assertThat(isNews(said(false, true, PrefixScene.DAY, PrefixScene.DAY / 2))).isTrue();
    assertThat(isNews(said(true, true, 0xffff_ffffL, PrefixScene.DAY / 2))).isTrue();
  }

  @Test
  void aClockThatIsSetChangesLifetimesThatEndAtAMoment() {
    PrefixScene ending =
        new PrefixScene(
            config ->
                config.withAdvertisedPrefixes(
                    List.of(
                        new AdvertisedPrefix(
                            Scene.HOME_AGENT,
                            64,
                            new PrefixLifetimes.Until(
                                usual.scene.instant().plus(Duration.ofDays(9)),
                                usual.scene.instant().plus(Duration.ofDays(8))),
                            true))));
    ending.scene.register(new Update().lifetime(60));
    ending.ask(1);
    ending.scene.setWallClock(Duration.ofSeconds(1));
    assertThat(ending.passRefreshing(Duration.ofHours(23), 2)).isEmpty();
    ending.ask(2);
    ending.scene.setWallClock(Duration.ofHours(1));
    assertThat(ending.passRefreshing(A_DAY, 1000)).isNotEmpty();
  }

  @Test
  void whatOthersSayOfAPrefixThatIsAdministeredHereIsNoNews() {
    registered();
    usual.hear(Scene.HOME_PREFIX.address().toString(), 100, 50);
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofHours(23)))).isEmpty();
    assertThat(PrefixScene.onlyOneIn(usual.ask(1)).prefixes())
        .containsExactly(new PrefixInformation(Scene.HOME_AGENT, 64, true, true, true, 2_592_000, 604_800));
  }

  @Test
  void aRestoredBindingIsToldOnceMore() {
    registered();
    List<Effect> effects = usual.scene.tell(new Update().sequence(2).lifetime(0xffff).plain());
    PrefixScene restarted = PrefixScene.usual();
    effects.forEach(
        effect -> {
          if (effect instanceof Effect.Remember(var memory)) {
            restarted.scene.tell(new Event.Recalled(memory));
          }
        });
    assertThat(restarted.scene.bindings()).hasSize(1);
    assertThat(restarted.untilTold(A_DAY)).isGreaterThanOrEqualTo(PrefixScene.MINIMUM);
  }
}
