package org.roam6.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.world.Observer.Disturbance;

/** A world holds links and hosts by their names, lets time pass, and tells what is done to hosts. */
class WorldTest {

  private static final LinkQuality QUALITY = LinkQuality.perfect(Duration.ofMillis(1));

  private final World world = new World(1, 3);

  @Test
  void namesStandForOneThing() {
    world.addLink("home", QUALITY);
    SimulatedHost host = world.addHost("a", Roles.Config.NONE);
    world.addPort(host, new InterfaceName("eth0"));
    assertThatThrownBy(() -> world.addLink("home", QUALITY)).hasMessageContaining("two links are called home");
    assertThatThrownBy(() -> world.addHost("a", Roles.Config.NONE)).hasMessageContaining("two hosts are called a");
    assertThatThrownBy(() -> world.link("far")).hasMessageContaining("no link is called far");
    assertThatThrownBy(() -> world.host("b")).hasMessageContaining("no host is called b");
    assertThatThrownBy(() -> world.port("a", new InterfaceName("eth1"))).hasMessageContaining("no interface eth1");
    assertThat(world.host("a")).isSameAs(host);
    assertThat(world.links()).extracting(Object::toString).containsExactly("home");
    assertThat(world.hosts()).containsExactly(host);
  }

  @Test
  void eachPortHasALinkLayerAddressOfItsOwn() {
    SimulatedHost host = world.addHost("a", Roles.Config.NONE);
    assertThat(world.addPort(host, new InterfaceName("eth0")).address())
        .isNotEqualTo(world.addPort(host, new InterfaceName("eth1")).address());
  }

  @Test
  void timeGoesOnWhetherOrNotAnythingHappens() {
    List<String> story = new ArrayList<>();
    world.at(at(5), _ -> story.add("five"));
    world.at(at(20), _ -> story.add("twenty"));
    world.runUntil(at(10));
    assertThat(world.now()).isEqualTo(at(10));
    assertThat(story).containsExactly("five");
    assertThat(world.events()).isEqualTo(1);
    assertThat(world.step(at(15))).isFalse();
    assertThat(world.step(at(20))).isTrue();
    assertThat(story).containsExactly("five", "twenty");
  }

  @Test
  void whatIsDrawnFollowsFromTheSeedAndTheName() {
    long drawn = world.randomness("a").identifier();
    assertThat(new World(1, 0).randomness("a").identifier()).isEqualTo(drawn);
    assertThat(new World(2, 0).randomness("a").identifier()).isNotEqualTo(drawn);
    assertThat(world.randomness("b").identifier()).isNotEqualTo(drawn);
    assertThat(world.randomness("a").identifier()).isEqualTo(drawn);
  }

  @Test
  void aMoveIsFelt() {
    SmallNetwork small = new SmallNetwork();
    Chronicle chronicle = new Chronicle(small.mobileNode);
    small.world.startAll();
    small.seconds(2);
    small.world.observe(chronicle);
    small.move("visited-a");
    small.seconds(1);
    assertThat(chronicle.events(Event.LinkChanged.class)).hasSize(2);
    assertThat(chronicle.disturbances)
        .containsExactly(
            new Disturbance.Unplugged(small.port(), small.world.link("home")),
            new Disturbance.PluggedIn(small.port(), small.world.link("visited-a")));
  }

  @Test
  void aSilentMoveIsNotFelt() {
    SmallNetwork small = new SmallNetwork();
    Chronicle chronicle = new Chronicle(small.mobileNode);
    small.world.startAll();
    small.seconds(2);
    small.world.observe(chronicle);
    small.world.move(small.port(), small.world.link("visited-a"), true);
    small.seconds(1);
    assertThat(chronicle.events(Event.LinkChanged.class)).isEmpty();
    assertThat(small.port().link()).contains(small.world.link("visited-a"));
    assertThat(chronicle.disturbances).hasSize(2);
  }

  @Test
  void aCableThatWasInNoLinkIsAlwaysFelt() {
    SmallNetwork small = new SmallNetwork();
    Chronicle chronicle = new Chronicle(small.mobileNode);
    small.world.startAll();
    small.world.unplug(small.port());
    small.world.unplug(small.port());
    small.seconds(1);
    small.world.observe(chronicle);
    small.world.move(small.port(), small.world.link("visited-a"), true);
    small.seconds(1);
    assertThat(chronicle.events(Event.LinkChanged.class))
        .extracting(Event.LinkChanged::presence)
        .containsExactly(Event.LinkPresence.CARRIER);
  }

  @Test
  void anAddressThatIsTakenIsTold() {
    SmallNetwork small = new SmallNetwork();
    SimulatedHost squatter = small.world.host("squatter");
    Chronicle chronicle = new Chronicle(squatter);
    small.world.observe(chronicle);
    InterfaceName on = new InterfaceName("eth0");
    small.world.takeAddress(squatter, on, small.homeAddress(), DuplicateDetection.NONE);
    assertThat(squatter.kernel().owns(small.homeAddress())).isTrue();
    small.world.giveUpAddress(squatter, on, small.homeAddress());
    assertThat(squatter.kernel().owns(small.homeAddress())).isFalse();
    assertThat(chronicle.disturbances)
        .containsExactly(
            new Disturbance.AddressTaken(small.homeAddress(), true),
            new Disturbance.AddressTaken(small.homeAddress(), false));
  }

  @Test
  void aHostWithoutRoleNeverRuns() {
    SmallNetwork small = new SmallNetwork();
    small.world.startAll();
    assertThat(small.world.host("cn").roles()).isEmpty();
    assertThat(small.world.host("cn").starts()).isZero();
    assertThat(small.world.host("core").roles().orElseThrow().router()).isPresent();
  }
}
