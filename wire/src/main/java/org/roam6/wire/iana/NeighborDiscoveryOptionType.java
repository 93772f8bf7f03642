package org.roam6.wire.iana;

/** IPv6 Neighbor Discovery Option Formats. */
public final class NeighborDiscoveryOptionType {

  /** RFC 4861 4.6.1. */
  public static final int SOURCE_LINK_LAYER_ADDRESS = 1;
  /** RFC 4861 4.6.1. */
  public static final int TARGET_LINK_LAYER_ADDRESS = 2;
  /** RFC 4861 4.6.2, RFC 6275 7.2. */
  public static final int PREFIX_INFORMATION = 3;
  /** RFC 4861 4.6.3. */
  public static final int REDIRECTED_HEADER = 4;
  /** RFC 4861 4.6.4. */
  public static final int MTU = 5;
  /** RFC 6275 7.3. */
  public static final int ADVERTISEMENT_INTERVAL = 7;
  /** RFC 6275 7.4. */
  public static final int HOME_AGENT_INFORMATION = 8;
  /** RFC 3971 5.3.2. */
  public static final int NONCE = 14;
  /** RFC 4191 2.3. */
  public static final int ROUTE_INFORMATION = 24;
  /** RFC 8106 5.1. */
  public static final int RECURSIVE_DNS_SERVER = 25;

  private NeighborDiscoveryOptionType() {}
}
