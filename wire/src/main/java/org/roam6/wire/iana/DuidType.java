package org.roam6.wire.iana;

/** The types of a DHCP Unique Identifier (RFC 8415 11.1). */
public final class DuidType {

  /** Link-layer address plus time. */
  public static final int LINK_LAYER_TIME = 1;
  /** Assigned by a vendor. */
  public static final int ENTERPRISE = 2;
  /** Link-layer address. */
  public static final int LINK_LAYER = 3;
  /** Universally Unique Identifier (RFC 6355). */
  public static final int UUID = 4;

  private DuidType() {}
}
