package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.mobilenode.MobileNodeLimits;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;

/** RFC 6275 11.8: one message more of a type to a correspondent node than MAX_UPDATE_RATE a second is noticed. */
class CorrespondentRatesAreKeptTest {

  private static final int MOST = MobileNodeLimits.DEFAULT.maxUpdateRate();

  private final PathWatch network = new PathWatch(each -> new CorrespondentRatesAreKept(each.paths));
  private final Octets careOfTestInit =
      PathWatch.packet(CARE_OF, network.peer, new CareOfTestInit(1, List.of()));

  private void send(Octets packet, int count, Duration offset) {
    for (int i = 0; i < count; i++) {
      network.does(network.mobileNode(), at(1).plus(offset), new Effect.SendRouted(packet));
    }
  }

  @Test
  void aNodeThatMovesAllTheTimeKeepsIt() {
    network.begin();
    for (int i = 0; i < 50; i++) {
      network.small.move(i % 2 == 0 ? "visited-b" : "visited-a");
      network.watch.run(Duration.ofMillis(100));
    }
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void asManyOfEachTypeAsAreAllowedAreNotNoticed() {
    send(careOfTestInit, MOST, Duration.ZERO);
    send(PathWatch.packet(network.home, network.peer, new HomeTestInit(1, List.of())), MOST, Duration.ZERO);
    send(network.update(1, CARE_OF, Duration.ofSeconds(40)), MOST, Duration.ZERO);
    send(careOfTestInit, MOST, Duration.ofSeconds(1));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void oneMoreIsNoticed() {
    send(careOfTestInit, MOST, Duration.ZERO);
    send(careOfTestInit, 1, Duration.ofMillis(999));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "correspondent-rates-are-kept",
                "mn sends " + (MOST + 1) + " times CareOfTestInit to " + network.peer + " within a second",
                at(1).plus(Duration.ofMillis(999))));
  }

  @Test
  void anotherCorrespondentNodeIsCountedByItself() {
    send(careOfTestInit, MOST, Duration.ZERO);
    send(PathWatch.packet(CARE_OF, Watch.OTHER_CARE_OF, new CareOfTestInit(1, List.of())), MOST, Duration.ZERO);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whoWasStartedAnewKnowsNothingOfThem() {
    send(careOfTestInit, MOST, Duration.ZERO);
    network.watch.disturb(network.mobileNode(), new Disturbance.Started(true), at(1));
    send(careOfTestInit, MOST, Duration.ofMillis(500));
    assertThat(network.violations()).isEmpty();
  }
}
