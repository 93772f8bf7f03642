package org.roam6.linux.abi;

/** Priorities, of {@code linux/resource.h}. */
public final class Resource {

  /** The priority belongs to one process, or thread. */
  public static final int PRIO_PROCESS = 0;

  private Resource() {}
}
