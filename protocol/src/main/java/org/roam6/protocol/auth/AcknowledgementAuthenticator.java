package org.roam6.protocol.auth;

import java.util.Optional;
import org.roam6.protocol.auth.AcknowledgementVerdict.Believed;
import org.roam6.protocol.auth.AcknowledgementVerdict.Cause;
import org.roam6.protocol.auth.AcknowledgementVerdict.ClockRefused;
import org.roam6.protocol.auth.AcknowledgementVerdict.Ignored;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobilityHeader;

/** The mobile node's end of RFC 4285: judges Binding Acknowledgements. */
public final class AcknowledgementAuthenticator {

  private static final int ID_MISMATCH = BindingAcknowledgementStatus.ID_MISMATCH.code();

  private AcknowledgementAuthenticator() {}

  /**
   * Judges an acknowledgement where Binding Updates are not protected.
   *
   * @param acknowledgement what was received
   */
  public static AcknowledgementVerdict judgeUnprotected(BindingAcknowledgement acknowledgement) {
    int status = acknowledgement.status();
    boolean ofAuthentication =
        status >= ID_MISMATCH && status <= BindingAcknowledgementStatus.AUTHENTICATION_FAILED.code();
    return ofAuthentication ? new Ignored(Cause.UNPROTECTED_STATUS) : new Believed();
  }

  /**
   * Judges an acknowledgement of an authenticated Binding Update.
   *
   * @param association whose key the home agent has to have used
   * @param header the Mobility Header as it was received
   * @param acknowledgement the message of that header
   * @param careOfAddress the care-of address that the Binding Update asked for
   * @param homeAddress the home address
   * @param sent the timestamp of the Binding Update
   */
  public static AcknowledgementVerdict judge(
      SecurityAssociation association,
      MobilityHeader header,
      BindingAcknowledgement acknowledgement,
      Ipv6Address careOfAddress,
      Ipv6Address homeAddress,
      NtpTimestamp sent) {
    Optional<MessageAuthentication> option = MessageAuthenticator.find(acknowledgement);
    if (option.isEmpty()) {
      return new Ignored(Cause.NO_AUTHENTICATION_OPTION);
    }
    if (option.get().securityParameterIndex() != association.securityParameterIndex()) {
      return new Ignored(Cause.OTHER_ASSOCIATION);
    }
    if (!MessageAuthenticator.verifies(association, careOfAddress, homeAddress, header)) {
      return new Ignored(Cause.AUTHENTICATION_DATA);
    }
    return judgeTimestamp(acknowledgement, sent);
  }

  private static AcknowledgementVerdict judgeTimestamp(BindingAcknowledgement acknowledgement, NtpTimestamp sent) {
    Optional<MessageReplayProtection> option = acknowledgement.option(MessageReplayProtection.class);
    if (option.isEmpty()) {
      return new Ignored(Cause.TIMESTAMP);
    }
    NtpTimestamp received = new NtpTimestamp(option.get().timestamp());
    if (acknowledgement.status() == ID_MISMATCH) {
      // RFC 4285 6: "If the timestamp is not valid, the Home Agent copies only the low-order 32 bits into the BA"
      return received.withFractionOf(sent).equals(received)
          ? new ClockRefused(received)
          : new Ignored(Cause.TIMESTAMP);
    }
    // RFC 4285 6: "If the values do not match, the Mobile Node silently discards the BA."
    return received.equals(sent) ? new Believed() : new Ignored(Cause.TIMESTAMP);
  }
}
