package org.roam6.protocol.auth;

import java.util.Optional;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;

/** What a home agent makes of the protection of a Binding Update. */
public sealed interface BindingUpdateVerdict {

  /**
   * The mobile node may do what it asks for.
   *
   * @param protection how the answer has to be protected
   */
  record Accepted(AcknowledgementProtection protection) implements BindingUpdateVerdict {}

  /**
   * Nobody can say whom it is from: to be met with silence.
   *
   * @param cause why
   */
  record Unidentified(Cause cause) implements BindingUpdateVerdict {}

  /**
   * It is from a mobile node with an association, about a home address that is not in it.
   *
   * @param association the association
   * @param protection how an answer has to be protected
   */
  record ForeignHomeAddress(SecurityAssociation association, AcknowledgementProtection protection)
      implements BindingUpdateVerdict {}

  /**
   * There is an association, and the message fails its test.
   *
   * @param association the association
   * @param reason what is wrong, which is the status of the answer
   * @param protection how the answer has to be protected
   */
  record Refused(SecurityAssociation association, Reason reason, AcknowledgementProtection protection)
      implements BindingUpdateVerdict {}

  /**
   * It is authentic, and its timestamp lies ahead of the clock: MIPV6-ID-MISMATCH.
   *
   * @param association the association
   * @param protection how the answer has to be protected
   * @param memory what is to be remembered, so that it is not accepted when its time has come
   */
  record Early(
      SecurityAssociation association,
      AcknowledgementProtection protection,
      Optional<Memory.EarlyBindingUpdate> memory)
      implements BindingUpdateVerdict {}

  /**
   * It is authentic, and may be one that was refused as early and is played back.
   *
   * @param last the number that its sequence number would have to exceed
   * @param protection how the answer has to be protected
   */
  record PlayedBack(SequenceNumber last, AcknowledgementProtection protection) implements BindingUpdateVerdict {}

  /** Why a Binding Update cannot be said to be from anybody. */
  enum Cause {
    /** No authentication option between mobile node and home agent, or not as the last option. */
    NO_AUTHENTICATION_OPTION,
    /** No Network Access Identifier. */
    NO_IDENTIFIER,
    /** No association has the SPI and the identifier. */
    UNKNOWN_ASSOCIATION,
    /** The association has another home address, and the key was not that of the association either. */
    FOREIGN_HOME_ADDRESS
  }

  /** What can be wrong with a message for which there is an association. */
  enum Reason {
    /** The authentication data are wrong: MIPV6-AUTH-FAIL. */
    AUTHENTICATION_DATA,
    /** It is authentic and has no timestamp: MIPV6-MESG-ID-REQD. */
    TIMESTAMP_MISSING,
    /** It is authentic, and its timestamp is not: MIPV6-ID-MISMATCH. */
    TIMESTAMP
  }
}
