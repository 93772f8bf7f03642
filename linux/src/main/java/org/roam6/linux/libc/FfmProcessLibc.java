package org.roam6.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.roam6.linux.libc.NativeCalls.errno;
import static org.roam6.linux.libc.NativeCalls.function;
import static org.roam6.linux.libc.NativeCalls.impossible;
import static org.roam6.linux.libc.NativeCalls.result;
import static org.roam6.linux.libc.NativeCalls.variadic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.abi.Resource;

/** {@link ProcessLibc} through the foreign function interface. */
final class FfmProcessLibc implements ProcessLibc {

  static final FfmProcessLibc INSTANCE = new FfmProcessLibc();

  private static final MethodHandle UNSHARE = function("unshare", JAVA_INT, JAVA_INT);
  private static final MethodHandle SETNS = function("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle MOUNT = function("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle UMOUNT2 = function("umount2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETPID = function("getpid", JAVA_INT);
  private static final MethodHandle GETEUID = function("geteuid", JAVA_INT);
  private static final MethodHandle KILL = function("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETPRIORITY =
      function("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle PRCTL =
      variadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private FfmProcessLibc() {}

  private static MemorySegment textOrNull(Arena arena, @Nullable String text) {
    return text == null ? MemorySegment.NULL : arena.allocateFrom(text);
  }

  @Override
  public void unshare(int flags) throws SystemCallException {
    try {
      SystemCallException.check("unshare " + Integer.toHexString(flags),
          result((int) UNSHARE.invokeExact(errno(), flags)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void setns(int descriptor, int type) throws SystemCallException {
    try {
      SystemCallException.check("setns", result((int) SETNS.invokeExact(errno(), descriptor, type)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void mount(@Nullable String source, String target, @Nullable String type, long flags, @Nullable String data)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sourceText = textOrNull(arena, source);
      MemorySegment typeText = textOrNull(arena, type);
      MemorySegment dataText = textOrNull(arena, data);
      SystemCallException.check(
          "mount " + target,
          result((int) MOUNT.invokeExact(
              errno(), sourceText, arena.allocateFrom(target), typeText, flags, dataText)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public void umount(String target, int flags) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      SystemCallException.check("umount2 " + target,
          result((int) UMOUNT2.invokeExact(errno(), arena.allocateFrom(target), flags)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int getpid() {
    try {
      return result((int) GETPID.invokeExact(errno()));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int geteuid() {
    try {
      return result((int) GETEUID.invokeExact(errno()));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int kill(int process, int signal) {
    try {
      return result((int) KILL.invokeExact(errno(), process, signal));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  // POSIX has the priority of a process here; on Linux it is that of a thread, and 0 is the one that calls.
  @Override
  public int setNice(int nice) {
    try {
      return result((int) SETPRIORITY.invokeExact(errno(), Resource.PRIO_PROCESS, 0, nice));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  @Override
  public int prctl(int option, long argument) throws SystemCallException {
    try {
      return SystemCallException.check("prctl " + option,
          result((int) PRCTL.invokeExact(errno(), option, argument, 0L, 0L, 0L)));
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
