package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.Search.updatesTo;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.TargetLinkLayerAddress;

/** A node that is at home and has lost what it knew, while a home agent of its former life defends the home address. */
class DefendedHomeAddressTest {

  private static final Duration LIFETIME = Search.config(List.of(ETH0)).lifetime();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final LinkLayerAddress DEFENDER = LinkLayerAddress.parse("02:00:00:00:01:02");

  /** It is no home agent, so that the node hears of none. */
  private static final TestRouter ROUTER = TestRouter.of("02:00:00:00:01:00", Scenario.HOME_PREFIX.toString());

  private final Scenario scenario = new Search().scenario;

  @BeforeEach
  void comeHome() {
    scenario.moveTo(ROUTER);
    scenario.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, Event.AddressState.DUPLICATE));
  }

  private List<Ipv6Address> homeAddressOnLink() {
    return scenario.wished(InterfaceAddress.class).stream()
        .filter(wanted -> wanted.on().equals(ETH0))
        .map(InterfaceAddress::address)
        .filter(HOME_ADDRESS::equals)
        .toList();
  }

  private List<Effect> claim() {
    return scenario.hear(
        TWO,
        DEFENDER,
        new NeighborAdvertisement(false, false, true, HOME_ADDRESS, List.of(new TargetLinkLayerAddress(DEFENDER))));
  }

  /** Lets time pass while the router advertises itself. */
  private void live(Duration duration) {
    Time end = scenario.now().plus(duration);
    while (scenario.now().isBefore(end)) {
      scenario.pass(SECOND);
      scenario.hear(ROUTER);
    }
  }

  @Test
  void theHomeAgentIsToldAsSoonAsItIsKnown() {
    assertThat(homeAddressOnLink()).isEmpty();
    assertThat(updates(claim())).isEmpty();

    scenario.hear(ROUTER.withHomeAgent(TWO));
    List<Effect> told = claim();

    assertThat(updatesTo(TWO, told)).singleElement().satisfies(update -> assertThat(update.lifetimeUnits()).isZero());
    assertThat(homeAddressOnLink()).containsExactly(HOME_ADDRESS);
  }

  @Test
  void theHomeAddressIsTriedAgainWhenTheBindingMustHaveEnded() {
    live(LIFETIME.minusSeconds(5));
    assertThat(homeAddressOnLink()).isEmpty();

    live(Duration.ofSeconds(10));
    assertThat(homeAddressOnLink()).containsExactly(HOME_ADDRESS);
  }
}
