package org.roam6.linux.abi;

/** Mounting, of {@code linux/mount.h}. */
public final class Mount {

  /** No set-user-id. */
  public static final long MS_NOSUID = 2;
  /** No devices. */
  public static final long MS_NODEV = 4;
  /** Show a directory or file at another place. */
  public static final long MS_BIND = 0x1000;
  /** With all below. */
  public static final long MS_REC = 0x4000;
  /** Mounts do not spread. */
  public static final long MS_PRIVATE = 1 << 18;
  /** Mounts come in, none go out. */
  public static final long MS_SLAVE = 1 << 19;
  /** Mounts spread. */
  public static final long MS_SHARED = 1 << 20;
  /** Unmount as soon as nobody uses it. */
  public static final int MNT_DETACH = 2;

  private Mount() {}
}
