package org.roam6.linux.libc;

import org.jspecify.annotations.Nullable;

/** What concerns the process, its threads and their namespaces. */
public interface ProcessLibc {

  /** The C library of this process. */
  static ProcessLibc system() {
    return FfmProcessLibc.INSTANCE;
  }

  /** Moves the calling thread into new namespaces, by the flags of {@link org.roam6.linux.abi.Sched}. */
  void unshare(int flags) throws SystemCallException;

  /**
   * Moves the calling thread into the namespace behind {@code descriptor}. Threads that it starts inherit it: call it
   * on a platform thread of its own.
   */
  void setns(int descriptor, int type) throws SystemCallException;

  /** Mounts a file system, by the flags of {@link org.roam6.linux.abi.Mount}. */
  void mount(@Nullable String source, String target, @Nullable String type, long flags, @Nullable String data)
      throws SystemCallException;

  /** Unmounts what is at {@code target}. */
  void umount(String target, int flags) throws SystemCallException;

  /** The number of this process. */
  int getpid();

  /** The effective user of this process. */
  int geteuid();

  /** Sends a signal; signal 0 asks whether the process exists: 0, or -errno. */
  int kill(int process, int signal);

  /**
   * Sets how the scheduler prefers the calling thread, from -20 (most) to 19: 0, or -errno where that is not allowed.
   */
  int setNice(int nice);

  /** A process control operation: its result. */
  int prctl(int option, long argument) throws SystemCallException;
}
