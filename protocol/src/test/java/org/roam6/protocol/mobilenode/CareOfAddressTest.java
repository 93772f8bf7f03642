package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;

/** RFC 6275 11.5.3, RFC 4862 5.5 and RFC 4429: forming care-of addresses. */
class CareOfAddressTest {

  private final Scenario scenario = Scenario.unprotected();

  private Ipv6Address careOfAddress() {
    return scenario.node.snapshot(scenario.now()).careOfAddress().orElseThrow();
  }

  private List<Effect> duplicate(Ipv6Address address) {
    return scenario.handle(new Event.AddressChanged(ETH0, address, AddressState.DUPLICATE));
  }

  @Test
  @Tag("R6275-109")
  void addressIsOptimistic() {
    scenario.moveTo(VISITED_A);

    assertThat(scenario.wishes)
        .containsValue(
            new InterfaceAddress(
                ETH0, VISITED_A.careOfAddress(), 64, DuplicateDetection.OPTIMISTIC, Desired.SourceUse.PREFERRED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8:a::/65", "2001:db8:a::/48", "fe80::/64", "ff05::/64"})
  @Tag("R6275-001")
  void unsuitablePrefixFormsNoAddress(String prefix) {
    scenario.moveTo(VISITED_A.withPrefixes(prefix));

    assertThat(updates(scenario.all())).isEmpty();
  }

  @Test
  void prefixThatIsPreferredLongerThanValidIsIgnored() {
    scenario.moveTo(VISITED_A.withLifetimes(1800, 100, 101));

    assertThat(updates(scenario.all())).isEmpty();
  }

  @Test
  void duplicateIsReplacedAndTheNewAddressRegisteredAtOnce() {
    scenario.registeredAt(VISITED_A);
    List<Effect> effects = duplicate(VISITED_A.careOfAddress());

    assertThat(careOfAddress()).isNotEqualTo(VISITED_A.careOfAddress());
    assertThat(VISITED_A.prefixes().getFirst().contains(careOfAddress())).isTrue();
    assertThat(Scenario.updatePackets(effects).getFirst().header().source()).isEqualTo(careOfAddress());
    assertThat(effects).contains(new Effect.Unwant(new Desired.AddressKey(ETH0, VISITED_A.careOfAddress())));
  }

  @Test
  void duplicatesEndAfterAFewTries() {
    scenario.moveTo(VISITED_A);
    for (int i = 0; i < 4; i++) {
      duplicate(careOfAddress());
      scenario.pass(Duration.ofSeconds(1));
    }

    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).isEmpty();
    assertThat(notices(scenario.all(), MobileNodeNotice.CareOfAddressDuplicate.class))
        .extracting(MobileNodeNotice.CareOfAddressDuplicate::another)
        .containsExactly(true, true, true, false);
    for (int i = 0; i < 29; i++) {
      scenario.pass(Duration.ofSeconds(10));
      scenario.hear(VISITED_A);
    }
    assertThat(scenario.wished(InterfaceAddress.class)).hasSize(1);
  }

  @Test
  void linkWithTooManyDuplicatesIsTriedAgainAfterAWhileAlsoWithoutAnyAdvertisement() {
    scenario.moveTo(VISITED_A);
    for (int i = 0; i < 4; i++) {
      duplicate(careOfAddress());
      scenario.pass(Duration.ofSeconds(1));
    }
    scenario.pass(Duration.ofMinutes(5));

    assertThat(VISITED_A.prefixes().getFirst().contains(careOfAddress())).isTrue();
  }

  @Test
  void pulledCableDoesNotMakeTooManyDuplicatesForgotten() {
    scenario.moveTo(VISITED_A);
    for (int i = 0; i < 4; i++) {
      duplicate(careOfAddress());
      scenario.pass(Duration.ofSeconds(1));
    }
    scenario.moveTo(VISITED_A);

    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).isEmpty();
  }

  @Test
  void anotherLinkAfterDuplicatesIsTriedAfresh() {
    scenario.moveTo(VISITED_A);
    for (int i = 0; i < 4; i++) {
      duplicate(careOfAddress());
      scenario.pass(Duration.ofSeconds(1));
    }
    scenario.moveTo(TestRouter.VISITED_B);

    assertThat(careOfAddress()).isEqualTo(TestRouter.VISITED_B.careOfAddress());
  }

  // RFC 6275 11.5.3: "This SHOULD also be done when the current primary care-of address becomes deprecated."
  @Test
  void deprecatedAddressGivesWayToAnotherPrefix() {
    scenario.registeredAt(VISITED_A.withLifetimes(9000, 1000, 100));
    scenario.hear(VISITED_A.withPrefixes("2001:db8:a::/64", "2001:db8:aa::/64").withLifetimes(9000, 1000, 500));
    scenario.hear(VISITED_A.withLifetimes(9000, 1000, 10));
    List<Effect> deprecated = scenario.pass(Duration.ofMillis(10_900));

    assertThat(onlyUpdate(deprecated)).isNotNull();
    assertThat(careOfAddress().toString()).startsWith("2001:db8:aa:");
  }

  @Test
  void deprecatedAddressIsKeptWhereThereIsNoOther() {
    scenario.registeredAt(VISITED_A.withLifetimes(9000, 1000, 100));
    scenario.pass(Duration.ofSeconds(200));

    assertThat(careOfAddress()).isEqualTo(VISITED_A.careOfAddress());
  }

  @Test
  void addressEndsWithItsPrefix() {
    scenario.registeredAt(VISITED_A.withLifetimes(9000, 1000, 100));
    scenario.pass(Duration.ofSeconds(1001));

    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).isEmpty();
    assertThat(scenario.wished(InterfaceAddress.class)).hasSize(1);
  }

  // RFC 4862 5.5.3: "If RemainingLifetime is less than or equal to 2 hours, ignore the Prefix Information option with
  // regards to the valid lifetime"
  @Test
  void forgedAdvertisementCannotEndAnAddressAtOnce() {
    scenario.registeredAt(VISITED_A);
    scenario.hear(VISITED_A.withLifetimes(9000, 0, 0));
    scenario.pass(Duration.ofMinutes(119));

    assertThat(careOfAddress()).isEqualTo(VISITED_A.careOfAddress());
  }
}
