package org.roam6.linux.abi;

/** Process control, of {@code linux/prctl.h}. */
public final class Prctl {

  /** The signal when the parent ends. */
  public static final int PR_SET_PDEATHSIG = 1;
  /** The name of the thread. */
  public static final int PR_SET_NAME = 15;
  /** No program gains rights. */
  public static final int PR_SET_NO_NEW_PRIVS = 38;

  private Prctl() {}
}
