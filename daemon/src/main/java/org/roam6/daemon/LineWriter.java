package org.roam6.daemon;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Writes lines from a thread of its own, so that neither a slow terminal nor the making of a line holds up packets.
 * Where it cannot keep up, lines are left out and counted.
 */
final class LineWriter implements AutoCloseable {

  /** Lines that may wait. */
  private static final int CAPACITY = 1024;

  private final PrintStream out;
  // An empty entry is the end.
  private final BlockingQueue<Optional<Supplier<String>>> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread;

  /** A writer to {@code out}, which stays open. */
  LineWriter(PrintStream out) {
    this.out = out;
    this.thread = Thread.ofPlatform().name("log").daemon().start(this::writeAll);
  }

  /** Has a line written, without waiting for it. */
  void write(Supplier<String> line) {
    if (!waiting.offer(Optional.of(line))) {
      leftOut.incrementAndGet();
    }
  }

  private void writeAll() {
    try {
      for (var line = waiting.take(); line.isPresent(); line = waiting.take()) {
        // One call of print is one system call: lines of several processes do not mix.
        out.print(line.get().get() + System.lineSeparator());
        tellOfLeftOut();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  private void tellOfLeftOut() {
    long lines = waiting.isEmpty() ? leftOut.getAndSet(0) : 0;
    if (lines > 0) {
      out.print("(" + lines + " lines left out: the log was too slow)" + System.lineSeparator());
    }
  }

  /** Returns when all that was given is written. */
  @Override
  public void close() {
    try {
      waiting.put(Optional.empty());
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
