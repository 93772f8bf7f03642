package org.roam6.lab;

/** What was asked of the lab cannot be done: why, and what cures it. */
public final class LabFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** Why; each has its exit status, those of {@code sysexits.h}. */
  public enum Kind {
    /** It did not work out. */
    FAILED(1),
    /** What was asked for makes no sense here: no such host, no such link. */
    USAGE(64),
    /** The machine lacks or forbids something. */
    UNAVAILABLE(69),
    /** A lab is up already, or none is. */
    BUSY(75),
    /** The lab file is wrong. */
    CONFIGURATION(78);

    private final int exitStatus;

    Kind(int exitStatus) {
      this.exitStatus = exitStatus;
    }

    /** The exit status of a command that fails so. */
    public int exitStatus() {
      return exitStatus;
    }
  }

  private final Kind kind;

  /**
   * A failure to tell.
   *
   * @param message what is wrong and what cures it, for the user
   */
  public LabFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure with what caused it. */
  public LabFailure(Kind kind, String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
