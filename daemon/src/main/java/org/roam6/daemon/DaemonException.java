package org.roam6.daemon;

/** The daemon cannot run. The message says why and what cures it. */
public final class DaemonException extends Exception {

  /** What kind of obstacle it is. */
  public enum Reason {
    /** Another Roam6 runs in this network namespace. */
    BUSY,
    /** The machine lacks something, or does not allow it. */
    UNAVAILABLE,
    /** Something failed while it ran. */
    FAILED
  }

  private final Reason reason;

  DaemonException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  DaemonException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What kind of obstacle it is. */
  public Reason reason() {
    return reason;
  }
}
