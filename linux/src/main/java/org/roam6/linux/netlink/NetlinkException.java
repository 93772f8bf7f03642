package org.roam6.linux.netlink;

import java.io.IOException;
import org.roam6.linux.abi.Errno;

/** The kernel refused a request. */
public final class NetlinkException extends IOException {

  private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * A refusal.
   *
   * @param request what was asked for
   * @param errno the error number, positive
   * @param explanation the kernel's own words (NETLINK_EXT_ACK); may be empty
   */
  public NetlinkException(String request, int errno, String explanation) {
    super(request + ": " + Errno.describe(errno) + (explanation.isEmpty() ? "" : ": " + explanation));
    this.errno = errno;
  }

  /** The error number, one of {@link Errno}. */
  public int errno() {
    return errno;
  }
}
