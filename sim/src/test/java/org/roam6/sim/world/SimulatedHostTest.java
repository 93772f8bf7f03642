package org.roam6.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.world.Observer.Disturbance;

/** A machine sleeps, is stopped and started, and its clock goes wrong: its Roam6 hears of it as on a real one. */
class SimulatedHostTest {

  private final SmallNetwork small = new SmallNetwork();
  private final World world = small.world;
  private final SimulatedHost host = small.mobileNode;
  private final Chronicle chronicle = new Chronicle(host);

  @BeforeEach
  void register() {
    small.registeredAt("visited-a");
    assertThat(small.registration()).isEqualTo("registered");
    world.observe(chronicle);
  }

  // ---- sleep

  @Test
  void whoSleepsHearsNothingAndIsWokenForWhatIsOverdue() {
    Time deadline = host.nextDeadline();
    Time end = deadline.plus(Duration.ofMinutes(3));
    world.sleep(host, end);
    assertThat(host.isAsleep()).isTrue();
    world.runUntil(end.plus(Duration.ofNanos(-1)));
    assertThat(chronicle.handled).isEmpty();
    assertThat(host.nextDeadline()).isEqualTo(deadline);
    world.runUntil(end);
    assertThat(host.isAsleep()).isFalse();
    assertThat(chronicle.timesOf(Event.DeadlineReached.class)).startsWith(end);
    assertThat(host.nextDeadline()).isGreaterThan(end);
    assertThat(chronicle.disturbances).containsExactly(new Disturbance.FellAsleep(end), new Disturbance.WokeUp());
  }

  @Test
  void aSleepThatEndsBeforeTheDeadlineDoesNotMoveIt() {
    Duration moment = Duration.ofMillis(10);
    while (world.now().plus(moment).isBefore(host.nextDeadline())) {
      world.runUntil(world.now().plus(moment.dividedBy(2)));
    }
    Time deadline = host.nextDeadline();
    world.sleep(host, world.now().plus(Duration.ofMillis(1)));
    world.runUntil(deadline);
    assertThat(chronicle.timesOf(Event.DeadlineReached.class)).contains(deadline);
  }

  @Test
  void theClockOfWhoSleepsGoesOnAndItsBindingMayBeOver() {
    world.sleep(host, world.now().plus(Duration.ofHours(1)));
    small.seconds(3599);
    assertThat(small.bindings()).isZero();
    small.seconds(5);
    assertThat(chronicle.events(Event.DeadlineReached.class)).isNotEmpty();
    small.seconds(30);
    assertThat(small.registration()).isEqualTo("registered");
    assertThat(small.bindings()).isEqualTo(1);
  }

  @Test
  void theKernelsTimersWaitForTheEndOfTheSleep() {
    small.move("visited-b");
    world.sleep(host, world.now().plus(Duration.ofSeconds(60)));
    small.seconds(59);
    assertThat(chronicle.events(Event.LinkChanged.class)).hasSize(0);
    small.seconds(2);
    assertThat(chronicle.events(Event.LinkChanged.class)).hasSize(2);
  }

  @Test
  void aLongerSleepReplacesAShorterOne() {
    world.sleep(host, world.now().plus(Duration.ofSeconds(10)));
    world.sleep(host, world.now().plus(Duration.ofSeconds(20)));
    small.seconds(11);
    assertThat(host.isAsleep()).isTrue();
    small.seconds(10);
    assertThat(host.isAsleep()).isFalse();
  }

  @Test
  void aMachineCanBeWokenEarly() {
    world.sleep(host, world.now().plus(Duration.ofHours(1)));
    small.seconds(30);
    world.wake(host);
    assertThat(host.isAsleep()).isFalse();
    world.wake(host);
    small.seconds(2);
    assertThat(chronicle.handled).isNotEmpty();
    assertThat(chronicle.disturbances).filteredOn(Disturbance.WokeUp.class::isInstance).hasSize(1);
  }

  @Test
  void whoIsStartedWhileAsleepStartsWhenItWakesUp() {
    world.stop(host, true);
    world.sleep(host, world.now().plus(Duration.ofSeconds(10)));
    world.start(host, true);
    small.seconds(9);
    assertThat(host.roles()).isEmpty();
    small.seconds(2);
    assertThat(host.roles()).isPresent();
  }

  // ---- the end of Roam6, and its next start

  @Test
  void whoIsKilledIsNotAskedAndLeavesItsWishesButTheTunnel() {
    world.stop(host, true);
    assertThat(chronicle.events(Event.Stopping.class)).isEmpty();
    assertThat(host.roles()).isEmpty();
    assertThat(host.nextDeadline()).isEqualTo(Time.NEVER);
    assertThat(host.kernel().wanted().values()).anyMatch(SimulatedHostTest::isCareOfAddress);
    assertThat(host.kernel().wanted().values())
        .noneMatch(Desired.WantedTunnel.class::isInstance)
        .noneMatch(item -> item instanceof Desired.Route route && route.out().equals(Kernel.TUNNEL));
    assertThat(host.kernel().owns(small.homeAddress())).isFalse();
    assertThat(chronicle.disturbances).containsExactly(new Disturbance.Stopped(true));
  }

  private static boolean isCareOfAddress(Desired item) {
    return item instanceof Desired.InterfaceAddress address && address.on().equals(Network.MOBILE_INTERFACE);
  }

  @Test
  void whoStopsInGoodOrderIsAskedAndLeavesNothing() {
    world.stop(host, false);
    assertThat(chronicle.events(Event.Stopping.class)).hasSize(1);
    assertThat(host.kernel().wanted()).isEmpty();
  }

  @Test
  void whoDoesNotRunHearsNothing() {
    world.stop(host, true);
    chronicle.handled.clear();
    small.move("visited-b");
    small.seconds(600);
    assertThat(chronicle.handled).isEmpty();
  }

  @Test
  void whatWasRememberedIsToldBeforeAnythingElse() {
    small.move("visited-b");
    small.seconds(5);
    world.stop(host, true);
    chronicle.handled.clear();
    world.start(host, true);
    List<Event> events = chronicle.handled.stream().map(Chronicle.Handled::event).toList();
    assertThat(events.getFirst()).isInstanceOf(Event.WallClockSet.class);
    List<Event> recalled =
        events.stream()
            .takeWhile(event -> !(event instanceof Event.LinkChanged))
            .filter(Event.Recalled.class::isInstance)
            .toList();
    assertThat(recalled)
        .extracting(event -> ((Event.Recalled) event).item().key())
        .containsExactlyInAnyOrder(
            new Memory.HomeAgentsKey(),
            new Memory.NumbersKey(small.homeAddress(), small.network.addressing().address("ha", "home")));
    assertThat(chronicle.events(Event.LinkChanged.class)).hasSize(1);
    assertThat(host.starts()).isEqualTo(2);
  }

  @Test
  void withoutStorageNothingIsRemembered() {
    world.stop(host, true);
    chronicle.handled.clear();
    world.start(host, false);
    small.seconds(20);
    assertThat(chronicle.events(Event.Recalled.class)).isEmpty();
    assertThat(chronicle.effects(Effect.Remember.class)).isNotEmpty();
    assertThat(chronicle.disturbances).contains(new Disturbance.Started(false));
    world.stop(host, true);
    world.start(host, true);
    assertThat(chronicle.events(Event.Recalled.class)).hasSize(1);
  }

  @Test
  void thereIsNeverMoreThanOneRun() {
    world.start(host, false);
    assertThat(host.starts()).isEqualTo(1);
    assertThat(chronicle.handled).isEmpty();
  }

  @Test
  void theNextRunTidiesUpBehindOneThatWasKilled() {
    world.stop(host, true);
    world.start(host, true);
    assertThat(host.kernel().wanted().values()).noneMatch(SimulatedHostTest::isCareOfAddress);
    small.seconds(20);
    assertThat(small.registration()).isEqualTo("registered");
  }

  @Test
  void theAlarmOfAFormerRunDoesNotWakeTheNextOne() {
    Time deadline = host.nextDeadline();
    world.stop(host, true);
    world.runUntil(deadline.plus(Duration.ofSeconds(1)));
    assertThat(chronicle.events(Event.DeadlineReached.class)).isEmpty();
  }

  // ---- the wall clock

  @Test
  void aClockThatIsSetIsToldWithTheNextEvent() {
    world.setWallClock(host, Duration.ofMinutes(-5));
    small.seconds(15);
    assertThat(chronicle.events(Event.WallClockSet.class))
        .containsExactly(
            new Event.WallClockSet(World.WALL_CLOCK_OFFSET_NANOS - Duration.ofMinutes(5).toNanos()));
    assertThat(chronicle.disturbances)
        .containsExactly(new Disturbance.ClockSet(Duration.ofMinutes(-5).toNanos()));
  }

  @Test
  void aClockThatDriftsIsToldAsSoonAsItIsOffByAMillisecond() {
    world.driftWallClock(host, 100_000);
    Time start = world.now();
    small.seconds(60);
    List<Event.WallClockSet> told = chronicle.events(Event.WallClockSet.class);
    assertThat(told).hasSizeBetween(2, 6);
    Time first = chronicle.timesOf(Event.WallClockSet.class).getFirst();
    assertThat(first).isGreaterThanOrEqualTo(start.plus(Duration.ofSeconds(10)));
    assertThat(told.getFirst().offsetNanos() - World.WALL_CLOCK_OFFSET_NANOS)
        .isCloseTo(first.since(start).toNanos() / 10_000, within(1L));
  }

  @Test
  void anotherHostsClockIsItsOwn() {
    world.setWallClock(small.homeAgent, Duration.ofHours(1));
    small.seconds(15);
    assertThat(chronicle.events(Event.WallClockSet.class)).isEmpty();
    assertThat(world.now()).isGreaterThan(at(20));
  }
}
