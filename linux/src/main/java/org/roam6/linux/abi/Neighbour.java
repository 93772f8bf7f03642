package org.roam6.linux.abi;

/** Neighbours, of {@code linux/neighbour.h}. */
public final class Neighbour {

  /** Octets of {@code struct ndmsg}. */
  public static final int NDMSG_SIZE = 12;
  /** Address. */
  public static final int NDA_DST = 1;
  /** Link-layer address. */
  public static final int NDA_LLADDR = 2;
  /** Interface. */
  public static final int NDA_IFINDEX = 8;
  /** Who made it. */
  public static final int NDA_PROTOCOL = 12;

  /** Being asked for. */
  public static final int NUD_INCOMPLETE = 0x01;
  /** Confirmed of late. */
  public static final int NUD_REACHABLE = 0x02;
  /** Known, confirmed long ago. */
  public static final int NUD_STALE = 0x04;
  /** Used, soon to be asked. */
  public static final int NUD_DELAY = 0x08;
  /** Being asked again. */
  public static final int NUD_PROBE = 0x10;
  /** Does not answer. */
  public static final int NUD_FAILED = 0x20;
  /** Needs no asking. */
  public static final int NUD_NOARP = 0x40;
  /** Set for good. */
  public static final int NUD_PERMANENT = 0x80;
  /** Treat it as just used: the kernel asks where it does not know. */
  public static final int NTF_USE = 0x01;
  /** An address that the host answers for. */
  public static final int NTF_PROXY = 0x08;
  /** A router. */
  public static final int NTF_ROUTER = 0x80;

  private Neighbour() {}
}
