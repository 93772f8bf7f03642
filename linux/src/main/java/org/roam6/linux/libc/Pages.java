package org.roam6.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.roam6.linux.libc.NativeCalls.errno;
import static org.roam6.linux.libc.NativeCalls.function;
import static org.roam6.linux.libc.NativeCalls.impossible;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.roam6.linux.abi.Mman;

/**
 * Large buffers that cost nothing until they are used: the kernel gives a page when it is first touched, while an
 * {@link Arena} writes zeros to all of what it allocates.
 */
public final class Pages {

  private static final MethodHandle MMAP =
      function("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);

  private static final long FAILED = -1;

  private Pages() {}

  /**
   * Zeros, at a page boundary.
   *
   * @param size octets, more than 0
   * @param arena gives them back when it is closed
   * @throws OutOfMemoryError where the kernel has none
   */
  public static MemorySegment allocate(long size, Arena arena) {
    long address = map(size);
    if (address == FAILED) {
      throw new OutOfMemoryError("mmap of " + size + " octets");
    }
    return MemorySegment.ofAddress(address).reinterpret(size, arena, _ -> unmap(address, size));
  }

  private static long map(long size) {
    try {
      return (long) MMAP.invokeExact(
          errno(), 0L, size, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static void unmap(long address, long size) {
    try {
      int ignored = (int) MUNMAP.invokeExact(errno(), address, size);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
