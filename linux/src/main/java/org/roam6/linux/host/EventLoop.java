package org.roam6.linux.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.abi.Epoll;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.ProcessLibc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.protocol.Time;

/**
 * Waits for descriptors and deadlines, and runs what is due on the one thread that calls {@link #run}. It wakes for
 * nothing else. Deadlines are moments of {@code CLOCK_BOOTTIME}, and one that passed while the machine slept is due as
 * soon as it wakes.
 *
 * <p>It works in rounds: first what is due; then the readers, in the order in which their descriptors became readable.
 * A reader that leaves something unread has its next turn behind what became readable meanwhile. Tasks keep their
 * order, and have their turn all together, as if there were one more reader.
 *
 * <p>Only {@link #execute}, {@link #stop} and {@link #now} may be called from other threads.
 */
public final class EventLoop implements Executor, AutoCloseable {

  /** Something with deadlines of its own, asked again before each wait. */
  public interface Deadlines {

    /** When {@link #reached} wants to be called; {@link Time#NEVER} for not at all. */
    Time next();

    /** Called at {@code now}, as soon as that is {@link #next()} or later. */
    void reached(Time now);
  }

  private static final int NICE = -10;
  private static final int EVENTS_PER_WAIT = 32;

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment events = arena.allocate((long) EVENTS_PER_WAIT * Epoll.EVENT_SIZE, Long.BYTES);
  private final MemorySegment counter = arena.allocate(Long.BYTES, Long.BYTES);
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  private final List<Deadlines> deadlines = new ArrayList<>();
  private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final int set;
  private final int timer;
  private final int wakeUp;
  // The reader of each descriptor stands at its number.
  private @Nullable Runnable[] readers = new Runnable[64];
  private long armed = Long.MAX_VALUE;
  private volatile boolean stopped;

  private EventLoop() throws SystemCallException {
    set = libc.epollCreate();
    timer = libc.timerfdCreate(Clocks.CLOCK_BOOTTIME, Clocks.TFD_NONBLOCK | Clocks.TFD_CLOEXEC);
    wakeUp = libc.eventfd(0, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    onReadable(timer, () -> armed = Long.MIN_VALUE);
    onReadable(wakeUp, this::runSubmitted);
  }

  /** A new loop. */
  public static EventLoop open() throws SystemCallException {
    return new EventLoop();
  }

  /** The time of {@code CLOCK_BOOTTIME}. */
  public Time now() {
    return new Time(libc.clockGettime(Clocks.CLOCK_BOOTTIME));
  }

  /**
   * Calls {@code reader} as often as {@code descriptor} can be read, until {@link #forget}. The reader should take a
   * bounded amount and return: it is called again for the rest, after others had their turn.
   */
  public void onReadable(int descriptor, Runnable reader) throws SystemCallException {
    if (descriptor >= readers.length) {
      readers = Arrays.copyOf(readers, 2 * descriptor);
    }
    readers[descriptor] = reader;
    control(Epoll.EPOLL_CTL_ADD, descriptor);
  }

  /** Ends {@link #onReadable}; to be called before the descriptor is closed. */
  public void forget(int descriptor) throws SystemCallException {
    if (descriptor < readers.length && readers[descriptor] != null) {
      readers[descriptor] = null;
      control(Epoll.EPOLL_CTL_DEL, descriptor);
    }
  }

  private void control(int operation, int descriptor) throws SystemCallException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment event = local.allocate(Epoll.EVENT_SIZE, Long.BYTES);
      event.set(ValueLayout.JAVA_INT, Epoll.EVENT_EVENTS, Epoll.EPOLLIN);
      event.set(ValueLayout.JAVA_INT_UNALIGNED, Epoll.EVENT_DATA, descriptor);
      libc.epollControl(set, operation, descriptor, event);
    }
  }

  /** Watches deadlines from now on. */
  public void watch(Deadlines source) {
    deadlines.add(source);
  }

  /** Runs {@code task} on the loop's thread, soon. */
  @Override
  public void execute(Runnable task) {
    submitted.add(task);
    wake();
  }

  /** Lets {@link #run} return after what it is doing. */
  public void stop() {
    stopped = true;
    wake();
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      libc.write(wakeUp, one, 0, Long.BYTES);
    }
  }

  private void runSubmitted() {
    libc.read(wakeUp, counter, 0, Long.BYTES);
    woken.set(false);
    for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
      task.run();
    }
  }

  /** Waits and works until {@link #stop}. What a reader or task throws ends it. */
  public void run() throws SystemCallException {
    // Packets wait for this thread. A plain user may not ask for it, and goes on with the ordinary priority.
    ProcessLibc.system().setNice(NICE);
    while (!stopped) {
      runDeadlines();
      int ready = libc.epollWait(set, events, EVENTS_PER_WAIT, -1);
      if (ready < 0 && ready != -Errno.EINTR) {
        throw new SystemCallException("epoll_wait", -ready);
      }
      for (int i = 0; i < ready; i++) {
        int descriptor =
            events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * Epoll.EVENT_SIZE + Epoll.EVENT_DATA);
        Runnable reader = readers[descriptor];
        if (reader != null) {
          reader.run();
        }
      }
    }
  }

  /** Calls what is due, then sets the timer to the next deadline; one that has passed again meanwhile fires at once. */
  private void runDeadlines() throws SystemCallException {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < deadlines.size(); i++) {
      Deadlines source = deadlines.get(i);
      long wanted = source.next().nanos();
      if (wanted != Long.MAX_VALUE && wanted <= libc.clockGettime(Clocks.CLOCK_BOOTTIME)) {
        source.reached(now());
        wanted = source.next().nanos();
      }
      next = Math.min(next, wanted);
    }
    if (next != armed) {
      // 0 would stop the timer, as if there were no deadline.
      libc.timerfdSet(timer, Clocks.TFD_TIMER_ABSTIME, next == Long.MAX_VALUE ? 0 : Math.max(1, next));
      armed = next;
    }
  }

  /** Closes what the loop itself opened, after {@link #run} returned. */
  @Override
  public void close() {
    libc.close(set);
    libc.close(timer);
    libc.close(wakeUp);
    arena.close();
  }
}
