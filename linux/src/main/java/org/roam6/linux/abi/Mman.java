package org.roam6.linux.abi;

/** Memory of a process, of {@code asm-generic/mman.h}. */
public final class Mman {

  /** Pages may be read. */
  public static final int PROT_READ = 1;
  /** Pages may be written. */
  public static final int PROT_WRITE = 2;
  /** Changes stay in this process. */
  public static final int MAP_PRIVATE = 2;
  /** There is no file behind the pages. */
  public static final int MAP_ANONYMOUS = 0x20;

  private Mman() {}
}
