package org.roam6.cli;

/** Ends a command with a message for the user and an exit status. */
public final class CommandFailure extends RuntimeException {
  private final int exitStatus;

  /**
   * A failure to tell.
   *
   * @param exitStatus one of {@link ExitStatus}
   * @param message what is wrong and what cures it, for the user
   */
  public CommandFailure(int exitStatus, String message) {
    super(message);
    this.exitStatus = exitStatus;
  }

  /** One of {@link ExitStatus}. */
  public int exitStatus() {
    return exitStatus;
  }
}
