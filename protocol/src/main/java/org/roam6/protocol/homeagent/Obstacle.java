package org.roam6.protocol.homeagent;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.auth.BindingUpdateVerdict;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * Why a Binding Update has to be refused.
 *
 * @param status what the mobile node is told
 * @param rule the number of the rule of the policy that wants it so, from 1 on; 0 where none does
 */
record Obstacle(BindingAcknowledgementStatus status, int rule) {

  /** One that no rule of the policy makes. */
  static Obstacle of(BindingAcknowledgementStatus status) {
    return new Obstacle(status, 0);
  }

  /** What a mobile node is told whose Binding Update did not verify. */
  static BindingAcknowledgementStatus status(BindingUpdateVerdict.Reason reason) {
    return switch (reason) {
      case AUTHENTICATION_DATA -> BindingAcknowledgementStatus.AUTHENTICATION_FAILED;
      case TIMESTAMP_MISSING -> BindingAcknowledgementStatus.MESSAGE_ID_REQUIRED;
      case TIMESTAMP -> BindingAcknowledgementStatus.ID_MISMATCH;
    };
  }

  /** Refuses {@code request}, and tells of it. */
  List<Effect> refuse(BindingRequest request) {
    Effect answer = request.refuse(status);
    Effect refused = new Notify(new HomeAgentNotice.BindingUpdateRefused(request.homeAddress(), status));
    return rule == 0
        ? List.of(answer, refused)
        : List.of(
            answer,
            refused,
            new Notify(
                new HomeAgentNotice.PolicyApplied(request.homeAddress(), request.careOfAddress(), rule)));
  }
}
