package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastListenerQuery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.MulticastListenerReport;

/** RFC 6275 11.3.4: when a mobile node may tell its home agent which groups it listens to. */
@Tag("R6275-219")
class ListenerReportsTest {

  private static final BindingKey BINDING = BindingKey.of(Scenario.HOME_ADDRESS);
  private static final Desired PERMISSION = new Desired.ListenerReports(BINDING);
  private static final Desired LINK_LOCAL =
      new Desired.InterfaceAddress(
          Scenario.ROAM0, Ipv6Address.parse("fe80::99"), 128, DuplicateDetection.NONE, SourceUse.PREFERRED);
  private static final Icmpv6Message QUERY =
      new MulticastListenerQueryV2(1000, Ipv6Address.UNSPECIFIED, 2, 125);

  private final Scenario scenario = Scenario.unprotected();

  private List<Effect> hear(Icmpv6Message message) {
    return scenario.handle(new Event.ListenerMessageReceived(BINDING, message));
  }

  private boolean mayReport() {
    assertThat(scenario.wishes.containsValue(LINK_LOCAL)).isEqualTo(scenario.wishes.containsValue(PERMISSION));
    return scenario.wishes.containsValue(PERMISSION);
  }

  @Test
  void aBindingAloneDoesNotDo() {
    scenario.registeredAt(TestRouter.VISITED_A);
    scenario.pass(Duration.ofMinutes(1));
    assertThat(mayReport()).isFalse();
    hear(new MulticastListenerReport(Ipv6Address.parse("ff0e::1")));
    scenario.handle(
        new Event.ListenerMessageReceived(BindingKey.of(Ipv6Address.parse("2001:db8:1::98")), QUERY));
    assertThat(mayReport()).isFalse();
  }

  @Test
  void aQueryWithoutABindingDoesNotDo() {
    hear(QUERY);
    assertThat(mayReport()).isFalse();
    scenario.registeredAt(TestRouter.VISITED_A);
    assertThat(mayReport()).as("asked without a binding").isFalse();
  }

  @Test
  void aQueryThatOvertakesTheAcknowledgementCountsFromThenOn() {
    List<Effect> moved = scenario.moveTo(TestRouter.VISITED_A);
    hear(QUERY);
    assertThat(mayReport()).isFalse();
    scenario.acknowledge(Scenario.onlyUpdate(moved), TestRouter.VISITED_A.careOfAddress());
    assertThat(mayReport()).isTrue();
  }

  @Test
  void bothTogetherDo() {
    scenario.registeredAt(TestRouter.VISITED_A);
    List<Effect> effects = hear(QUERY);
    // The kernel says what it listens to as soon as it has an address to say it from.
    assertThat(effects).containsSubsequence(new Effect.Want(PERMISSION), new Effect.Want(LINK_LOCAL));
    assertThat(hear(QUERY)).isEmpty();
  }

  @Test
  void anOldQueryDoesAsWell() {
    scenario.registeredAt(TestRouter.VISITED_A);
    hear(new MulticastListenerQuery(0, 1000, Ipv6Address.UNSPECIFIED, 0));
    assertThat(mayReport()).isTrue();
  }

  @Test
  void thePermissionOutlivesMovesAndRefreshments() {
    scenario.registeredAt(TestRouter.VISITED_A);
    hear(QUERY);
    scenario.unplug();
    assertThat(mayReport()).isTrue();
    scenario.plug();
    List<Effect> moved = scenario.hear(TestRouter.VISITED_B);
    assertThat(mayReport()).as("while the home agent has the former care-of address").isTrue();
    scenario.acknowledge(Scenario.onlyUpdate(moved), TestRouter.VISITED_B.careOfAddress());
    assertThat(mayReport()).isTrue();
  }

  @Test
  void itEndsWithTheBinding() {
    scenario.registeredAt(TestRouter.VISITED_A);
    hear(QUERY);
    Duration lifetime = scenario.config.lifetime();
    scenario.unplug();
    scenario.pass(lifetime.minusSeconds(1));
    assertThat(mayReport()).isTrue();
    List<Effect> effects = scenario.pass(Duration.ofSeconds(1));
    assertThat(effects).contains(new Effect.Unwant(PERMISSION.key()), new Effect.Unwant(LINK_LOCAL.key()));
    assertThat(mayReport()).isFalse();
    scenario.pass(Duration.ofMinutes(10));
    scenario.registeredAt(TestRouter.VISITED_B);
    assertThat(mayReport()).as("with another binding").isFalse();
  }
}
