package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.InterfaceName;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/** A mobile node with two addresses on its link is noticed. */
class OneCareOfAddressAtATimeTest {

  private final Watch watch = new Watch(each -> new OneCareOfAddressAtATime(each.ledger));

  private void want(SimulatedHost host, InterfaceName on, Ipv6Address address) {
    host.kernel()
        .want(
            new Desired.InterfaceAddress(
                on, address, 128, Desired.DuplicateDetection.NONE, Desired.SourceUse.PREFERRED));
  }

  @Test
  void twoAddressesOnTheLinkAreNoticed() {
    want(watch.mobileNode(), Network.MOBILE_INTERFACE, Watch.CARE_OF);
    want(watch.mobileNode(), Kernel.TUNNEL, watch.small.homeAddress());
    watch.settles(watch.mobileNode(), at(1));
    assertThat(watch.violations()).isEmpty();
    want(watch.mobileNode(), Network.MOBILE_INTERFACE, Watch.OTHER_CARE_OF);
    watch.settles(watch.mobileNode(), at(1));
    assertThat(watch.violations())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).startsWith("mn has 2 addresses on eth0"));
  }

  @Test
  void anotherHostMayHaveAsManyAsItLikes() {
    want(watch.homeAgent(), Network.MOBILE_INTERFACE, Watch.CARE_OF);
    want(watch.homeAgent(), Network.MOBILE_INTERFACE, Watch.OTHER_CARE_OF);
    watch.settles(watch.homeAgent(), at(1));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.small.move("visited-b");
    watch.run(Duration.ofMinutes(1));
    watch.small.move("home");
    watch.run(Duration.ofMinutes(1));
    assertThat(watch.violations()).isEmpty();
  }
}
