package org.roam6.protocol.homeagent;

/** Why a Mobile Prefix Solicitation was met with silence. */
public enum SolicitationDiscard {
  /** The home agent is configured to tell nobody. */
  SWITCHED_OFF,
  /** It was sent to another address than that of the home agent. */
  OTHER_DESTINATION,
  /** It has no Home Address option. */
  NO_HOME_ADDRESS_OPTION,
  /** There is no binding of the home address to its source address. */
  NO_BINDING,
  /** No router of the home link was heard of, and this host advertises nothing. */
  NO_PREFIX
}
