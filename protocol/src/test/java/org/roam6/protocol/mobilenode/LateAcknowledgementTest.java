package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.7.3: an acknowledgement later than the lifetime that it grants is of a binding that is over. */
class LateAcknowledgementTest {

  private final Scenario scenario = Scenario.unprotected();
  private final Ipv6Address careOfAddress = VISITED_A.careOfAddress();

  private BindingUpdate sent() {
    return onlyUpdate(scenario.moveTo(VISITED_A));
  }

  /** An answer to {@code update} that grants four seconds. */
  private List<Effect> grantFourSeconds(BindingUpdate update) {
    return scenario.acknowledge(0, update.sequenceNumber(), 1, careOfAddress);
  }

  private MobileNodeSnapshot.Entry entry() {
    return scenario.node.snapshot(scenario.now()).bindingUpdateList().getFirst();
  }

  @Test
  void whatIsOverWhenTheAnswerComesIsRegisteredAgain() {
    BindingUpdate update = sent();
    scenario.pass(Duration.ofSeconds(5));
    BindingUpdate again = onlyUpdate(grantFourSeconds(update));
    assertThat(new SequenceNumber(again.sequenceNumber()).isGreaterThan(new SequenceNumber(update.sequenceNumber())))
        .isTrue();
    assertThat(again.lifetimeUnits()).isPositive();
    assertThat(entry().state()).isEqualTo("registering");
    assertThat(entry().acknowledged()).isFalse();
  }

  @Test
  void whatEndsInTheMomentOfTheAnswerIsOver() {
    BindingUpdate update = sent();
    scenario.pass(Duration.ofSeconds(4));
    assertThat(updates(grantFourSeconds(update))).hasSize(1);
    assertThat(entry().state()).isEqualTo("registering");
  }

  @Test
  void whatLastsAMomentLongerIsBelievedForThatMoment() {
    BindingUpdate update = sent();
    Time start = scenario.now();
    scenario.pass(Duration.ofMillis(3900));
    assertThat(updates(grantFourSeconds(update))).isEmpty();
    assertThat(entry().state()).isEqualTo("registered");
    assertThat(entry().remainingLifetime()).isEqualTo(Duration.ofMillis(100));
    assertThat(scenario.wished(Desired.WantedTunnel.class))
        .allMatch(wish -> wish.tunnel().expiry().equals(start.plus(Duration.ofSeconds(4))));
    assertThat(updates(scenario.pass(Duration.ofMillis(101)))).hasSize(1);
  }

  /** The home agent may have accepted the later one too, whose acknowledgement is under way or lost. */
  @Test
  void noMoreIsBelievedThanALaterTransmissionHasAskedFor() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A.withLifetimes(1800, 60, 60)));
    BindingUpdate later = onlyUpdate(scenario.pass(Duration.ofMillis(1600)));
    assertThat(later.lifetimeUnits()).isLessThan(update.lifetimeUnits());
    Time sent = scenario.now();
    scenario.acknowledge(update, careOfAddress);

    assertThat(entry().state()).isEqualTo("registered");
    assertThat(sent.plus(entry().remainingLifetime()))
        .isLessThanOrEqualTo(sent.plus(Duration.ofSeconds(4L * later.lifetimeUnits())));
  }

  @Test
  void theNextAnswerInTimeIsBelieved() {
    BindingUpdate update = sent();
    scenario.pass(Duration.ofSeconds(5));
    BindingUpdate again = onlyUpdate(grantFourSeconds(update));
    scenario.pass(Scenario.ROUND_TRIP);
    scenario.acknowledge(again, careOfAddress);
    assertThat(entry().state()).isEqualTo("registered");
    assertThat(entry().acknowledged()).isTrue();
  }
}
