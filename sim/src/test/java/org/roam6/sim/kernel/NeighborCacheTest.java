package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** RFC 4861 7.2 and 7.3: neighbours are found, believed for a while, asked again, and given up. */
class NeighborCacheTest {

  private static final Ipv6Address NEIGHBOR = Ipv6Address.parse("2001:db8:1::5");
  private static final LinkLayerAddress FIRST = new LinkLayerAddress(0x0200_0000_0005L);
  private static final LinkLayerAddress SECOND = new LinkLayerAddress(0x0200_0000_0006L);

  private final Agenda agenda = new Agenda();
  private final Machine machine = new Machine(agenda);
  private final Link link = Machine.link("link", agenda);
  private final List<Asked> asked = new ArrayList<>();
  private final List<Frame> atFirst = new ArrayList<>();
  private final List<Frame> atSecond = new ArrayList<>();
  private NeighborCache cache;

  /** A solicitation that the cache wanted. */
  private record Asked(Ipv6Address target, Optional<LinkLayerAddress> known, Time at) {}

  @BeforeEach
  void plugIn() {
    Port own = Machine.listener("own", new LinkLayerAddress(0x0200_0000_0001L), new ArrayList<>());
    link.attach(own);
    link.attach(Machine.listener("first", FIRST, atFirst));
    link.attach(Machine.listener("second", SECOND, atSecond));
    cache = new NeighborCache(own, machine, (target, known) -> asked.add(new Asked(target, known, agenda.now())));
  }

  private static Octets packet(int content) {
    return Machine.datagram(Ipv6Address.parse("2001:db8:1::1"), NEIGHBOR, 64, content);
  }

  private void send(int content) {
    cache.send(NEIGHBOR, packet(content));
  }

  private void pass(Duration duration) {
    Machine.pass(agenda, duration);
  }

  private void seconds(double seconds) {
    pass(Duration.ofMillis((long) (seconds * 1000)));
  }

  private void advertise(LinkLayerAddress address, boolean solicited, boolean override) {
    cache.advertised(NEIGHBOR, Optional.of(address), solicited, override);
  }

  private void find() {
    send(0);
    advertise(FIRST, true, true);
    pass(Machine.LINK_DELAY);
    asked.clear();
    atFirst.clear();
  }

  private static Time second(double second) {
    return new Time((long) (second * 1e9));
  }

  @Test
  void anUnknownNeighbourIsAskedForByMulticastThreeTimesAndGivenUp() {
    send(1);
    seconds(2.999);
    assertThat(asked)
        .containsExactly(
            new Asked(NEIGHBOR, Optional.empty(), second(0)),
            new Asked(NEIGHBOR, Optional.empty(), second(1)),
            new Asked(NEIGHBOR, Optional.empty(), second(2)));
    assertThat(machine.dropped).isEmpty();
    seconds(10);
    assertThat(asked).hasSize(3);
    assertThat(machine.dropped).containsExactly("the neighbour does not answer");
    assertThat(cache.size()).isZero();
  }

  @Test
  void whatWaitsIsSentInItsOrderWhenTheNeighbourAnswers() {
    send(1);
    send(2);
    seconds(0.5);
    assertThat(atFirst).isEmpty();
    advertise(FIRST, true, true);
    seconds(5);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1), packet(2));
    assertThat(asked).hasSize(1);
    assertThat(machine.dropped).isEmpty();
  }

  @Test
  void threePacketsWaitAndTheOldestGoesFirst() {
    for (int i = 1; i <= 5; i++) {
      send(i);
    }
    advertise(FIRST, true, true);
    seconds(1);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(3), packet(4), packet(5));
    assertThat(machine.dropped).hasSize(2).containsOnly("too many packets wait for a neighbour");
  }

  @Test
  void aReachableNeighbourIsNotAskedForThirtySeconds() {
    find();
    for (int i = 0; i < 29; i++) {
      seconds(1);
      send(i);
    }
    seconds(0.9);
    send(29);
    seconds(6);
    assertThat(atFirst).hasSize(30);
    assertThat(asked).isEmpty();
  }

  @Test
  void whoWasNotHeardForThirtySecondsIsAskedByUnicastFiveSecondsAfterTheNextPacket() {
    find();
    seconds(31);
    send(1);
    seconds(4.9);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).isEmpty();
    seconds(0.2);
    assertThat(asked).containsExactly(new Asked(NEIGHBOR, Optional.of(FIRST), second(36.001)));
    advertise(FIRST, true, false);
    seconds(20);
    assertThat(asked).hasSize(1);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void whoDoesNotAnswerProbesIsForgotten() {
    find();
    seconds(31);
    send(1);
    seconds(5 + 3.1);
    assertThat(asked).hasSize(3).allMatch(each -> each.known().equals(Optional.of(FIRST)));
    assertThat(cache.size()).isZero();
    send(2);
    assertThat(asked.getLast().known()).isEmpty();
  }

  @Test
  void whoAsksIsLearnedButNotBelievedToBeReachable() {
    cache.learn(NEIGHBOR, FIRST);
    send(1);
    seconds(4.9);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).isEmpty();
    seconds(0.2);
    assertThat(asked).containsExactly(new Asked(NEIGHBOR, Optional.of(FIRST), second(5)));
  }

  @Test
  void whoAsksWithTheKnownAddressStaysReachable() {
    find();
    cache.learn(NEIGHBOR, FIRST);
    send(1);
    seconds(10);
    assertThat(asked).isEmpty();
  }

  @Test
  void whoAsksWithAnotherAddressHasMoved() {
    find();
    cache.learn(NEIGHBOR, SECOND);
    send(1);
    seconds(5.1);
    assertThat(atFirst).isEmpty();
    assertThat(Machine.packets(atSecond)).containsExactly(packet(1));
    assertThat(asked).extracting(Asked::known).containsExactly(Optional.of(SECOND));
  }

  // RFC 4861 7.2.5: "There is no need to create an entry if none exists"
  @Test
  void anAdvertisementOfAStrangerIsNotLearned() {
    advertise(FIRST, true, true);
    assertThat(cache.size()).isZero();
  }

  @Test
  void anAdvertisementWithoutAddressFindsNobody() {
    send(1);
    cache.advertised(NEIGHBOR, Optional.empty(), true, true);
    seconds(0.5);
    assertThat(atFirst).isEmpty();
    advertise(FIRST, true, false);
    seconds(0.5);
    assertThat(atFirst).hasSize(1);
  }

  // RFC 4861 7.2.5, I (a): "If the state of the entry is REACHABLE, set it to STALE, but do not update the entry in any
  // other way."
  @Test
  void anotherAddressWithoutOverrideOnlyMakesOneDoubt() {
    find();
    advertise(SECOND, true, false);
    send(1);
    seconds(5.1);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(atSecond).isEmpty();
    assertThat(asked).extracting(Asked::known).containsExactly(Optional.of(FIRST));
  }

  @Test
  void anotherAddressWithOverrideReplacesTheKnownOne() {
    find();
    advertise(SECOND, false, true);
    send(1);
    seconds(5.1);
    assertThat(atFirst).isEmpty();
    assertThat(Machine.packets(atSecond)).containsExactly(packet(1));
    assertThat(asked).extracting(Asked::known).containsExactly(Optional.of(SECOND));
  }

  @Test
  void anUnsolicitedAdvertisementOfWhatIsKnownChangesNothing() {
    find();
    seconds(20);
    advertise(FIRST, false, true);
    seconds(11);
    send(1);
    seconds(5.1);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoIsFoundByAnUnsolicitedAdvertisementIsNotBelievedToBeReachable() {
    send(1);
    advertise(FIRST, false, true);
    seconds(5.1);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).extracting(Asked::known).containsExactly(Optional.empty(), Optional.of(FIRST));
  }

  @Test
  void aSolicitedAnswerMakesReachableForAnotherThirtySeconds() {
    find();
    seconds(20);
    cache.advertised(NEIGHBOR, Optional.empty(), true, false);
    seconds(20);
    send(1);
    seconds(6);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatWasEnteredByHandIsNeverAskedForNorOverridden() {
    cache.enterPermanent(NEIGHBOR, FIRST);
    advertise(SECOND, true, true);
    cache.learn(NEIGHBOR, SECOND);
    cache.flush();
    seconds(100);
    send(1);
    seconds(100);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).isEmpty();
    cache.forget(NEIGHBOR);
    assertThat(cache.size()).isZero();
  }

  @Test
  void whatWaitsIsSentWhenTheNeighbourIsEnteredByHand() {
    send(1);
    cache.enterPermanent(NEIGHBOR, FIRST);
    seconds(10);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).hasSize(1);
  }

  @Test
  void aFlushForgetsWhatWasLearnedAndWhatWaits() {
    find();
    cache.send(Ipv6Address.parse("2001:db8:1::6"), packet(1));
    cache.flush();
    assertThat(cache.size()).isZero();
    assertThat(machine.dropped).containsExactly("the neighbours were forgotten");
    seconds(10);
    assertThat(asked).hasSize(1);
  }

  @Test
  void theCacheIsBoundedAndKeepsWhatWasEnteredByHand() {
    cache.enterPermanent(NEIGHBOR, FIRST);
    for (int i = 0; i < NeighborCache.CAPACITY + 10; i++) {
      cache.learn(new Ipv6Address(NEIGHBOR.high(), 0x1000 + i), SECOND);
    }
    assertThat(cache.size()).isEqualTo(NeighborCache.CAPACITY);
    send(1);
    pass(Machine.LINK_DELAY);
    assertThat(atFirst).hasSize(1);
  }

  // RFC 4861 7.3.3: "The first time a node sends a packet to a neighbor whose entry is STALE, the sender changes the
  // state to DELAY"
  @Test
  void whatWaitedForANeighbourThatIsNotKnownToBeReachableIsFollowedByAProbe() {
    send(1);
    cache.learn(NEIGHBOR, FIRST);
    seconds(4.9);
    assertThat(Machine.packets(atFirst)).containsExactly(packet(1));
    assertThat(asked).hasSize(1);
    seconds(0.2);
    assertThat(asked).extracting(Asked::known).containsExactly(Optional.empty(), Optional.of(FIRST));
  }
}
