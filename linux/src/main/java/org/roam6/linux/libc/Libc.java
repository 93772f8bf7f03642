package org.roam6.linux.libc;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors, sockets, waiting and clocks. Methods that do not declare {@link SystemCallException} return a negative
 * errno for any failure. {@link #readIfReady}, {@link #writev}, {@link #sendmmsg}, {@link #recvmmsg}, {@link
 * #epollWait} and {@link #clockGettime} are for the packet path and allocate nothing unless they fail. Segments must be
 * native, and stay alive during the call. The implementation may be used by any number of threads.
 */
public interface Libc {

  /** The C library of this process. */
  static Libc system() {
    return FfmLibc.INSTANCE;
  }

  /** Opens {@code path} with the flags of {@link org.roam6.linux.abi.Fcntl}, created with mode 0600: a descriptor. */
  int open(String path, int flags) throws SystemCallException;

  /** Closes a descriptor; a failure has no remedy and is not told. */
  void close(int descriptor);

  /** Reads at most {@code length} octets to {@code buffer} at {@code offset}: the count, 0 at the end, or -errno. */
  int read(int descriptor, MemorySegment buffer, long offset, long length);

  /** As {@link #read}, but a failure is -1 whatever its reason: for where there being nothing to read ends a batch. */
  int readIfReady(int descriptor, MemorySegment buffer, long offset, long length);

  /** Writes {@code length} octets of {@code buffer} from {@code offset}: the count, or -errno. */
  int write(int descriptor, MemorySegment buffer, long offset, long length);

  /** Reads into the {@code count} {@code struct iovec} of {@code vectors}: the count of octets, or -errno. */
  int readv(int descriptor, MemorySegment vectors, int count);

  /** Writes the {@code count} {@code struct iovec} of {@code vectors}: the count of octets, or -errno. */
  int writev(int descriptor, MemorySegment vectors, int count);

  /** A device's own call: its result, or -errno. */
  int ioctl(int descriptor, long request, MemorySegment argument);

  /** The result of an {@code fcntl} command. */
  int fcntl(int descriptor, int command, int argument) throws SystemCallException;

  /** An advisory lock by {@link org.roam6.linux.abi.Fcntl}'s LOCK_ values: 0, or -errno (-EAGAIN: another has it). */
  int flock(int descriptor, int operation);

  /** A new socket. */
  int socket(int domain, int type, int protocol) throws SystemCallException;

  /** Binds a socket to the {@code sockaddr} that fills {@code address}. */
  void bind(int descriptor, MemorySegment address) throws SystemCallException;

  /** Connects a socket to the {@code sockaddr} that fills {@code address}: 0, or -errno. */
  int connect(int descriptor, MemorySegment address);

  /** Writes the socket's own {@code sockaddr} to {@code address}: its length. */
  int getsockname(int descriptor, MemorySegment address) throws SystemCallException;

  /** Sets a socket option to the octets that fill {@code value}. */
  void setsockopt(int descriptor, int level, int option, MemorySegment value) throws SystemCallException;

  /** Sets a socket option whose value is an {@code int}. */
  void setsockopt(int descriptor, int level, int option, int value) throws SystemCallException;

  /** Writes a socket option to {@code value}: its length. */
  int getsockopt(int descriptor, int level, int option, MemorySegment value) throws SystemCallException;

  /**
   * Sends one datagram.
   *
   * @param address the {@code sockaddr} of the destination, all of it; null for a connected socket
   * @return the count of octets, or -errno
   */
  int sendto(int descriptor, MemorySegment buffer, long offset, long length, int flags,
      @Nullable MemorySegment address);

  /** Sends the {@code struct msghdr}: the count of octets, or -errno. */
  int sendmsg(int descriptor, MemorySegment message, int flags);

  /** Receives into the {@code struct msghdr}: the count of octets, or -errno. */
  int recvmsg(int descriptor, MemorySegment message, int flags);

  /** Sends {@code count} of the {@code struct mmsghdr} from number {@code first}: how many went, or -errno. */
  int sendmmsg(int descriptor, MemorySegment messages, int first, int count, int flags);

  /** Receives into the first {@code count} {@code struct mmsghdr}: how many came, or -errno. */
  int recvmmsg(int descriptor, MemorySegment messages, int count, int flags);

  /** Waits for the {@code count} {@code struct pollfd}: how many are ready, 0 after the time-out, or -errno. */
  int poll(MemorySegment descriptors, int count, int timeoutMilliseconds);

  /** A new epoll set, closed on exec. */
  int epollCreate() throws SystemCallException;

  /** Changes an epoll set by an EPOLL_CTL_ operation. {@code event} is a {@code struct epoll_event}. */
  void epollControl(int set, int operation, int descriptor, MemorySegment event) throws SystemCallException;

  /**
   * Waits for the descriptors of an epoll set.
   *
   * @param events room for {@code capacity} {@code struct epoll_event}
   * @param timeoutMilliseconds -1 waits for ever
   * @return how many are ready, or -errno
   */
  int epollWait(int set, MemorySegment events, int capacity, int timeoutMilliseconds);

  /** A new event descriptor. */
  int eventfd(int initial, int flags) throws SystemCallException;

  /** A new timer of the given clock. */
  int timerfdCreate(int clock, int flags) throws SystemCallException;

  /** Sets a timer once to {@code nanoseconds} (with TFD_TIMER_ABSTIME: of its clock's time); 0 stops it. */
  void timerfdSet(int descriptor, int flags, long nanoseconds) throws SystemCallException;

  /** The time of a clock in nanoseconds. */
  long clockGettime(int clock);

  /** The index of the interface {@code name} in the namespace of this thread, or 0 where there is none. */
  int interfaceIndex(String name);
}
