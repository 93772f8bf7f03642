package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roam6.protocol.Desired.LinkMtu;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.wire.icmp.Mtu;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.RouterAdvertisement;

/** RFC 4861 6.3.4: the MTU of a link; and what of it is left in front of the tunnel. */
class LinkMtuTest {

  private final Scenario scenario = Scenario.unprotected();

  private void hear(TestRouter router, long mtu) {
    RouterAdvertisement plain = router.advertisement();
    List<NeighborDiscoveryOption> options = new ArrayList<>(plain.options());
    options.add(new Mtu(mtu));
    scenario.hear(
        router.address(),
        router.mac(),
        new RouterAdvertisement(
            plain.hopLimit(),
            plain.managed(),
            plain.other(),
            plain.homeAgent(),
            plain.preference(),
            plain.routerLifetimeSeconds(),
            plain.reachableMillis(),
            plain.retransMillis(),
            options));
  }

  private List<LinkMtu> wished() {
    return scenario.wished(LinkMtu.class);
  }

  @Test
  void anInterfaceOf1500LeavesRoomForTheOuterHeaderAndTheLimit() {
    scenario.moveTo(VISITED_A);

    assertThat(wished()).containsExactly(new LinkMtu(ROAM0, 1452));
  }

  @ParameterizedTest
  @CsvSource({"1280, 1280", "1300, 1280", "1328, 1280", "1329, 1281", "1499, 1451"})
  void whatALinkOfLessAdvertisesCounts(int advertised, int left) {
    scenario.plug();
    hear(VISITED_A, advertised);

    assertThat(wished()).containsExactlyInAnyOrder(new LinkMtu(ETH0, advertised), new LinkMtu(ROAM0, left));
  }

  @ParameterizedTest
  @CsvSource({"0", "1279", "1500", "9000", "4294967295"})
  void whatNoLinkCanHaveOrTheInterfaceCannotDoIsIgnored(long advertised) {
    scenario.plug();
    hear(VISITED_A, advertised);

    assertThat(wished()).containsExactly(new LinkMtu(ROAM0, 1452));
  }

  @Test
  void theNextLinkHasItsOwn() {
    scenario.plug();
    hear(VISITED_A, 1280);
    scenario.moveTo(VISITED_B);
    assertThat(wished()).containsExactly(new LinkMtu(ROAM0, 1452));

    scenario.unplug();
    scenario.plug();
    hear(HOME, 1400);
    assertThat(wished()).containsExactlyInAnyOrder(new LinkMtu(ETH0, 1400), new LinkMtu(ROAM0, 1352));
  }

  @Test
  void anAdvertisementThatDoesNotMentionItChangesNothing() {
    scenario.plug();
    hear(VISITED_A, 1280);
    scenario.hear(VISITED_A);

    assertThat(wished()).contains(new LinkMtu(ETH0, 1280));
  }

  @Test
  void theInterfaceMayChangeItsOwn() {
    scenario.moveTo(VISITED_A);
    scenario.handle(new Event.LinkChanged(ETH0, LinkPresence.CARRIER, Scenario.OWN, 1400));
    assertThat(wished()).containsExactly(new LinkMtu(ROAM0, 1352));
    scenario.handle(new Event.LinkChanged(ETH0, LinkPresence.CARRIER, Scenario.OWN, 9000));
    assertThat(wished()).as("of the path beyond nobody knows").containsExactly(new LinkMtu(ROAM0, 1452));
  }
}
