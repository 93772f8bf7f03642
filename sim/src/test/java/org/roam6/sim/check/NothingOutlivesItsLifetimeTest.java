package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.check.Watch.notice;
import static org.roam6.sim.check.Watch.received;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.network.Settings;

/** A binding that is longer than asked for, or that is kept or believed in behind its end, is noticed. */
class NothingOutlivesItsLifetimeTest {

  private static final Duration TICK = Duration.ofNanos(1);

  private final Watch watch = new Watch(each -> new NothingOutlivesItsLifetime(each.ledger));

  private void grant(int asked, int granted) {
    watch.handles(
        watch.homeAgent(),
        received(watch.update(1, asked)),
        at(1),
        notice(new HomeAgentNotice.BindingCreated(watch.small.homeAddress(), CARE_OF, new Lifetime(granted))));
  }

  private void hold(Time expiry) {
    watch.handles(watch.homeAgent(), new Event.WallClockSet(0), at(1), watch.tunnel(CARE_OF, expiry));
  }

  // ---- what is granted

  @Test
  void noMoreIsGrantedThanWasAskedFor() {
    grant(10, 10);
    grant(10, 3);
    assertThat(watch.violations()).isEmpty();
    grant(10, 11);
    assertThat(watch.violations())
        .extracting(Violation::what)
        .containsExactly(watch.small.homeAddress() + " got 44 s, asked for 40 s, at most are given 3600 s");
  }

  @Test
  void noMoreIsGrantedThanTheHomeAgentGives() {
    int most = Lifetime.notLongerThan(Settings.DEFAULT.maximumLifetime()).units();
    grant(most + 5, most);
    assertThat(watch.violations()).isEmpty();
    grant(most + 5, most + 1);
    assertThat(watch.violations()).hasSize(1);
  }

  // ---- what the home agent holds

  @Test
  void aBindingThatIsKeptBehindItsEndIsNoticed() {
    hold(at(40));
    watch.check(at(40));
    assertThat(watch.violations()).isEmpty();
    watch.check(at(40));
    assertThat(watch.violations()).isEmpty();
    hold(at(40));
    watch.check(at(40).plus(TICK));
    assertThat(watch.violations())
        .containsExactly(
            new Violation(
                "nothing-outlives-its-lifetime",
                "the home agent keeps the binding of mn that ended at " + at(40),
                at(40).plus(TICK)));
  }

  @Test
  void aBindingThatIsTakenAwayOrRefreshedInTimeIsNot() {
    hold(at(40));
    watch.handles(watch.homeAgent(), new Event.DeadlineReached(), at(40), watch.noTunnel());
    watch.check(at(41));
    hold(at(50));
    hold(at(90));
    watch.check(at(51));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aHomeAgentThatSleepsCannotTakeItAway() {
    hold(at(40));
    watch.small.world.sleep(watch.homeAgent(), at(100));
    watch.check(at(41));
    assertThat(watch.violations()).isEmpty();
  }

  // ---- what the mobile node believes

  @Test
  void aMobileNodeThatCountsOnItsBindingForLongerThanItsHomeAgentIsNoticed() {
    watch.small.registeredAt("visited-a");
    assertThat(watch.violations()).isEmpty();
    Time end = watch.small.world.now().plus(watch.small.belief().bindingUpdateList().getFirst().remainingLifetime());
    Lifetime granted = Lifetime.notLongerThan(end.since(at(7)));
    Notice refreshed = new HomeAgentNotice.BindingRefreshed(watch.small.homeAddress(), granted);
    Time late = end.plus(granted.duration().negated());
    watch.handles(watch.homeAgent(), received(watch.update(1, granted.units())), at(7));
    watch.handles(watch.homeAgent(), new Event.WallClockSet(0), late, notice(refreshed));
    watch.settles(watch.mobileNode(), at(7));
    assertThat(watch.violations()).isEmpty();
    watch.handles(watch.homeAgent(), new Event.WallClockSet(0), late.plus(TICK.negated()), notice(refreshed));
    watch.settles(watch.mobileNode(), at(7));
    assertThat(watch.violations())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).startsWith("mn counts on its binding until"));
  }

  @Test
  void aHomeAgentThatWasStartedAgainMayKeepItShorter() {
    watch.small.registeredAt("visited-a");
    var careOf = watch.small.belief().careOfAddress().orElseThrow();
    watch.handles(watch.homeAgent(), new Event.WallClockSet(0), at(7), watch.tunnel(careOf, at(8)));
    watch.settles(watch.mobileNode(), at(7));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aMobileNodeThatBelievesInABindingBehindItsEndIsNoticed() {
    watch.small.registeredAt("visited-a");
    Time end = watch.small.world.now().plus(watch.small.belief().bindingUpdateList().getFirst().remainingLifetime());
    watch.handles(watch.homeAgent(), new Event.WallClockSet(0), at(8), watch.noTunnel());
    while (watch.nextCheck().isDue(end.plus(TICK))) {
      watch.check(end.plus(TICK));
    }
    assertThat(watch.violations())
        .extracting(Violation::what)
        .containsExactly("mn believes in a binding that ended at " + end);
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.run(Duration.ofMinutes(20));
    watch.small.world.unplug(watch.small.port());
    watch.run(Duration.ofMinutes(20));
    assertThat(watch.violations()).isEmpty();
    assertThat(watch.small.bindings()).isZero();
  }
}
