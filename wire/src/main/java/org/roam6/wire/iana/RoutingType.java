package org.roam6.wire.iana;

/** IPv6 Routing Types. */
public final class RoutingType {

  /** Source Route, deprecated (RFC 5095). */
  public static final int SOURCE_ROUTE = 0;
  /** Type 2 Routing Header (RFC 6275 6.4). */
  public static final int TYPE_2 = 2;

  private RoutingType() {}
}
