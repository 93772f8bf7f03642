package org.roam6.linux.abi;

/** Kinds of namespaces, of {@code linux/sched.h}. */
public final class Sched {

  /** Mounts. */
  public static final int CLONE_NEWNS = 0x0002_0000;
  /** Host name. */
  public static final int CLONE_NEWUTS = 0x0400_0000;
  /** Users. */
  public static final int CLONE_NEWUSER = 0x1000_0000;
  /** Processes. */
  public static final int CLONE_NEWPID = 0x2000_0000;
  /** Network. */
  public static final int CLONE_NEWNET = 0x4000_0000;

  private Sched() {}
}
