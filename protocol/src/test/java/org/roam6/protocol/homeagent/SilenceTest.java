package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.NonceIndices;

/** RFC 6275 9.5.1: what fails these tests is met with silence and changes nothing. */
class SilenceTest {

  private final Scene scene = Scene.unprotected();

  private void isDiscarded(Update update, DiscardCause cause) {
    List<Effect> effects = scene.tell(update.plain());
    assertThat(effects).allMatch(Effect.Notify.class::isInstance);
    assertThat(scene.discarded(cause)).isEqualTo(1);
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.pass(Duration.ofSeconds(2))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff02::1", "ff0e::1", "fe80::1", "::", "::1", "::ffff:192.0.2.1", "2001:db8:1::1"})
  @Tag("R6275-001")
  @Tag("R6275-041")
  @Tag("R6275-152")
  void careOfAddressesThatAreNotUnicastRoutableOrTheHomeAgents(String address) {
    isDiscarded(new Update().alternate(Ipv6Address.parse(address)), DiscardCause.CARE_OF_ADDRESS_NOT_ROUTABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff02::1", "fe80::1", "::", "::1", "::ffff:192.0.2.1"})
  void homeAddressesThatAreNotUnicastRoutable(String address) {
    List<Effect> effects = scene.tell(new Update().homeAddress(Ipv6Address.parse(address)).plain());
    assertThat(Acknowledgement.in(effects)).isEmpty();
    assertThat(scene.pass(Duration.ofSeconds(2))).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-134")
  @Tag("R6275-165")
  void aDeregistrationFromALinkLocalAddressHasNoHomeAddress() {
    isDiscarded(
        Update.from(Ipv6Address.parse("fe80::99")).lifetime(0).withoutHomeAddressOption(),
        DiscardCause.HOME_ADDRESS_NOT_ROUTABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff02::1", "::", "::1"})
  @Tag("R6275-157")
  void sourcesThatCannotBeAnswered(String address) {
    isDiscarded(new Update().source(Ipv6Address.parse(address)), DiscardCause.SOURCE_NOT_UNICAST);
  }

  @Test
  @Tag("R6275-144")
  @Tag("R6275-165")
  @Tag("R6275-168")
  void aRegistrationWithoutHomeAddressOption() {
    isDiscarded(new Update().withoutHomeAddressOption(), DiscardCause.NO_HOME_ADDRESS_OPTION);
  }

  @Test
  @Tag("R6275-141")
  @Tag("R6275-144")
  @Tag("R6275-165")
  void aHomeRegistrationWithNonceIndices() {
    isDiscarded(new Update().option(new NonceIndices(1, 2)), DiscardCause.NONCE_INDICES);
  }

  @Test
  void anotherAddressOfThisHost() {
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::2");
    scene.tell(new Event.AddressChanged(Scene.HOME_LINK, other, Event.AddressState.READY));
    isDiscarded(new Update().destination(other), DiscardCause.OTHER_DESTINATION);
  }

  @Test
  @Tag("R6275-164")
  void truncatedAndDamagedPacketsChangeNothing() {
    scene.register(new Update());
    HomeAgentSnapshot before = scene.agent.snapshot(scene.now());
    Event.PacketReceived good = Update.from(Scene.CARE_OF_B).sequence(2).plain();
    for (int length = 0; length < good.packet().length(); length++) {
      scene.tell(new Event.PacketReceived(good.in(), good.from(), good.packet().slice(0, length)));
    }
    for (int bit = 0; bit < good.packet().length() * 8; bit++) {
      byte[] octets = good.packet().toByteArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      if (isCoveredByTheChecksum(bit / 8)) {
        scene.tell(new Event.PacketReceived(good.in(), good.from(), Octets.of(octets)));
        assertThat(scene.bindings()).as("bit %d", bit).isEqualTo(before.bindings());
      }
    }
  }

  /** Not so are class and label, the hop limit, the source in front of a Home Address option, and its padding. */
  private static boolean isCoveredByTheChecksum(int octet) {
    return octet >= 4 && octet != 7 && !(octet >= 8 && octet < 24) && !(octet >= 42 && octet < 46);
  }
}
