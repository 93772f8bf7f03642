package org.roam6.linux.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/**
 * Sees to it that only one Roam6 runs in a network namespace. It is a name in the abstract space of Unix sockets, which
 * each network namespace has of its own, and which ends with the process.
 */
public final class InstanceLock implements AutoCloseable {

  private static final byte[] NAME = "\0roam6".getBytes(StandardCharsets.US_ASCII);

  private final int descriptor;

  private InstanceLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /** The lock of this thread's network namespace; empty where another Roam6 has it. */
  public static Optional<InstanceLock> acquire() throws SystemCallException {
    Libc libc = Libc.system();
    int descriptor = libc.socket(Socket.AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(Short.BYTES + (long) NAME.length, Short.BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Socket.AF_UNIX);
      MemorySegment.copy(NAME, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, NAME.length);
      libc.bind(descriptor, address);
      return Optional.of(new InstanceLock(descriptor));
    } catch (SystemCallException e) {
      libc.close(descriptor);
      if (e.errno() == Errno.EADDRINUSE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    Libc.system().close(descriptor);
  }
}
