package org.roam6.sim.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;

/** What is entered happens at its moment, once, and in the order in which it was entered where moments are equal. */
class AgendaTest {

  private final Agenda agenda = new Agenda();
  private final List<String> story = new ArrayList<>();

  private void enter(long moment, String what) {
    agenda.at(new Time(moment), now -> story.add(what + "@" + now.nanos()));
  }

  private void runUntil(long end) {
    while (agenda.step(new Time(end))) {
      // each step lets one thing happen
    }
  }

  @Test
  void theEarlierHappensFirst() {
    enter(30, "c");
    enter(10, "a");
    enter(20, "b");
    runUntil(100);
    assertThat(story).containsExactly("a@10", "b@20", "c@30");
    assertThat(agenda.now()).isEqualTo(new Time(30));
  }

  @Test
  void equalMomentsKeepTheOrderInWhichTheyWereEntered() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      enter(7, "" + i);
      expected.add(i + "@7");
    }
    runUntil(7);
    assertThat(story).isEqualTo(expected);
  }

  @Test
  void manyEntriesHappenInOrder() {
    SeededRandomness random = new SeededRandomness(1);
    List<long[]> happened = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int number = i;
      agenda.at(new Time(random.jitter(3000)), now -> happened.add(new long[] {now.nanos(), number}));
    }
    assertThat(agenda.size()).isEqualTo(20_000);
    runUntil(3000);
    assertThat(happened).hasSize(20_000).isSortedAccordingTo(AgendaTest::compare);
    assertThat(agenda.happened()).isEqualTo(20_000);
    assertThat(agenda.size()).isZero();
  }

  private static int compare(long[] one, long[] other) {
    return one[0] != other[0] ? Long.compare(one[0], other[0]) : Long.compare(one[1], other[1]);
  }

  @Test
  void whatIsEnteredWhileSomethingHappensHappensToo() {
    agenda.at(
        new Time(10),
        now -> {
          enter(10, "at once");
          enter(12, "soon");
        });
    enter(10, "entered before");
    enter(11, "between");
    runUntil(100);
    assertThat(story).containsExactly("entered before@10", "at once@10", "between@11", "soon@12");
  }

  @Test
  void whatIsEnteredForThePastHappensNow() {
    agenda.at(new Time(50), _ -> enter(20, "late"));
    enter(50, "entered before");
    runUntil(100);
    assertThat(story).containsExactly("entered before@50", "late@50");
  }

  @Test
  void whatIsEnteredForNeverNeverHappens() {
    agenda.at(Time.NEVER, _ -> story.add("never"));
    assertThat(agenda.size()).isZero();
    assertThat(agenda.next()).isEqualTo(Time.NEVER);
    assertThat(agenda.step(Time.NEVER)).isFalse();
  }

  @Test
  void nothingHappensBehindTheEnd() {
    enter(10, "in time");
    enter(11, "too late");
    runUntil(10);
    assertThat(story).containsExactly("in time@10");
    assertThat(agenda.next()).isEqualTo(new Time(11));
  }

  @Test
  void theClockNeverPassesWhatIsYetToHappen() {
    enter(10, "a");
    assertThatThrownBy(() -> agenda.advance(new Time(11))).isInstanceOf(IllegalStateException.class);
    agenda.advance(new Time(10));
    runUntil(10);
    agenda.advance(new Time(25));
    assertThat(agenda.now()).isEqualTo(new Time(25));
    agenda.advance(new Time(5));
    assertThat(agenda.now()).isEqualTo(new Time(25));
  }
}
