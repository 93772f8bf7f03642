package org.roam6.wire.iana;

/** Multicast Address Record types of Multicast Listener Discovery version 2 (RFC 3810 5.2.12). */
public final class MulticastAddressRecordType {

  /** In answer to a query: the sources that are listened to. */
  public static final int MODE_IS_INCLUDE = 1;
  /** In answer to a query: the sources that are not listened to. */
  public static final int MODE_IS_EXCLUDE = 2;
  /** From now on only these sources are listened to. */
  public static final int CHANGE_TO_INCLUDE_MODE = 3;
  /** From now on all but these sources are listened to. */
  public static final int CHANGE_TO_EXCLUDE_MODE = 4;
  /** Sources that are listened to from now on. */
  public static final int ALLOW_NEW_SOURCES = 5;
  /** Sources that are no longer listened to. */
  public static final int BLOCK_OLD_SOURCES = 6;

  private MulticastAddressRecordType() {}
}
