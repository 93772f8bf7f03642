package org.roam6.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Makes handles of functions of the C library, and keeps each thread's errno. */
final class NativeCalls {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));

  // One segment per thread: a shared one would show one thread another's error.
  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

  private NativeCalls() {}

  /** A handle whose first parameter is {@link #errno()}. */
  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
    return function(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
  }

  /**
   * A handle without errno, for what is called for packets: making errno visible allocates unless the second compiler
   * has seen the call. Where such a call fails, {@link #function} repeats it and learns why.
   */
  static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... parameters) {
    return function(name, FunctionDescriptor.of(result, parameters));
  }

  /** As {@link #function}, for a function that is variadic from its parameter number {@code fixed}. */
  static MethodHandle variadic(String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
    return function(
        name,
        FunctionDescriptor.of(result, parameters),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** Where this thread's calls leave their errno. */
  static MemorySegment errno() {
    return CAPTURED.get();
  }

  /** The result, or the negative errno where it is negative. */
  static int result(int result) {
    return result < 0 ? -CAPTURED.get().get(ValueLayout.JAVA_INT, ERRNO) : result;
  }

  /** The result, or the negative errno where it is negative. */
  static int result(long result) {
    return result < 0 ? -CAPTURED.get().get(ValueLayout.JAVA_INT, ERRNO) : Math.toIntExact(result);
  }

  /** What a handle throws is a mistake in this package, never a failure of the call. */
  static AssertionError impossible(Throwable thrown) {
    return new AssertionError("the signature does not fit the function", thrown);
  }
}
