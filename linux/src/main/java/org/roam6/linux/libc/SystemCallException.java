package org.roam6.linux.libc;

import java.io.IOException;
import org.roam6.linux.abi.Errno;

/** A system call failed where its caller had no use for the failure. It never leaves the module's own types unnamed. */
public final class SystemCallException extends IOException {

  private static final long serialVersionUID = 1;

  private final String call;
  private final int errno;

  /**
   * A failure.
   *
   * @param call the call with what it was about, as in {@code open /dev/net/tun}
   * @param errno the error number, positive
   */
  public SystemCallException(String call, int errno) {
    super(call + ": " + Errno.describe(errno));
    this.call = call;
    this.errno = errno;
  }

  /**
   * The result of a call that tells failure by a negative errno.
   *
   * @throws SystemCallException where {@code result} is negative
   */
  public static int check(String call, int result) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, -result);
    }
    return result;
  }

  /** The call that failed, with what it was about. */
  public String call() {
    return call;
  }

  /** The error number, one of {@link Errno}. */
  public int errno() {
    return errno;
  }
}
