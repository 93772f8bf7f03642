package org.roam6.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.protocol.Time;

@Timeout(20)
class EventLoopTest {

  @Test
  void callsEachDeadlineOnceItsTimeHasComeAndInOrder() throws SystemCallException {
    try (EventLoop loop = EventLoop.open()) {
      Time start = loop.now();
      Steps steps = new Steps(loop, List.of(start, start.plus(Duration.ofMillis(3)), start.plus(Duration.ofMillis(4))));
      loop.watch(steps);
      loop.run();

      assertThat(steps.calls).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(steps.calls.get(i)).isGreaterThanOrEqualTo(steps.wanted.get(i));
      }
    }
  }

  @Test
  void asksForDeadlinesOnceForEachWakeUpAndNeverBetween() throws SystemCallException {
    try (EventLoop loop = EventLoop.open()) {
      Steps steps = new Steps(loop, List.of(loop.now().plus(Duration.ofMillis(50))));
      loop.watch(steps);
      loop.run();
      // Before the one wait, after the timer ended it, and after the deadline was served.
      assertThat(steps.questions).isEqualTo(3);
    }
  }

  @Test
  void runsTasksOfOtherThreadsOnItsOwn() throws SystemCallException, InterruptedException {
    try (EventLoop loop = EventLoop.open()) {
      List<Thread> ranOn = new ArrayList<>();
      Thread other = Thread.ofPlatform().start(() -> {
        loop.execute(() -> ranOn.add(Thread.currentThread()));
        loop.execute(loop::stop);
      });
      loop.run();
      other.join();
      assertThat(ranOn).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void callsAReaderUntilItIsForgotten() throws SystemCallException {
    Libc libc = Libc.system();
    int readable = libc.eventfd(1, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    try (EventLoop loop = EventLoop.open()) {
      int[] calls = {0};
      loop.onReadable(readable, () -> {
        calls[0]++;
        if (calls[0] == 2) {
          loop.execute(loop::stop);
          forget(loop, readable);
        }
      });
      loop.run();
      assertThat(calls[0]).isEqualTo(2);
    } finally {
      libc.close(readable);
    }
  }

  @Test
  void callsReadersInTheOrderInWhichTheirDescriptorsBecameReadable() throws SystemCallException {
    List<Integer> wanted = List.of(3, 0, 4, 1, 2);
    List<Integer> order = new ArrayList<>();
    List<Integer> descriptors = new ArrayList<>();
    try (EventLoop loop = EventLoop.open()) {
      for (int i = 0; i < wanted.size(); i++) {
        int number = i;
        int descriptor = Libc.system().eventfd(0, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
        descriptors.add(descriptor);
        loop.onReadable(descriptor, () -> {
          order.add(number);
          forget(loop, descriptor);
        });
      }
      wanted.forEach(number -> makeReadable(descriptors.get(number)));
      loop.execute(loop::stop);
      loop.run();
      assertThat(order).isEqualTo(wanted);
    } finally {
      descriptors.forEach(Libc.system()::close);
    }
  }

  private static void makeReadable(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
      assertThat(Libc.system().write(descriptor, one, 0, Long.BYTES)).isEqualTo(Long.BYTES);
    }
  }

  @Test
  void tasksWaitForTheReadersOfTheirRoundAndKeepTheirOrder() throws SystemCallException {
    List<String> order = new ArrayList<>();
    int first = Libc.system().eventfd(1, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    int second = Libc.system().eventfd(1, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    try (EventLoop loop = EventLoop.open()) {
      loop.onReadable(first, () -> {
        order.add("first");
        forget(loop, first);
        loop.execute(() -> order.add("task"));
        loop.execute(() -> order.add("next task"));
        loop.execute(loop::stop);
      });
      loop.onReadable(second, () -> {
        order.add("second");
        forget(loop, second);
      });
      loop.run();
      assertThat(order).containsExactly("first", "second", "task", "next task");
    } finally {
      Libc.system().close(first);
      Libc.system().close(second);
    }
  }

  private static void forget(EventLoop loop, int descriptor) {
    try {
      loop.forget(descriptor);
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  /** Wants each of some moments in turn, and stops the loop after the last. */
  private static final class Steps implements EventLoop.Deadlines {
    private final EventLoop loop;
    private final List<Time> wanted;
    private final List<Time> calls = new ArrayList<>();
    private int questions;

    Steps(EventLoop loop, List<Time> wanted) {
      this.loop = loop;
      this.wanted = wanted;
    }

    @Override
    public Time next() {
      questions++;
      return calls.size() < wanted.size() ? wanted.get(calls.size()) : Time.NEVER;
    }

    @Override
    public void reached(Time now) {
      calls.add(now);
      if (calls.size() == wanted.size()) {
        loop.stop();
      }
    }
  }
}
