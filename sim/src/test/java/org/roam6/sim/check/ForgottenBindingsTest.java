package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.sim.world.SimulatedHost;

/** How long there may be bindings that a mobile node cannot know of. */
class ForgottenBindingsTest {

  private final Watch watch = new Watch(each -> new HomeAddressesAreKept(each.ledger));
  private final ForgottenBindings forgotten = new ForgottenBindings(watch.ledger);
  private final Time oneLifetimeOn = at(10).plus(watch.small.network.settings().lifetime());

  private Time after(SimulatedHost host, Disturbance... disturbances) {
    for (Disturbance each : disturbances) {
      forgotten.disturbed(host, each, at(10));
    }
    return forgotten.until(watch.mobileNode());
  }

  @Test
  void aMobileNodeKnowsItsBindingsAsLongAsItsStorageIsThere() {
    assertThat(after(watch.mobileNode(), new Disturbance.Started(true))).isEqualTo(Time.ZERO);
    assertThat(after(watch.mobileNode(), new Disturbance.Started(false))).isEqualTo(oneLifetimeOn);
  }

  @Test
  void aHomeAgentTakesUpWhatHasEndedOnlyWhereItsClockWasSetBefore() {
    assertThat(after(watch.homeAgent(), new Disturbance.Started(true))).isEqualTo(Time.ZERO);
    assertThat(after(watch.homeAgent(), new Disturbance.ClockSet(1))).isEqualTo(Time.ZERO);
    assertThat(after(watch.homeAgent(), new Disturbance.Started(true))).isEqualTo(oneLifetimeOn);
  }

  @Test
  void aHomeAgentThatWakesUpGrantsWhatItWasAskedForBefore() {
    assertThat(after(watch.homeAgent(), new Disturbance.WokeUp())).isEqualTo(oneLifetimeOn);
  }

  @Test
  void theClockOfAMobileNodeMakesNoBinding() {
    assertThat(after(watch.mobileNode(), new Disturbance.ClockSet(1), new Disturbance.WokeUp())).isEqualTo(Time.ZERO);
  }
}
