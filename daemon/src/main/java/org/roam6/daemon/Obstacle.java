package org.roam6.daemon;

import java.io.IOException;
import org.roam6.daemon.DaemonException.Reason;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.feature.MissingFeatureException;
import org.roam6.linux.libc.SystemCallException;

/** Says in words what a failed call to the system means for the daemon, and what cures it. */
final class Obstacle {

  private Obstacle() {}

  static DaemonException of(IOException failure, Configuration configuration) {
    if (failure instanceof MissingFeatureException) {
      return new DaemonException(Reason.UNAVAILABLE, String.valueOf(failure.getMessage()), failure);
    }
    if (failure instanceof SystemCallException call) {
      return of(call, configuration);
    }
    return new DaemonException(Reason.FAILED, String.valueOf(failure.getMessage()), failure);
  }

  private static DaemonException of(SystemCallException call, Configuration configuration) {
    String cure =
        switch (call.errno()) {
          case Errno.EPERM, Errno.EACCES ->
              "run as root, or with the capabilities NET_ADMIN and NET_RAW";
          case Errno.ENOENT, Errno.ENODEV -> "load what the kernel lacks: modprobe tun";
          case Errno.EBUSY ->
              "another program has "
                  + configuration.tunnelInterface()
                  + ": name another tunnel-interface";
          default -> "";
        };
    String message = call.getMessage() + (cure.isEmpty() ? "" : "\n  cure: " + cure);
    return new DaemonException(cure.isEmpty() ? Reason.FAILED : Reason.UNAVAILABLE, message, call);
  }
}
