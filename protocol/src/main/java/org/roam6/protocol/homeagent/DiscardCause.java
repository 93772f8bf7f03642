package org.roam6.protocol.homeagent;

import org.roam6.protocol.auth.BindingUpdateVerdict;

/** Why a Binding Update was met with silence. */
public enum DiscardCause {
  /** It was sent to another address than that of the home agent. */
  OTHER_DESTINATION,
  /** Its source address is not one that an answer could go to. */
  SOURCE_NOT_UNICAST,
  /** The home address is not a unicast routable address. */
  HOME_ADDRESS_NOT_ROUTABLE,
  /** The care-of address is not a unicast routable address, or the home agent's own. */
  CARE_OF_ADDRESS_NOT_ROUTABLE,
  /** It asks for a binding and has no Home Address option. */
  NO_HOME_ADDRESS_OPTION,
  /** It is a home registration and has a Nonce Indices option. */
  NONCE_INDICES,
  /** It is no home registration, and there is no binding. */
  NO_HOME_REGISTRATION,
  /** It has no authentication option between mobile node and home agent, or not as the last option. */
  NO_AUTHENTICATION_OPTION,
  /** It does not name the mobile node. */
  NO_IDENTIFIER,
  /** No security association has its SPI and mobile node. */
  UNKNOWN_ASSOCIATION,
  /** It is about a home address that the security association does not have. */
  FOREIGN_HOME_ADDRESS,
  /** It was refused, and too many refusals were sent before. */
  REFUSAL_LIMIT;

  /** The cause that keeps a Binding Update from being authenticated. */
  static DiscardCause of(BindingUpdateVerdict.Cause cause) {
    return switch (cause) {
      case NO_AUTHENTICATION_OPTION -> NO_AUTHENTICATION_OPTION;
      case NO_IDENTIFIER -> NO_IDENTIFIER;
      case UNKNOWN_ASSOCIATION -> UNKNOWN_ASSOCIATION;
      case FOREIGN_HOME_ADDRESS -> FOREIGN_HOME_ADDRESS;
    };
  }
}
