package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.sim.world.Observer.Disturbance;

/** A number to a correspondent node that is sent or accepted twice, or that goes back, is noticed. */
class CorrespondentNumbersGoForwardTest {

  private static final Duration LIFETIME = Duration.ofSeconds(40);

  private final PathWatch network = new PathWatch(each -> new CorrespondentNumbersGoForward(each.paths));

  private void send(int... numbers) {
    for (int number : numbers) {
      network.asks(network.update(number, CARE_OF, LIFETIME), at(1));
    }
  }

  private void accept(int... numbers) {
    for (int number : numbers) {
      network.grants(network.update(number, CARE_OF, LIFETIME), CARE_OF, LIFETIME, at(1));
    }
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void numbersMayGoOnOverTheWrap() {
    send(65_534, 65_535, 0, 300);
    accept(65_534, 65_535, 0, 300);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aNumberThatIsSentTwiceIsNoticed() {
    send(5, 6, 6);
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "correspondent-numbers-go-forward",
                "mn sends number 6 to " + network.peer + " after 6",
                at(1)));
  }

  @Test
  void aNumberThatGoesBackIsNoticed() {
    send(5, 4);
    assertThat(network.violations()).hasSize(1);
    accept(5, 5 + 32_768);
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly("cn accepts number 32773 of " + network.home + " after 5");
  }

  @Test
  void aBindingThatHasEndedTakesItsNumberAlong() {
    accept(50);
    network.does(network.correspondent(), at(2), network.noPath(Side.CORRESPONDENT));
    accept(40);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aMobileNodeThatIsStartedAnewGoesOn() {
    send(50);
    network.watch.disturb(network.mobileNode(), new Disturbance.Stopped(true), at(2));
    network.watch.disturb(network.mobileNode(), new Disturbance.Started(true), at(3));
    send(40);
    assertThat(network.violations()).hasSize(1);
  }

  @Test
  void whoLostItsStorageHasForgottenThem() {
    send(50);
    network.watch.disturb(network.mobileNode(), new Disturbance.Started(false), at(2));
    send(40);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aCorrespondentNodeThatIsStartedAnewHasForgottenThem() {
    accept(50);
    network.watch.disturb(network.correspondent(), new Disturbance.Stopped(true), at(2));
    accept(40);
    assertThat(network.violations()).isEmpty();
  }
}
