package org.roam6.protocol.binding;

import java.time.Duration;

/** The constants and default values of RFC 6275 sections 12 and 13, under their names. */
public final class ProtocolConstants {

  /** How long a mobile node waits for an acknowledgement before it first tries again: 1 second. */
  public static final Duration INITIAL_BINDACK_TIMEOUT = Duration.ofSeconds(1);

  /** The same where the home agent has to run duplicate address detection first: 1.5 seconds. */
  public static final Duration INITIAL_BINDACK_TIMEOUT_FIRST_REG = Duration.ofMillis(1500);

  /** How long it waits at most: 32 seconds. */
  public static final Duration MAX_BINDACK_TIMEOUT = Duration.ofSeconds(32);

  /** How long a mobile node waits for the answer to its first question for home agents: 3 seconds. */
  public static final Duration INITIAL_DHAAD_TIMEOUT = Duration.ofSeconds(3);

  /** How often it repeats that question at most. */
  public static final int DHAAD_RETRIES = 4;

  /** How many Binding Updates a mobile node sends a destination at most in a second. */
  public static final int MAX_UPDATE_RATE = 3;

  /** How long a home agent remembers the sequence number of a binding that was given up: 10 seconds. */
  public static final Duration MAX_DELETE_BCE_TIMEOUT = Duration.ofSeconds(10);

  /** For how long after its first use a correspondent node accepts a nonce at most: 240 seconds. */
  public static final Duration MAX_NONCE_LIFETIME = Duration.ofMinutes(4);

  /** For how long a mobile node may use a keygen token: 210 seconds. */
  public static final Duration MAX_TOKEN_LIFETIME = Duration.ofSeconds(210);

  /** The longest lifetime of a binding that the return routability procedure authorized: 420 seconds. */
  public static final Duration MAX_RR_BINDING_LIFETIME = Duration.ofMinutes(7);

  /** How often a mobile node tries again before it gives route optimization up. */
  public static final int MAX_RO_FAILURE = 3;

  /** How long a mobile node waits for an advertisement of prefixes before it asks again: 3 seconds. */
  public static final Duration INITIAL_SOLICIT_TIMER = Duration.ofSeconds(3);

  /** How long a home agent waits before it first sends an unsolicited advertisement of prefixes again: 3 seconds. */
  public static final Duration PREFIX_ADV_TIMEOUT = Duration.ofSeconds(3);

  /** How often it sends that again at most. */
  public static final int PREFIX_ADV_RETRIES = 3;

  /** MaxMobPfxAdvInterval: the longest time between two advertisements of prefixes to a mobile node: a day. */
  public static final Duration MAX_MOB_PFX_ADV_INTERVAL = Duration.ofDays(1);

  /** MinMobPfxAdvInterval: how long a home agent waits at least before it tells of changes: 10 minutes. */
  public static final Duration MIN_MOB_PFX_ADV_INTERVAL = Duration.ofMinutes(10);

  private ProtocolConstants() {}
}
