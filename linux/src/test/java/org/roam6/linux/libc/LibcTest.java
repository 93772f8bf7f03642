package org.roam6.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.linux.abi.Epoll;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.abi.Clocks;
import org.roam6.wire.Ipv6Address;

/** What needs no rights; the packet sockets are tried in namespaces by the interop module. */
class LibcTest {

  private final Libc libc = Libc.system();

  @Test
  void namesTheCallAndTheErrorOfASurprise() {
    assertThatThrownBy(() -> libc.open("/nonexistent", Fcntl.O_RDONLY))
        .isInstanceOfSatisfying(
            SystemCallException.class,
            e -> {
              assertThat(e.errno()).isEqualTo(Errno.ENOENT);
              assertThat(e).hasMessage("open /nonexistent: ENOENT (no such file)");
            });
  }

  @Test
  void returnsAnExpectedErrorAsNegativeNumber() throws SystemCallException {
    int descriptor = libc.eventfd(0, Clocks.EFD_NONBLOCK | Clocks.EFD_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Long.BYTES);
      assertThat(libc.read(descriptor, buffer, 0, Long.BYTES)).isEqualTo(-Errno.EAGAIN);
    } finally {
      libc.close(descriptor);
    }
  }

  @Test
  void carriesDatagramsOfPreparedStructures() throws SystemCallException {
    int receiver = libc.socket(Socket.AF_INET6, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    int sender = libc.socket(Socket.AF_INET6, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(In6.SOCKADDR_IN6_SIZE, Long.BYTES);
      In6.writeSockaddr(address, Ipv6Address.LOOPBACK, 0);
      libc.bind(receiver, address);
      assertThat(libc.getsockname(receiver, address)).isEqualTo(In6.SOCKADDR_IN6_SIZE);
      assertThat(libc.connect(sender, address)).isZero();

      MemorySegment out = arena.allocateFrom("eins");
      MemorySegment in = arena.allocate(16);
      assertThat(libc.sendmmsg(sender, message(arena, out, 4), 0, 1, 0)).isEqualTo(1);
      MemorySegment received = message(arena, in, 16);
      assertThat(libc.recvmmsg(receiver, received, 1, 0)).isEqualTo(1);
      assertThat(received.get(ValueLayout.JAVA_INT, Socket.MMSGHDR_LEN)).isEqualTo(4);
      assertThat(in.getString(0)).isEqualTo("eins");
    } finally {
      libc.close(receiver);
      libc.close(sender);
    }
  }

  @Test
  void wakesAWaiterWhenATimerOfBootTimeEnds() throws SystemCallException {
    int timer = libc.timerfdCreate(Clocks.CLOCK_BOOTTIME, Clocks.TFD_NONBLOCK | Clocks.TFD_CLOEXEC);
    int set = libc.epollCreate();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(Epoll.EVENT_SIZE, Long.BYTES);
      event.set(ValueLayout.JAVA_INT, Epoll.EVENT_EVENTS, Epoll.EPOLLIN);
      event.set(ValueLayout.JAVA_INT_UNALIGNED, Epoll.EVENT_DATA, 7);
      libc.epollControl(set, Epoll.EPOLL_CTL_ADD, timer, event);
      long deadline = libc.clockGettime(Clocks.CLOCK_BOOTTIME) + 2_000_000;
      libc.timerfdSet(timer, Clocks.TFD_TIMER_ABSTIME, deadline);

      event.fill((byte) 0);
      assertThat(libc.epollWait(set, event, 1, 5_000)).isEqualTo(1);
      assertThat(event.get(ValueLayout.JAVA_INT_UNALIGNED, Epoll.EVENT_DATA)).isEqualTo(7);
      assertThat(libc.clockGettime(Clocks.CLOCK_BOOTTIME)).isGreaterThanOrEqualTo(deadline);
    } finally {
      libc.close(set);
      libc.close(timer);
    }
  }

  @Test
  void tellsThatAnotherDescriptionHasTheLock(@TempDir Path folder) throws SystemCallException {
    String file = folder.resolve("lock").toString();
    int first = libc.open(file, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_CLOEXEC);
    int second = libc.open(file, Fcntl.O_RDWR | Fcntl.O_CLOEXEC);
    try {
      assertThat(libc.flock(first, Fcntl.LOCK_EX | Fcntl.LOCK_NB)).isZero();
      assertThat(libc.flock(second, Fcntl.LOCK_EX | Fcntl.LOCK_NB)).isEqualTo(-Errno.EAGAIN);
    } finally {
      libc.close(first);
      libc.close(second);
    }
  }

  @Test
  void knowsTheInterfacesAndTheProcess() {
    assertThat(libc.interfaceIndex("lo")).isEqualTo(1);
    assertThat(libc.interfaceIndex("none-such")).isZero();
    assertThat(ProcessLibc.system().getpid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(ProcessLibc.system().kill(ProcessLibc.system().getpid(), 0)).isZero();
  }

  private static MemorySegment message(Arena arena, MemorySegment buffer, long length) {
    MemorySegment vector = arena.allocate(Socket.IOVEC_SIZE, Long.BYTES);
    Socket.writeIovec(vector, 0, buffer, 0, length);
    MemorySegment message = arena.allocate(Socket.MMSGHDR_SIZE, Long.BYTES);
    message.set(ValueLayout.ADDRESS, Socket.MSGHDR_IOV, vector);
    message.set(ValueLayout.JAVA_LONG, Socket.MSGHDR_IOVLEN, 1);
    return message;
  }
}
