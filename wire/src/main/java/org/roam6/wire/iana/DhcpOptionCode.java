package org.roam6.wire.iana;

/** The option codes of the IANA registry "DHCPv6 Option Codes" that RFC 8415 21 defines. */
public final class DhcpOptionCode {

  /** RFC 8415 21.2. */
  public static final int CLIENT_IDENTIFIER = 1;
  /** RFC 8415 21.3. */
  public static final int SERVER_IDENTIFIER = 2;
  /** Identity Association for Non-temporary Addresses (RFC 8415 21.4). */
  public static final int IA_NA = 3;
  /** Identity Association for Temporary Addresses (RFC 8415 21.5). */
  public static final int IA_TA = 4;
  /** RFC 8415 21.6. */
  public static final int IA_ADDRESS = 5;
  /** RFC 8415 21.7. */
  public static final int OPTION_REQUEST = 6;
  /** RFC 8415 21.8. */
  public static final int PREFERENCE = 7;
  /** RFC 8415 21.9. */
  public static final int ELAPSED_TIME = 8;
  /** RFC 8415 21.10. */
  public static final int RELAY_MESSAGE = 9;
  /** RFC 8415 21.11. */
  public static final int AUTHENTICATION = 11;
  /** RFC 8415 21.12. */
  public static final int SERVER_UNICAST = 12;
  /** RFC 8415 21.13. */
  public static final int STATUS_CODE = 13;
  /** RFC 8415 21.14. */
  public static final int RAPID_COMMIT = 14;
  /** RFC 8415 21.15. */
  public static final int USER_CLASS = 15;
  /** RFC 8415 21.16. */
  public static final int VENDOR_CLASS = 16;
  /** RFC 8415 21.17. */
  public static final int VENDOR_SPECIFIC_INFORMATION = 17;
  /** RFC 8415 21.18. */
  public static final int INTERFACE_ID = 18;
  /** RFC 8415 21.19. */
  public static final int RECONFIGURE_MESSAGE = 19;
  /** RFC 8415 21.20. */
  public static final int RECONFIGURE_ACCEPT = 20;
  /** Identity Association for Prefix Delegation (RFC 8415 21.21). */
  public static final int IA_PD = 25;
  /** RFC 8415 21.22. */
  public static final int IA_PREFIX = 26;
  /** RFC 8415 21.23. */
  public static final int INFORMATION_REFRESH_TIME = 32;
  /** RFC 8415 21.24. */
  public static final int SOL_MAX_RT = 82;
  /** RFC 8415 21.25. */
  public static final int INF_MAX_RT = 83;

  private DhcpOptionCode() {}
}
