package org.roam6.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.roam6.linux.libc.NativeCalls.errno;
import static org.roam6.linux.libc.NativeCalls.function;
import static org.roam6.linux.libc.NativeCalls.impossible;
import static org.roam6.linux.libc.NativeCalls.quick;
import static org.roam6.linux.libc.NativeCalls.result;
import static org.roam6.linux.libc.NativeCalls.variadic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.abi.Epoll;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.abi.Clocks;

/** {@link Libc} through the foreign function interface. */
final class FfmLibc implements Libc {

  static final FfmLibc INSTANCE = new FfmLibc();

  private static final MethodHandle OPEN = variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle READV = function("readv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle WRITEV = function("writev", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle FCNTL = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FLOCK = function("flock", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME = function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SENDTO =
      function("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG = function("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVMSG = function("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMMSG = function("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle RECVMMSG =
      function("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE1 = function("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL = function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      function("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle TIMERFD_CREATE = function("timerfd_create", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle TIMERFD_SETTIME =
      function("timerfd_settime", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle CLOCK_GETTIME = quick("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle IF_NAMETOINDEX = function("if_nametoindex", JAVA_INT, ADDRESS);
  private static final MethodHandle QUICK_READ = quick("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle QUICK_WRITEV = quick("writev", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle QUICK_SENDMMSG =
      quick("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle QUICK_RECVMMSG =
      quick("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle QUICK_EPOLL_WAIT =
      quick("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  // Octal rights of a file that open creates.
  private static final int PRIVATE_FILE = 0600;

  private static final ThreadLocal<MemorySegment> TIME =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Clocks.TIMESPEC_SIZE, Long.BYTES));

  private FfmLibc() {}

  private static long at(MemorySegment buffer, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, buffer.byteSize());
    if (!buffer.isNative()) {
      throw new IllegalArgumentException("a segment on the heap has no address");
    }
    return buffer.address() + offset;
  }

  private static int size(@Nullable MemorySegment segment) {
    return segment == null ? 0 : (int) segment.byteSize();
  }

  @Override
  public int open(String path, int flags) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      return SystemCallException.check("open " + path,
          result((int) OPEN.invokeExact(errno(), arena.allocateFrom(path), flags, PRIVATE_FILE)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void close(int descriptor) {
    try {
      // The descriptor is gone even where close tells an error.
      int ignored = (int) CLOSE.invokeExact(errno(), descriptor);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int read(int descriptor, MemorySegment buffer, long offset, long length) {
    try {
      return result((long) READ.invokeExact(errno(), descriptor, at(buffer, offset, length), length));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int readIfReady(int descriptor, MemorySegment buffer, long offset, long length) {
    try {
      return (int) (long) QUICK_READ.invokeExact(descriptor, at(buffer, offset, length), length);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int write(int descriptor, MemorySegment buffer, long offset, long length) {
    try {
      return result((long) WRITE.invokeExact(errno(), descriptor, at(buffer, offset, length), length));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int readv(int descriptor, MemorySegment vectors, int count) {
    try {
      return result((long) READV.invokeExact(errno(), descriptor, vectors, count));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int writev(int descriptor, MemorySegment vectors, int count) {
    try {
      long written = (long) QUICK_WRITEV.invokeExact(descriptor, vectors, count);
      return written >= 0
          ? (int) written
          : result((long) WRITEV.invokeExact(errno(), descriptor, vectors, count));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int ioctl(int descriptor, long request, MemorySegment argument) {
    try {
      return result((int) IOCTL.invokeExact(errno(), descriptor, request, argument));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int fcntl(int descriptor, int command, int argument) throws SystemCallException {
    try {
      return SystemCallException.check("fcntl " + command,
          result((int) FCNTL.invokeExact(errno(), descriptor, command, argument)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int flock(int descriptor, int operation) {
    try {
      return result((int) FLOCK.invokeExact(errno(), descriptor, operation));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int socket(int domain, int type, int protocol) throws SystemCallException {
    try {
      return SystemCallException.check("socket " + domain + " " + protocol,
          result((int) SOCKET.invokeExact(errno(), domain, type, protocol)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void bind(int descriptor, MemorySegment address) throws SystemCallException {
    try {
      SystemCallException.check("bind",
          result((int) BIND.invokeExact(errno(), descriptor, address, (int) address.byteSize())));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int connect(int descriptor, MemorySegment address) {
    try {
      return result((int) CONNECT.invokeExact(errno(), descriptor, address, (int) address.byteSize()));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int getsockname(int descriptor, MemorySegment address) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
      SystemCallException.check(
          "getsockname", result((int) GETSOCKNAME.invokeExact(errno(), descriptor, address, length)));
      return length.get(JAVA_INT, 0);
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void setsockopt(int descriptor, int level, int option, MemorySegment value) throws SystemCallException {
    try {
      SystemCallException.check("setsockopt " + level + " " + option,
          result((int) SETSOCKOPT.invokeExact(errno(), descriptor, level, option, value, (int) value.byteSize())));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void setsockopt(int descriptor, int level, int option, int value) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      setsockopt(descriptor, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  @Override
  public int getsockopt(int descriptor, int level, int option, MemorySegment value) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      SystemCallException.check(
          "getsockopt " + level + " " + option,
          result((int) GETSOCKOPT.invokeExact(errno(), descriptor, level, option, value, length)));
      return length.get(JAVA_INT, 0);
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int sendto(int descriptor, MemorySegment buffer, long offset, long length, int flags,
      @Nullable MemorySegment address) {
    MemorySegment to = address == null ? MemorySegment.NULL : address;
    try {
      return result((long) SENDTO.invokeExact(
          errno(), descriptor, at(buffer, offset, length), length, flags, to, size(address)));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int sendmsg(int descriptor, MemorySegment message, int flags) {
    try {
      return result((long) SENDMSG.invokeExact(errno(), descriptor, message, flags));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int recvmsg(int descriptor, MemorySegment message, int flags) {
    try {
      return result((long) RECVMSG.invokeExact(errno(), descriptor, message, flags));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int sendmmsg(int descriptor, MemorySegment messages, int first, int count, int flags) {
    long address = at(messages, (long) first * Socket.MMSGHDR_SIZE, (long) count * Socket.MMSGHDR_SIZE);
    try {
      int sent = (int) QUICK_SENDMMSG.invokeExact(descriptor, address, count, flags);
      return sent >= 0 ? sent : result((int) SENDMMSG.invokeExact(errno(), descriptor, address, count, flags));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int recvmmsg(int descriptor, MemorySegment messages, int count, int flags) {
    try {
      MemorySegment forever = MemorySegment.NULL;
      int received = (int) QUICK_RECVMMSG.invokeExact(descriptor, messages, count, flags, forever);
      return received >= 0
          ? received
          : result((int) RECVMMSG.invokeExact(errno(), descriptor, messages, count, flags, forever));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int poll(MemorySegment descriptors, int count, int timeoutMilliseconds) {
    try {
      return result((int) POLL.invokeExact(errno(), descriptors, (long) count, timeoutMilliseconds));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int epollCreate() throws SystemCallException {
    try {
      return SystemCallException.check("epoll_create1",
          result((int) EPOLL_CREATE1.invokeExact(errno(), Epoll.EPOLL_CLOEXEC)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void epollControl(int set, int operation, int descriptor, MemorySegment event) throws SystemCallException {
    try {
      SystemCallException.check("epoll_ctl " + operation,
          result((int) EPOLL_CTL.invokeExact(errno(), set, operation, descriptor, event)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int epollWait(int set, MemorySegment events, int capacity, int timeoutMilliseconds) {
    try {
      int ready = (int) QUICK_EPOLL_WAIT.invokeExact(set, events, capacity, timeoutMilliseconds);
      return ready >= 0
          ? ready
          : result((int) EPOLL_WAIT.invokeExact(errno(), set, events, capacity, timeoutMilliseconds));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int eventfd(int initial, int flags) throws SystemCallException {
    try {
      return SystemCallException.check("eventfd", result((int) EVENTFD.invokeExact(errno(), initial, flags)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int timerfdCreate(int clock, int flags) throws SystemCallException {
    try {
      return SystemCallException.check("timerfd_create",
          result((int) TIMERFD_CREATE.invokeExact(errno(), clock, flags)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void timerfdSet(int descriptor, int flags, long nanoseconds) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(2 * Clocks.TIMESPEC_SIZE, Long.BYTES);
      Clocks.writeTimespec(value, Clocks.TIMESPEC_SIZE, nanoseconds);
      SystemCallException.check(
          "timerfd_settime",
          result((int) TIMERFD_SETTIME.invokeExact(errno(), descriptor, flags, value, MemorySegment.NULL)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public long clockGettime(int clock) {
    MemorySegment time = TIME.get();
    try {
      int ignored = (int) CLOCK_GETTIME.invokeExact(clock, time);
    } catch (Throwable e) {
      throw impossible(e);
    }
    return Clocks.readTimespec(time, 0);
  }

  @Override
  public int interfaceIndex(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return result((int) IF_NAMETOINDEX.invokeExact(errno(), arena.allocateFrom(name)));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
