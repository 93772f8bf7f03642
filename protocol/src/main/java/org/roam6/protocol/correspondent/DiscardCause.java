package org.roam6.protocol.correspondent;

/** Why a message was met with silence. */
public enum DiscardCause {
  /** It was sent to an address that no mobile node can know this host by, as a link-local one. */
  OWN_ADDRESS_NOT_ROUTABLE,
  /** Its source address is not one that an answer could go to. */
  SOURCE_NOT_ROUTABLE,
  /** It asks for a token and has a Home Address option. */
  HOME_ADDRESS_OPTION,
  /** The home address of a Binding Update is not a unicast routable address. */
  HOME_ADDRESS_NOT_ROUTABLE,
  /** The care-of address of a Binding Update is not a unicast routable address. */
  CARE_OF_ADDRESS_NOT_ROUTABLE,
  /** It is a home registration and has a Nonce Indices option. */
  NONCE_INDICES_IN_HOME_REGISTRATION,
  /** It is no home registration and has no Nonce Indices option. */
  NO_NONCE_INDICES,
  /** It has no Binding Authorization Data option, or something follows it. */
  NO_AUTHORIZATION_DATA,
  /** The authenticator is not the one that the tokens make. */
  AUTHENTICATOR
}
