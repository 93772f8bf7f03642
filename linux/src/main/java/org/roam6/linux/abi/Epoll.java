package org.roam6.linux.abi;

/** Waiting for descriptors, of {@code linux/eventpoll.h}. */
public final class Epoll {

  /** Not for child programs. */
  public static final int EPOLL_CLOEXEC = 0x80000;
  /** Add a descriptor. */
  public static final int EPOLL_CTL_ADD = 1;
  /** Take a descriptor out. */
  public static final int EPOLL_CTL_DEL = 2;
  /** Change what is waited for. */
  public static final int EPOLL_CTL_MOD = 3;
  /** Readable. */
  public static final int EPOLLIN = 1;
  /** Writable. */
  public static final int EPOLLOUT = 4;
  /** An error. */
  public static final int EPOLLERR = 8;
  /** The other side is gone. */
  public static final int EPOLLHUP = 16;

  /** Octets of {@code struct epoll_event}. */
  public static final int EVENT_SIZE = isPacked() ? 12 : 16;
  /** Offset of {@code events}. */
  public static final int EVENT_EVENTS = 0;
  /** Offset of {@code data}. */
  public static final int EVENT_DATA = isPacked() ? 4 : 8;

  private Epoll() {}

  // The structure is packed on x86-64 alone.
  private static boolean isPacked() {
    return System.getProperty("os.arch", "").equals("amd64");
  }
}
