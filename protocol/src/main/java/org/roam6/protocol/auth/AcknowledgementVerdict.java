package org.roam6.protocol.auth;

/** What a mobile node makes of the protection of a Binding Acknowledgement. */
public sealed interface AcknowledgementVerdict {

  /** It is from the home agent and answers the Binding Update: its status counts. */
  record Believed() implements AcknowledgementVerdict {}

  /**
   * It is from the home agent, which has refused the timestamp.
   *
   * @param homeAgentTime the home agent's time of day, with the fraction of the timestamp that was sent
   */
  record ClockRefused(NtpTimestamp homeAgentTime) implements AcknowledgementVerdict {}

  /**
   * It counts for nothing: to be met with silence.
   *
   * @param cause why
   */
  record Ignored(Cause cause) implements AcknowledgementVerdict {}

  /** Why an acknowledgement is ignored. */
  enum Cause {
    /** No authentication option between mobile node and home agent, or not as the last option. */
    NO_AUTHENTICATION_OPTION,
    /** The option names another security association. */
    OTHER_ASSOCIATION,
    /** The authentication data are wrong. */
    AUTHENTICATION_DATA,
    /** The timestamp is not that of the Binding Update. */
    TIMESTAMP,
    /** A status of RFC 4285, which means nothing without authentication. */
    UNPROTECTED_STATUS
  }
}
