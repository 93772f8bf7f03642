package org.roam6.protocol;

/** Whom a message is from or for within a host. */
public enum Role {
  /** The home agent. */
  HOME_AGENT,
  /** The mobile node. */
  MOBILE_NODE,
  /** The correspondent node. */
  CORRESPONDENT,
  /** The advertising router. */
  ROUTER,
  /** The host itself, which answers what is not well-formed, and gets what is for none of its roles. */
  HOST
}
