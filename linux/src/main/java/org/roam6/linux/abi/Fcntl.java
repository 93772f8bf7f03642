package org.roam6.linux.abi;

/** Of {@code asm-generic/fcntl.h}. */
public final class Fcntl {

  /** Read. */
  public static final int O_RDONLY = 0;
  /** Read and write. */
  public static final int O_RDWR = 2;
  /** Make the file where there is none. */
  public static final int O_CREAT = 0x40;
  /** Never wait. */
  public static final int O_NONBLOCK = 0x800;
  /** Not for child programs. */
  public static final int O_CLOEXEC = 0x80000;

  /** The flags of a description. */
  public static final int F_GETFL = 3;
  /** Sets the flags of a description. */
  public static final int F_SETFL = 4;

  /** One holder. */
  public static final int LOCK_EX = 2;
  /** Fail instead of waiting. */
  public static final int LOCK_NB = 4;
  /** Let go. */
  public static final int LOCK_UN = 8;

  private Fcntl() {}
}
