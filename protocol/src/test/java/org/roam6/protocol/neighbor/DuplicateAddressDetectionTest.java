package org.roam6.protocol.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Duplicate;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Probing;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Settings;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Step;
import org.roam6.protocol.neighbor.DuplicateAddressDetection.Unique;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;

/** RFC 4862 5.4: duplicate address detection. */
class DuplicateAddressDetectionTest {

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final LinkLayerAddress OWN = LinkLayerAddress.parse("02:00:00:00:00:01");
  private static final LinkLayerAddress OTHER = LinkLayerAddress.parse("02:00:00:00:00:02");
  private static final Ipv6Address TARGET = Ipv6Address.parse("2001:db8::1");
  private static final Ipv6Address SECOND_TARGET = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address NEIGHBOR = Ipv6Address.parse("fe80::2");

  private static Probing begun(Settings settings) {
    return DuplicateAddressDetection.begin(LINK, OWN, List.of(TARGET, SECOND_TARGET), settings, Time.ZERO);
  }

  private static Arrival arrival(InterfaceName in, LinkLayerAddress from, Ipv6Address source) {
    return new Arrival(in, from, source, TARGET.solicitedNode(), 255, Optional.empty(), Optional.empty());
  }

  private static NeighborSolicitation solicitation(Ipv6Address target) {
    return new NeighborSolicitation(target, List.of());
  }

  @Test
  void probesForEachAddressAsOftenAsConfiguredAndIsUniqueAfterTheLastInterval() {
    Settings settings = new Settings(3, Duration.ofMillis(100));
    Time now = Time.ZERO;
    Probing probing = begun(settings);
    for (int i = 0; i < 3; i++) {
      assertThat(probing.deadline()).isEqualTo(now);
      Step step = probing.due(now);
      assertThat(step.effects()).hasSize(2);
      probing = (Probing) step.next();
      now = now.plus(settings.retransTimer());
    }
    assertThat(probing.due(now)).isEqualTo(new Step(new Unique(), List.of()));
  }

  @Test
  void anotherNodesProbeOrAdvertisementMakesADuplicate() {
    Probing probing = begun(Settings.DEFAULT);
    assertThat(probing.heard(arrival(LINK, OTHER, Ipv6Address.UNSPECIFIED), solicitation(TARGET)))
        .isEqualTo(new Duplicate(TARGET, OTHER));
    NeighborAdvertisement advertisement = new NeighborAdvertisement(false, false, true, SECOND_TARGET, List.of());
    assertThat(probing.heard(arrival(LINK, OTHER, NEIGHBOR), advertisement))
        .isEqualTo(new Duplicate(SECOND_TARGET, OTHER));
  }

  @Test
  void whatSaysNothingAboutTheAddressesIsIgnored() {
    Probing probing = begun(Settings.DEFAULT);
    Arrival probe = arrival(LINK, OTHER, Ipv6Address.UNSPECIFIED);
    assertThat(probing.heard(probe, solicitation(NEIGHBOR))).isSameAs(probing);
    assertThat(probing.heard(arrival(LINK, OTHER, NEIGHBOR), solicitation(TARGET))).isSameAs(probing);
    assertThat(probing.heard(arrival(LINK, OWN, Ipv6Address.UNSPECIFIED), solicitation(TARGET))).isSameAs(probing);
    InterfaceName elsewhere = new InterfaceName("eth1");
    assertThat(probing.heard(arrival(elsewhere, OTHER, Ipv6Address.UNSPECIFIED), solicitation(TARGET)))
        .isSameAs(probing);
  }

  @Test
  void refusesSettingsThatDetectNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Settings(0, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Settings(1, Duration.ZERO));
  }
}
