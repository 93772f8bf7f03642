package org.roam6.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.link.Bench.packet;

import org.junit.jupiter.api.Test;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** A port hears the groups that it joined, on whichever link its cable is. */
class PortTest {

  private static final LinkLayerAddress GROUP = LinkLayerAddress.ofMulticast(Ipv6Address.parse("ff02::1:ff00:1"));

  private final Bench bench = Bench.perfect();

  private int heard() {
    int before = bench.at("b").size();
    bench.a.send(GROUP, packet(1));
    bench.run();
    return bench.at("b").size() - before;
  }

  @Test
  void onlyWhoJoinedAGroupHearsIt() {
    bench.b.join(GROUP);
    assertThat(heard()).isEqualTo(1);
    assertThat(bench.at("c")).isEmpty();
  }

  @Test
  void aGroupIsLeftWhenTheLastWishForItIsWithdrawn() {
    bench.b.join(GROUP);
    bench.b.join(GROUP);
    bench.b.leave(GROUP);
    assertThat(heard()).isEqualTo(1);
    bench.b.leave(GROUP);
    assertThat(heard()).isZero();
  }

  @Test
  void groupsAreKeptWhileTheCableIsOut() {
    bench.link.detach(bench.b);
    bench.b.join(GROUP);
    assertThat(heard()).isZero();
    bench.link.attach(bench.b);
    assertThat(heard()).isEqualTo(1);
    bench.link.detach(bench.b);
    assertThat(heard()).isZero();
    bench.link.attach(bench.b);
    assertThat(heard()).isEqualTo(1);
  }

  @Test
  void whoMovedHearsTheGroupsOfTheOtherLinkAlone() {
    bench.b.join(GROUP);
    bench.link.detach(bench.b);
    Bench elsewhere = Bench.perfect();
    elsewhere.link.detach(elsewhere.b);
    elsewhere.link.attach(bench.b);
    assertThat(heard()).isZero();
    elsewhere.a.send(GROUP, packet(2));
    elsewhere.run();
    assertThat(bench.at("b")).containsExactly(packet(2));
  }

  @Test
  void aPortKnowsItsLinkAndHowOftenItWasPluggedIn() {
    assertThat(bench.b.link()).contains(bench.link);
    assertThat(bench.b.attachments()).isEqualTo(1);
    bench.link.detach(bench.b);
    assertThat(bench.b.link()).isEmpty();
    bench.link.attach(bench.b);
    assertThat(bench.b.attachments()).isEqualTo(2);
    assertThat(bench.b).hasToString("b.eth0");
  }

  @Test
  void arrivalsAreInTheOrderOfTheirSendingUntilTheCableIsPulled() {
    assertThat(bench.b.inOrder(100)).isEqualTo(100);
    assertThat(bench.b.inOrder(50)).isEqualTo(100);
    assertThat(bench.b.inOrder(101)).isEqualTo(101);
    bench.link.detach(bench.b);
    bench.link.attach(bench.b);
    assertThat(bench.b.inOrder(50)).isEqualTo(50);
  }
}
