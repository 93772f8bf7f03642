package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.OTHER_CARE_OF;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath.Side;

/** Two sides of a direct path that differ for longer than an exchange are noticed, once there was time to recover. */
class PathsAgreeTest {

  private final PathWatch network =
      new PathWatch(each -> new PathsAgree(each.ledger, each.paths, each.calm, PathWatch.SOON));

  private void calm() {
    network.watch.calm.begin(network.small.world.now());
    network.watch.run(PathWatch.SOON.directPaths());
  }

  private Time now() {
    return network.small.world.now();
  }

  /** The correspondent node has the mobile node somewhere else. */
  private void differ(Time now) {
    network.does(
        network.correspondent(), now, network.path(Side.CORRESPONDENT, OTHER_CARE_OF, now.plus(Duration.ofMinutes(3))));
  }

  @Test
  void aRunningNetworkAgrees() {
    network.watch.calm.begin(Time.ZERO);
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aCorrespondentNodeWithAnotherCareOfAddressIsNoticedAfterAnExchange() {
    network.begin();
    calm();
    Time now = now();
    String used = network.small.belief().careOfAddress().orElseThrow().toString();
    differ(now);
    network.watch.check(now.plus(Duration.ofMillis(4999)));
    assertThat(network.violations()).isEmpty();
    network.watch.check(now.plus(Duration.ofSeconds(5)));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "paths-agree",
                network.home + " counts on " + used + " at " + network.peer + ", which has " + OTHER_CARE_OF
                    + ", since " + now.nanos() / 1e9 + " s",
                now.plus(Duration.ofSeconds(5))));
  }

  @Test
  void aBindingThatTheMobileNodeDoesNotCountOnIsNoticedOnlyWhereTheNodeIsNot() {
    network.begin();
    calm();
    Time now = now();
    network.does(network.mobileNode(), now, network.noPath(Side.MOBILE_NODE));
    network.watch.check(now.plus(Duration.ofSeconds(6)));
    assertThat(network.violations()).isEmpty();
    differ(now);
    network.watch.check(now.plus(Duration.ofSeconds(6)));
    assertThat(network.violations())
        .extracting(Violation::what)
        .allMatch(what -> what.contains("counts on nothing at " + network.peer + ", which has " + OTHER_CARE_OF))
        .hasSize(1);
  }

  @Test
  void whoAgreesAgainInTimeIsNotNoticed() {
    network.begin();
    calm();
    Time now = now();
    differ(now);
    Time later = now.plus(Duration.ofSeconds(4));
    network.does(
        network.correspondent(),
        later,
        network.path(
            Side.CORRESPONDENT,
            network.small.belief().careOfAddress().orElseThrow(),
            later.plus(Duration.ofMinutes(3))));
    network.watch.check(now.plus(Duration.ofSeconds(6)));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void untilThereWasTimeToRecoverTheyMayDiffer() {
    network.begin();
    Time start = now();
    network.watch.calm.begin(start);
    differ(start);
    Time recovered = start.plus(PathWatch.SOON.directPaths());
    network.watch.check(recovered.plus(Duration.ofNanos(-1)));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void ofWhoseAddressAnotherNodeHadNothingIsAsked() {
    network.begin();
    network.small.world.takeAddress(
        network.small.world.host("squatter"), network.small.port().name(), network.home, DuplicateDetection.NONE);
    calm();
    Time now = now();
    differ(now);
    network.watch.check(now.plus(Duration.ofSeconds(6)));
    assertThat(network.violations()).isEmpty();
  }
}
