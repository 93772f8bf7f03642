package org.roam6.linux.abi;

/** Error numbers, of {@code asm-generic/errno.h}. */
public final class Errno {

  /** Not permitted. */
  public static final int EPERM = 1;
  /** No such file. */
  public static final int ENOENT = 2;
  /** No such process. */
  public static final int ESRCH = 3;
  /** Interrupted. */
  public static final int EINTR = 4;
  /** Input/output error. */
  public static final int EIO = 5;
  /** No such device or address. */
  public static final int ENXIO = 6;
  /** Bad descriptor. */
  public static final int EBADF = 9;
  /** Try again. */
  public static final int EAGAIN = 11;
  /** Out of memory. */
  public static final int ENOMEM = 12;
  /** Permission denied. */
  public static final int EACCES = 13;
  /** Busy. */
  public static final int EBUSY = 16;
  /** Exists already. */
  public static final int EEXIST = 17;
  /** No such device. */
  public static final int ENODEV = 19;
  /** Invalid argument. */
  public static final int EINVAL = 22;
  /** Too many open files. */
  public static final int EMFILE = 24;
  /** Not such a device. */
  public static final int ENOTTY = 25;
  /** No space left. */
  public static final int ENOSPC = 28;
  /** Out of domain. */
  public static final int EDOM = 33;
  /** Not in this kernel. */
  public static final int ENOSYS = 38;
  /** Message too long. */
  public static final int EMSGSIZE = 90;
  /** Protocol option not available. */
  public static final int ENOPROTOOPT = 92;
  /** Protocol not supported. */
  public static final int EPROTONOSUPPORT = 93;
  /** Operation not supported. */
  public static final int EOPNOTSUPP = 95;
  /** Address family not supported. */
  public static final int EAFNOSUPPORT = 97;
  /** Address in use. */
  public static final int EADDRINUSE = 98;
  /** Address not available. */
  public static final int EADDRNOTAVAIL = 99;
  /** Network down. */
  public static final int ENETDOWN = 100;
  /** Network unreachable. */
  public static final int ENETUNREACH = 101;
  /** No buffer space. */
  public static final int ENOBUFS = 105;
  /** Already connected. */
  public static final int EISCONN = 106;
  /** Not connected. */
  public static final int ENOTCONN = 107;
  /** Timed out. */
  public static final int ETIMEDOUT = 110;
  /** Refused. */
  public static final int ECONNREFUSED = 111;
  /** Host unreachable. */
  public static final int EHOSTUNREACH = 113;
  /** In progress. */
  public static final int EINPROGRESS = 115;

  private Errno() {}

  /** The name of an error number with its meaning, as in {@code EACCES (permission denied)}. */
  public static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM (not permitted)";
      case ENOENT -> "ENOENT (no such file)";
      case ESRCH -> "ESRCH (no such process)";
      case EINTR -> "EINTR (interrupted)";
      case EIO -> "EIO (input/output error)";
      case ENXIO -> "ENXIO (no such device or address)";
      case EBADF -> "EBADF (bad descriptor)";
      case EAGAIN -> "EAGAIN (try again)";
      case ENOMEM -> "ENOMEM (out of memory)";
      case EACCES -> "EACCES (permission denied)";
      case EBUSY -> "EBUSY (busy)";
      case EEXIST -> "EEXIST (exists already)";
      case ENODEV -> "ENODEV (no such device)";
      case EINVAL -> "EINVAL (invalid argument)";
      case EMFILE -> "EMFILE (too many open files)";
      case ENOTTY -> "ENOTTY (not such a device)";
      case ENOSPC -> "ENOSPC (no space left)";
      case EDOM -> "EDOM (out of domain)";
      case ENOSYS -> "ENOSYS (not in this kernel)";
      case EMSGSIZE -> "EMSGSIZE (message too long)";
      case ENOPROTOOPT -> "ENOPROTOOPT (protocol option not available)";
      case EPROTONOSUPPORT -> "EPROTONOSUPPORT (protocol not supported)";
      case EOPNOTSUPP -> "EOPNOTSUPP (operation not supported)";
      case EAFNOSUPPORT -> "EAFNOSUPPORT (address family not supported)";
      case EADDRINUSE -> "EADDRINUSE (address in use)";
      case EADDRNOTAVAIL -> "EADDRNOTAVAIL (address not available)";
      case ENETDOWN -> "ENETDOWN (network down)";
      case ENETUNREACH -> "ENETUNREACH (network unreachable)";
      case ENOBUFS -> "ENOBUFS (no buffer space)";
      case EISCONN -> "EISCONN (already connected)";
      case ENOTCONN -> "ENOTCONN (not connected)";
      case ETIMEDOUT -> "ETIMEDOUT (timed out)";
      case ECONNREFUSED -> "ECONNREFUSED (refused)";
      case EHOSTUNREACH -> "EHOSTUNREACH (host unreachable)";
      case EINPROGRESS -> "EINPROGRESS (in progress)";
      default -> "errno " + errno;
    };
  }
}
