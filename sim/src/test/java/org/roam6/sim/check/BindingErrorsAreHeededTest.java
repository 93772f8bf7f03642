package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.mobility.BindingError;

/** A mobile node that goes on directly though it was told that there is no binding is noticed. */
class BindingErrorsAreHeededTest {

  private final PathWatch network = new PathWatch(each -> new BindingErrorsAreHeeded(each.paths));

  @BeforeEach
  void sendsDirectly() {
    network.does(network.mobileNode(), at(1), network.path(Side.MOBILE_NODE, CARE_OF, at(100)));
  }

  private void hears(BindingErrorStatus status, Ipv6Address of, Time now, Effect... effects) {
    network.watch.handles(
        network.mobileNode(),
        Watch.received(PathWatch.packet(network.peer, CARE_OF, new BindingError(status.code(), of, List.of()))),
        now,
        effects);
  }

  @Test
  void aRunningNetworkKeepsIt() {
    PathWatch running = new PathWatch(each -> new BindingErrorsAreHeeded(each.paths));
    running.live();
    assertThat(running.violations()).isEmpty();
  }

  @Test
  void whoGoesOnIsNoticed() {
    hears(BindingErrorStatus.UNKNOWN_BINDING, network.home, at(2));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "binding-errors-are-heeded",
                "mn goes on directly to " + network.peer + ", which has told that it has no binding",
                at(2)));
  }

  @Test
  void whoGivesItsPathUpIsNot() {
    hears(BindingErrorStatus.UNKNOWN_BINDING, network.home, at(2), network.noPath(Side.MOBILE_NODE));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whosePathHasEndedIsNot() {
    hears(BindingErrorStatus.UNKNOWN_BINDING, network.home, at(100));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void anErrorAboutSomethingElseSaysNothingOfThePath() {
    hears(BindingErrorStatus.UNRECOGNIZED_MH_TYPE, network.home, at(2));
    hears(BindingErrorStatus.UNKNOWN_BINDING, CARE_OF, at(2));
    assertThat(network.violations()).isEmpty();
  }
}
