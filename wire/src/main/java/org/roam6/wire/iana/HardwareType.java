package org.roam6.wire.iana;

/** Hardware Types of the IANA registry "Address Resolution Protocol Parameters". */
public final class HardwareType {

  /** Ethernet (RFC 826). */
  public static final int ETHERNET = 1;

  private HardwareType() {}
}
