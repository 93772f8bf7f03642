package org.roam6.wire.iana;

/** The subtypes of the Mobility Message Authentication option (RFC 4285 5). */
public enum MessageAuthenticationSubtype {
  /** Between mobile node and home agent (RFC 4285 5.1). */
  MN_HA(1),
  /** Between mobile node and its home AAA server (RFC 4285 5.2). */
  MN_AAA(2);

  private final int code;

  MessageAuthenticationSubtype(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
