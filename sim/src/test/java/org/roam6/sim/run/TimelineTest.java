package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.LinkWatcher.Harm;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** A timeline tells what hosts told, what was done to them and which frames were harmed, with times and names. */
class TimelineTest {

  private final SmallNetwork small = new SmallNetwork();
  private final Timeline timeline = new Timeline(1000);

  private void disturb(Disturbance disturbance) {
    timeline.disturbed(small.mobileNode, disturbance, at(1));
  }

  private String last() {
    return timeline.lines().getLast();
  }

  @Test
  void aMoveIsToldFromBothSides() {
    small.world.startAll();
    small.seconds(2);
    small.world.observe(timeline);
    small.move("visited-a");
    small.seconds(3);
    assertThat(timeline.lines())
        .startsWith(
            "    2000.000  mn         *** eth0 is pulled out of home",
            "    2000.000  mn         *** eth0 is plugged into visited-a")
        .anyMatch(line -> line.contains("  mn         care-of address 2001:db8:3::"))
        .anyMatch(line -> line.contains("  ha         ") && line.contains("2001:db8:1::1:1"));
    assertThat(timeline.lines().stream().map(line -> line.substring(0, 12)).toList()).isSorted();
  }

  @Test
  void everyDisturbanceHasItsWords() {
    disturb(new Disturbance.Stopped(true));
    assertThat(last()).isEqualTo("    1000.000  mn         *** Roam6 is killed");
    disturb(new Disturbance.Stopped(false));
    assertThat(last()).endsWith("*** Roam6 stops");
    disturb(new Disturbance.Started(true));
    assertThat(last()).endsWith("*** Roam6 starts");
    disturb(new Disturbance.Started(false));
    assertThat(last()).endsWith("*** Roam6 starts, and its storage is lost");
    disturb(new Disturbance.FellAsleep(at(7)));
    assertThat(last()).endsWith("*** the machine sleeps until 7000.000");
    disturb(new Disturbance.WokeUp());
    assertThat(last()).endsWith("*** the machine wakes up");
    disturb(new Disturbance.AddressTaken(small.homeAddress(), true));
    assertThat(last()).endsWith("*** takes 2001:db8:1::1:1");
    disturb(new Disturbance.AddressTaken(small.homeAddress(), false));
    assertThat(last()).endsWith("*** gives up 2001:db8:1::1:1");
    disturb(new Disturbance.ClockSet(Duration.ofMillis(-1500).toNanos()));
    assertThat(last()).endsWith("*** the wall clock is set, wrong by -1.500 s");
  }

  @Test
  void everyHarmHasItsWords() {
    Link link = small.world.link("visited-a");
    Frame frame = new Frame(new LinkLayerAddress(1), new LinkLayerAddress(2), Octets.of(new byte[3]));
    for (Harm harm : Harm.values()) {
      timeline.harmed(link, frame, harm, at(2));
    }
    assertThat(timeline.lines())
        .containsExactly(
            "    2000.000  visited-a  --- a frame is lost: 3 octets",
            "    2000.000  visited-a  --- a frame is duplicated: 3 octets",
            "    2000.000  visited-a  --- a frame comes late: 3 octets",
            "    2000.000  visited-a  --- a frame is damaged: 3 octets",
            "    2000.000  visited-a  --- a frame does not get through: 3 octets",
            "    2000.000  visited-a  --- a frame finds the queue full: 3 octets",
            "    2000.000  visited-a  --- a frame misses its receiver: 3 octets");
  }

  @Test
  void aFrameThatIsHarmedIsToldInAFewWords() {
    small.world.observe(timeline);
    small.world.startAll();
    small.seconds(2);
    small.world.link("visited-a").part("mn", "core");
    small.move("visited-a");
    small.seconds(3);
    assertThat(timeline.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("visited-a  --- a frame does not get through:")
                    .contains("-> ff02::2 Router Solicitation"));
    assertThat(small.port().name()).isEqualTo(Network.MOBILE_INTERFACE);
  }

  @Test
  void theLastLinesAreKeptAndTheOthersCounted() {
    Timeline few = new Timeline(3);
    for (int i = 1; i <= 10; i++) {
      few.disturbed(small.mobileNode, new Disturbance.FellAsleep(at(i)), at(i));
    }
    assertThat(few.lines())
        .containsExactly(
            "... 7 lines before",
            "    8000.000  mn         *** the machine sleeps until 8000.000",
            "    9000.000  mn         *** the machine sleeps until 9000.000",
            "   10000.000  mn         *** the machine sleeps until 10000.000");
  }
}
