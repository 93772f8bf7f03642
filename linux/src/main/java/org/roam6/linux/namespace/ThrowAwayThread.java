package org.roam6.linux.namespace;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.roam6.linux.abi.Sched;
import org.roam6.linux.libc.ProcessLibc;

/** Does work on a platform thread that ends with it, so that a change of namespace reaches nothing else. */
public final class ThrowAwayThread {

  private ThrowAwayThread() {}

  /** Does work in a new network namespace, which vanishes as soon as nothing of it is used. */
  public static <T> T inNewNetwork(Work<T> work) throws IOException {
    return call("new network namespace", () -> {
      ProcessLibc.system().unshare(Sched.CLONE_NEWNET);
      return work.run();
    });
  }

  /** Does work on a thread of this name, waits for its end and returns its result or throws what it threw. */
  static <T> T call(String name, Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread.ofPlatform().name(name).daemon(true).start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw ioException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException ioException(ExecutionException failure) {
    return switch (failure.getCause()) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(failure);
    };
  }
}
