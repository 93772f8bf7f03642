package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;

/** Two sides that still differ when there was time to recover are noticed; while faults last they may. */
class BindingsAgreeTest {

  private final Watch watch = new Watch(each -> new BindingsAgree(each.ledger, each.calm, each.bounds()));

  private void calm() {
    watch.calm.begin(watch.small.world.now());
  }

  private void recover() {
    watch.run(watch.bounds().recovery());
  }

  @Test
  void aRunningNetworkAgrees() {
    watch.small.registeredAt("visited-a");
    calm();
    recover();
    watch.run(Duration.ofMinutes(10));
    watch.small.move("home");
    watch.run(Duration.ofMinutes(10));
    assertThat(watch.violations()).isEmpty();
    assertThat(watch.small.bindings()).isZero();
  }

  @Test
  void aMobileNodeThatNeverHearsFromItsHomeAgentAgainIsNoticed() {
    watch.small.registeredAt("visited-a");
    calm();
    watch.small.world.stop(watch.homeAgent(), true);
    recover();
    assertThat(watch.violations()).isEmpty();
    watch.run(Duration.ofMinutes(8));
    assertThat(watch.violations())
        .isNotEmpty()
        .allSatisfy(
            violation -> {
              assertThat(violation.checker()).isEqualTo("bindings-agree");
              assertThat(violation.what()).startsWith("mn believes").contains("its home agent holds none");
            });
  }

  @Test
  void aHomeAgentThatHoldsAnotherCareOfAddressIsNoticedAsSoonAsThereWasTimeToRecover() {
    watch.small.registeredAt("visited-a");
    Time start = watch.small.world.now();
    calm();
    differ(start);
    Time recovered = start.plus(watch.bounds().recovery());
    watch.check(recovered.plus(Duration.ofNanos(-1)));
    assertThat(watch.violations()).isEmpty();
    watch.check(recovered);
    assertThat(watch.violations())
        .extracting(Violation::what)
        .allMatch(what -> what.contains(Watch.OTHER_CARE_OF.toString()))
        .hasSize(1);
  }

  private void differ(Time now) {
    watch.handles(
        watch.homeAgent(),
        new Event.WallClockSet(0),
        now,
        watch.tunnel(Watch.OTHER_CARE_OF, now.plus(Duration.ofHours(1))));
  }

  @Test
  void laterTheyMayDifferForAnExchangeOnly() {
    watch.small.registeredAt("visited-a");
    calm();
    recover();
    Time now = watch.small.world.now();
    differ(now);
    watch.check(now.plus(Duration.ofMillis(4999)));
    assertThat(watch.violations()).isEmpty();
    watch.check(now.plus(Duration.ofSeconds(5)));
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void whoAgreesAgainInTimeIsNotNoticed() {
    watch.small.registeredAt("visited-a");
    calm();
    recover();
    Time now = watch.small.world.now();
    var registered = watch.small.belief().careOfAddress().orElseThrow();
    differ(now);
    watch.handles(
        watch.homeAgent(),
        new Event.WallClockSet(0),
        now.plus(Duration.ofSeconds(4)),
        watch.tunnel(registered, now.plus(Duration.ofHours(1))));
    watch.check(now.plus(Duration.ofSeconds(6)));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void whileFaultsLastNothingIsAsked() {
    watch.small.registeredAt("visited-a");
    watch.small.world.stop(watch.homeAgent(), true);
    watch.run(Duration.ofMinutes(30));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void ofWhoseAddressAnotherNodeHadNothingIsAsked() {
    watch.small.registeredAt("visited-a");
    watch.small.world.takeAddress(
        watch.small.world.host("squatter"),
        watch.small.port().name(),
        watch.small.homeAddress(),
        DuplicateDetection.NONE);
    calm();
    watch.small.world.stop(watch.homeAgent(), true);
    watch.run(Duration.ofMinutes(30));
    assertThat(watch.violations()).isEmpty();
  }
}
