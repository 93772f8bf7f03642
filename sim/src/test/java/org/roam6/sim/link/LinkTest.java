package org.roam6.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roam6.sim.link.Bench.millis;
import static org.roam6.sim.link.Bench.packet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.link.LinkWatcher.Harm;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** A link takes frames to whom they are for, and harms them as its quality and the budget of faults allow. */
class LinkTest {

  private static final Delay UNIFORM = new Delay.Uniform(Duration.ofMillis(5), Duration.ofMillis(20));
  private static final LinkLayerAddress ALL_NODES = LinkLayerAddress.ofMulticast(Ipv6Address.ALL_NODES);

  private static LinkQuality losing(double loss) {
    return new LinkQuality(UNIFORM, loss, 0, 0, 0);
  }

  private static List<Octets> packets(int from, int to) {
    return IntStream.range(from, to).mapToObj(Bench::packet).toList();
  }

  // ---- who gets what

  @Test
  void aFrameGoesToItsReceiverAlone() {
    Bench bench = Bench.perfect().sendToB(1).run();
    assertThat(bench.arrived).containsExactly(new Bench.Arrived("b", packet(0), millis(1)));
  }

  @Test
  void aFrameForNobodyGoesNowhere() {
    Bench bench = Bench.perfect();
    bench.a.send(new LinkLayerAddress(0x0200_0000_00ffL), packet(1));
    bench.a.send(bench.a.address(), packet(2));
    assertThat(bench.run().arrived).isEmpty();
  }

  @Test
  void aFrameForAllNodesGoesToAllOthers() {
    Bench bench = Bench.perfect();
    bench.a.send(ALL_NODES, packet(1));
    assertThat(bench.run().arrived).extracting(Bench.Arrived::host).containsExactly("b", "c");
  }

  @Test
  void twoPortsOfOneAddressCannotBePluggedIn() {
    Bench bench = Bench.perfect();
    assertThatThrownBy(() -> bench.link.attach(bench.port("d", bench.b.address().value())))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bench.link.attach(bench.b)).isInstanceOf(IllegalStateException.class);
    assertThat(bench.link.ports()).containsExactly(bench.a, bench.b, bench.c);
  }

  // ---- delay

  @Test
  void framesToOneReceiverKeepTheirOrderAndTakeAsLongAsTheDelaySays() {
    Bench bench = new Bench(losing(0), 0).sendToB(200).run();
    assertThat(bench.at("b")).isEqualTo(packets(0, 200));
    assertThat(bench.arrived).allMatch(each -> !each.at().isBefore(millis(5)) && each.at().isDue(millis(20)));
    assertThat(bench.arrived).extracting(Bench.Arrived::at).doesNotContainNull().isSorted();
  }

  // ---- chance

  @Test
  void noMoreFramesAreLostThanTheBudgetHas() {
    Bench bench = new Bench(losing(1), 5).sendToB(100).run();
    assertThat(bench.at("b")).isEqualTo(packets(5, 100));
    assertThat(bench.harms).hasSize(5).containsOnly(Harm.LOST);
    assertThat(bench.budget.spent()).isEqualTo(5);
  }

  @Test
  void aboutAsManyFramesAreLostAsTheQualitySays() {
    Bench bench = new Bench(losing(0.25), 10_000).sendToB(4000).run();
    assertThat(bench.count(Harm.LOST)).isBetween(850L, 1150L);
    assertThat(bench.at("b")).hasSize(4000 - (int) bench.count(Harm.LOST));
  }

  @Test
  void eachReceiverOfAGroupLosesItsOwnFrames() {
    Bench bench = new Bench(losing(0.5), 1000);
    for (int i = 0; i < 100; i++) {
      bench.a.send(ALL_NODES, packet(i));
    }
    bench.run();
    assertThat(bench.at("b")).hasSizeBetween(30, 70).isNotEqualTo(bench.at("c"));
  }

  @Test
  void noMoreFramesAreDuplicatedThanTheBudgetHas() {
    Bench bench = new Bench(new LinkQuality(UNIFORM, 0, 1, 0, 0), 3).sendToB(10).run();
    List<Octets> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      expected.add(packet(i));
      if (i < 3) {
        expected.add(packet(i));
      }
    }
    assertThat(bench.at("b")).isEqualTo(expected);
    assertThat(bench.harms).hasSize(3).containsOnly(Harm.DUPLICATED);
  }

  @Test
  void aDamagedFrameDiffersInOneOctet() {
    Bench bench = new Bench(new LinkQuality(UNIFORM, 0, 0, 0, 1), 2000).sendToB(2010).run();
    List<Octets> received = bench.at("b");
    for (int i = 0; i < 2010; i++) {
      assertThat(differences(received.get(i), packet(i))).isEqualTo(i < 2000 ? 1 : 0);
    }
    assertThat(bench.harms).hasSize(2000).containsOnly(Harm.CORRUPTED);
  }

  private static int differences(Octets one, Octets other) {
    assertThat(one.length()).isEqualTo(other.length());
    return (int) IntStream.range(0, one.length()).filter(i -> one.at(i) != other.at(i)).count();
  }

  @Test
  void aFrameThatIsLateComesBehindThoseThatWereSentAfterIt() {
    Bench bench = new Bench(new LinkQuality(new Delay.Fixed(Duration.ofMillis(1)), 0, 0, 1, 0), 1).sendToB(3).run();
    assertThat(bench.at("b")).containsExactly(packet(1), packet(2), packet(0));
    assertThat(bench.harms).containsExactly(Harm.DELAYED);
    assertThat(bench.arrived.getLast().at()).isGreaterThan(millis(1)).isLessThanOrEqualTo(millis(1002));
  }

  @Test
  void oneSeedIsOneStory() {
    LinkQuality bad = new LinkQuality(UNIFORM, 0.2, 0.2, 0.2, 0.2);
    Bench one = new Bench(bad, 100, 42).sendToB(300).run();
    Bench same = new Bench(bad, 100, 42).sendToB(300).run();
    Bench other = new Bench(bad, 100, 43).sendToB(300).run();
    assertThat(same.arrived).isEqualTo(one.arrived);
    assertThat(same.harms).isEqualTo(one.harms);
    assertThat(other.arrived).isNotEqualTo(one.arrived);
    assertThat(one.budget.spent()).isEqualTo(100);
  }

  // ---- what is done to it

  @Test
  void aPartitionIsInOneDirection() {
    Bench bench = Bench.perfect();
    bench.link.part("a", "b");
    bench.sendToB(1);
    bench.b.send(bench.a.address(), packet(7));
    bench.a.send(ALL_NODES, packet(8));
    bench.run();
    assertThat(bench.at("b")).isEmpty();
    assertThat(bench.at("a")).containsExactly(packet(7));
    assertThat(bench.at("c")).containsExactly(packet(8));
    assertThat(bench.harms).containsExactly(Harm.PARTITIONED, Harm.PARTITIONED);
    bench.link.unite("a", "b");
    assertThat(bench.sendToB(1).run().at("b")).hasSize(1);
  }

  @Test
  void aPartitionTakesNothingOutOfTheBudget() {
    Bench bench = new Bench(losing(0), 2);
    bench.link.part("a", "b");
    bench.sendToB(10).run();
    assertThat(bench.budget.spent()).isZero();
  }

  @Test
  void aCloggedLinkHoldsAllFramesBackAndKeepsTheirOrder() {
    Bench bench = Bench.perfect();
    bench.link.clog(millis(500));
    bench.sendToB(20).run();
    assertThat(bench.at("b")).isEqualTo(packets(0, 20));
    assertThat(bench.arrived).extracting(Bench.Arrived::at).containsOnly(millis(501));
    bench.sendToB(1).run();
    assertThat(bench.arrived.getLast().at()).isEqualTo(millis(502));
  }

  @Test
  void theQueueOfACloggedLinkIsBounded() {
    Bench bench = Bench.perfect();
    bench.link.clog(millis(500));
    bench.sendToB(Link.LONGEST_QUEUE + 3).run();
    assertThat(bench.at("b")).isEqualTo(packets(0, Link.LONGEST_QUEUE));
    assertThat(bench.harms).hasSize(3).containsOnly(Harm.OVERFLOWED);
    bench.link.clog(millis(2000));
    bench.sendToB(Link.LONGEST_QUEUE).run();
    assertThat(bench.at("b")).hasSize(2 * Link.LONGEST_QUEUE);
  }

  @Test
  void aPulledCableCarriesNothing() {
    Bench bench = Bench.perfect().sendToB(1);
    bench.link.detach(bench.b);
    bench.b.send(bench.a.address(), packet(5));
    bench.sendToB(1).run();
    assertThat(bench.arrived).isEmpty();
    assertThat(bench.harms).containsExactly(Harm.RECEIVER_GONE);
  }

  @Test
  void whatWasUnderWayDuringAFlapIsGone() {
    Bench bench = Bench.perfect().sendToB(1);
    bench.link.detach(bench.b);
    bench.link.attach(bench.b);
    bench.a.send(bench.b.address(), packet(9));
    bench.run();
    assertThat(bench.at("b")).containsExactly(packet(9));
    assertThat(bench.harms).containsExactly(Harm.RECEIVER_GONE);
  }

  @Test
  void aHealedLinkHarmsNothing() {
    Bench bench = new Bench(new LinkQuality(UNIFORM, 1, 0, 0, 0), 1000);
    bench.link.part("a", "b");
    bench.link.clog(new Time(Long.MAX_VALUE / 2));
    bench.link.heal();
    bench.sendToB(50).run();
    assertThat(bench.at("b")).isEqualTo(packets(0, 50));
    assertThat(bench.arrived.getLast().at()).isLessThanOrEqualTo(millis(20));
    assertThat(bench.link.quality()).isEqualTo(losing(0));
  }

  @Test
  void anotherQualityHoldsFromThenOn() {
    Bench bench = Bench.perfect().sendToB(1);
    bench.link.quality(LinkQuality.perfect(Duration.ofMillis(30)));
    bench.a.send(bench.c.address(), packet(1));
    bench.run();
    assertThat(bench.arrived).extracting(Bench.Arrived::at).containsExactly(millis(1), millis(30));
  }
}
