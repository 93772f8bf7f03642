package org.roam6.cli;

/** What the command's exit status says; the large numbers are those of {@code sysexits.h}. */
public final class ExitStatus {
  /** Done. */
  public static final int OK = 0;

  /** It did not work out. */
  public static final int FAILURE = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** EX_UNAVAILABLE: what is needed is not there, such as the daemon that is asked. */
  public static final int UNAVAILABLE = 69;

  /** EX_TEMPFAIL: another Roam6 runs in this network namespace. */
  public static final int BUSY = 75;

  /** EX_CONFIG: the configuration is wrong. */
  public static final int CONFIGURATION = 78;

  private ExitStatus() {}
}
