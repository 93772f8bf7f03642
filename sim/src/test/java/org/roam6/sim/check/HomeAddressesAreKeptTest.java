package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.SimulatedHost;

/** A mobile node that gives its home address up is noticed, unless another node had it. */
class HomeAddressesAreKeptTest {

  private final Watch watch = new Watch(each -> new HomeAddressesAreKept(each.ledger));
  private final SimulatedHost squatter = watch.small.world.host("squatter");

  private void leaveHome() {
    watch.small.registeredAt("visited-a");
    watch.run(Duration.ofMinutes(1));
    assertThat(watch.small.belief().homeAddressLost()).isTrue();
  }

  /** The home agent finds the duplicate and refuses with status 134, and the checker was told of nobody. */
  @Test
  void whoGivesItsHomeAddressUpThoughNobodyIsKnownToHaveItIsNoticed() {
    squatter.kernel().takeAddress(Network.MOBILE_INTERFACE, watch.small.homeAddress(), DuplicateDetection.NONE);
    leaveHome();
    assertThat(watch.violations())
        .isNotEmpty()
        .allMatch(found -> found.what().equals("mn gives up 2001:db8:1::1:1, which nobody else had"));
  }

  @Test
  void whoseHomeAddressAnotherNodeHasMayGiveItUp() {
    watch.small.world.takeAddress(
        squatter, Network.MOBILE_INTERFACE, watch.small.homeAddress(), DuplicateDetection.NONE);
    leaveHome();
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.small.move("home");
    watch.run(Duration.ofMinutes(1));
    assertThat(watch.violations()).isEmpty();
  }
}
