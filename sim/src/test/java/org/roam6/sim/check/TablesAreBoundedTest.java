package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.sim.network.Network;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** More wishes than a role can need are noticed. */
class TablesAreBoundedTest {

  private final Watch watch = new Watch(each -> new TablesAreBounded(each.ledger, new PathLedger(each.small.network)));

  private void wantRoutes(int count) {
    for (int i = 0; i < count; i++) {
      Ipv6Prefix to = new Ipv6Prefix(new Ipv6Address(0x2001_0db8_0100_0000L + i, 0), 64);
      watch.mobileNode()
          .kernel()
          .want(new Desired.Route(254, to, Optional.empty(), Network.MOBILE_INTERFACE));
    }
    watch.settles(watch.mobileNode(), at(1));
  }

  @Test
  void moreWishesOfAMobileNodeThanItCanNeedAreNoticed() {
    wantRoutes(13);
    assertThat(watch.violations()).isEmpty();
    wantRoutes(14);
    assertThat(watch.violations()).extracting(Violation::what).containsExactly("mn wants: 14, more than 13");
  }

  @Test
  void aRunningNetworkKeepsThem() {
    watch.small.registeredAt("visited-a");
    for (int i = 0; i < 30; i++) {
      watch.small.move(i % 2 == 0 ? "visited-b" : "visited-a");
      watch.run(Duration.ofMillis(700));
    }
    assertThat(watch.violations()).isEmpty();
  }
}
