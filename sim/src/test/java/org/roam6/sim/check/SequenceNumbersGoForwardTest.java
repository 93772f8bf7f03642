package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.notice;
import static org.roam6.sim.check.Watch.received;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.world.Observer.Disturbance;

/** A number that is sent or accepted twice, or that goes back, is noticed; one that goes on over the wrap is not. */
class SequenceNumbersGoForwardTest {

  private final Watch watch = new Watch(each -> new SequenceNumbersGoForward(each.ledger));

  private void send(int... numbers) {
    for (int number : numbers) {
      watch.sends(watch.update(number, 10), at(1));
    }
  }

  private void accept(int number, Notice told, Time now) {
    watch.handles(watch.homeAgent(), received(watch.update(number, 10)), now, notice(told));
  }

  private void refresh(int number) {
    accept(number, new HomeAgentNotice.BindingRefreshed(watch.small.homeAddress(), new Lifetime(10)), at(1));
  }

  private void create(int number, Time now) {
    accept(number, new HomeAgentNotice.DetectionStarted(watch.small.homeAddress(), Watch.CARE_OF), now);
  }

  private void delete(int number, Time now) {
    accept(number, new HomeAgentNotice.BindingDeleted(watch.small.homeAddress()), now);
  }

  @Test
  void numbersMayGoOnOverTheWrap() {
    send(65_534, 65_535, 0, 1, 300);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aNumberThatIsSentTwiceIsNoticed() {
    send(5, 6, 6);
    assertThat(watch.violations())
        .containsExactly(new Violation("sequence-numbers-go-forward", "mn sends number 6 after 6", at(1)));
  }

  @Test
  void aNumberThatGoesBackIsNoticed() {
    send(5, 4);
    assertThat(watch.violations()).hasSize(1);
    send(5 + 32_768);
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void onlyWhoLostItsStorageMayBeginAnew() {
    send(100);
    watch.disturb(watch.mobileNode(), new Disturbance.Stopped(true), at(2));
    watch.disturb(watch.mobileNode(), new Disturbance.Started(true), at(3));
    send(7);
    assertThat(watch.violations()).hasSize(1);
    watch.disturb(watch.mobileNode(), new Disturbance.Started(false), at(4));
    send(3);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aNumberThatTheHomeAgentAcceptsTwiceIsNoticed() {
    create(1, at(1));
    refresh(2);
    accept(
        3,
        new HomeAgentNotice.CareOfAddressChanged(
            watch.small.homeAddress(), Watch.CARE_OF, Watch.OTHER_CARE_OF, new Lifetime(10)),
        at(1));
    assertThat(watch.violations()).isEmpty();
    refresh(3);
    assertThat(watch.violations()).extracting(Violation::what).containsExactly(
        "the home agent accepts number 3 of " + watch.small.homeAddress() + " after 3");
  }

  // RFC 6275 10.3.2 and 12: MAX_DELETE_BCE_TIMEOUT, 10 seconds
  @Test
  void theNumberOfADeletedBindingCountsForTenSeconds() {
    create(50, at(1));
    delete(51, at(2));
    create(40, at(2).plus(Duration.ofMillis(9999)));
    assertThat(watch.violations()).hasSize(1);
    delete(52, at(20));
    create(40, at(30));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aHomeAgentThatWasStartedAnewHasForgottenThem() {
    create(50, at(1));
    watch.disturb(watch.homeAgent(), new Disturbance.Stopped(true), at(2));
    refresh(3);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.small.move("visited-b");
    watch.run(Duration.ofMinutes(20));
    assertThat(watch.violations()).isEmpty();
  }
}
