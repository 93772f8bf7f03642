package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.auth.Exchange.ASSOCIATION;
import static org.roam6.protocol.auth.Exchange.CARE_OF;
import static org.roam6.protocol.auth.Exchange.HOME;
import static org.roam6.protocol.auth.Exchange.NOON;
import static org.roam6.protocol.auth.Exchange.SECOND;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.auth.AcknowledgementVerdict.Believed;
import org.roam6.protocol.auth.AcknowledgementVerdict.Cause;
import org.roam6.protocol.auth.AcknowledgementVerdict.ClockRefused;
import org.roam6.protocol.auth.AcknowledgementVerdict.Ignored;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MobilityHeader;

class AcknowledgementAuthenticatorTest {

  private static MobilityHeader acknowledged(
      SecurityAssociation association, int status, Optional<NtpTimestamp> timestamp) {
    return new AcknowledgementProtection.Authenticated(association, CARE_OF, HOME, timestamp)
        .protect(Exchange.acknowledgement(status));
  }

  private static AcknowledgementVerdict judge(MobilityHeader header) {
    return AcknowledgementAuthenticator.judge(
        ASSOCIATION, header, (BindingAcknowledgement) header.message(), CARE_OF, HOME, NOON);
  }

  @Test
  void believesAnAuthenticAnswerToItsTimestamp() {
    for (int status : new int[] {0, 128, 135, 145, 146}) {
      assertThat(judge(acknowledged(ASSOCIATION, status, Optional.of(NOON)))).isEqualTo(new Believed());
    }
  }

  @Test
  @Tag("R4285-019")
  void ignoresAnAnswerToAnotherTimestampOrToNone() {
    Ignored ignored = new Ignored(Cause.TIMESTAMP);
    assertThat(judge(acknowledged(ASSOCIATION, 0, Optional.of(NOON.plusUnits(1))))).isEqualTo(ignored);
    assertThat(judge(acknowledged(ASSOCIATION, 0, Optional.empty()))).isEqualTo(ignored);
  }

  @Test
  @Tag("R4285-018")
  void learnsTheHomeAgentsTimeFromAnAuthenticRefusalOnly() {
    NtpTimestamp time = NOON.plusUnits(3600 * SECOND);
    assertThat(judge(acknowledged(ASSOCIATION, 144, Optional.of(time)))).isEqualTo(new ClockRefused(time));
    SecurityAssociation forger = Exchange.association(0x1000, "ff".repeat(16), "a@b", HOME);
    assertThat(judge(acknowledged(forger, 144, Optional.of(time)))).isEqualTo(new Ignored(Cause.AUTHENTICATION_DATA));
    assertThat(judge(acknowledged(ASSOCIATION, 144, Optional.of(time.plusUnits(1)))))
        .isEqualTo(new Ignored(Cause.TIMESTAMP));
  }

  @Test
  void ignoresWhatIsNotAuthenticated() {
    for (int status : new int[] {0, 144, 146}) {
      assertThat(judge(MobilityHeader.of(Exchange.acknowledgement(status))))
          .isEqualTo(new Ignored(Cause.NO_AUTHENTICATION_OPTION));
    }
    SecurityAssociation other = Exchange.association(0x1001, ASSOCIATION.key().octets().toHex(), "a@b", HOME);
    assertThat(judge(acknowledged(other, 0, Optional.of(NOON)))).isEqualTo(new Ignored(Cause.OTHER_ASSOCIATION));
  }

  @Test
  void withoutSecurityItBelievesAllButTheStatusesOfAuthentication() {
    for (int status : new int[] {0, 128, 143, 147}) {
      assertThat(AcknowledgementAuthenticator.judgeUnprotected(Exchange.acknowledgement(status)))
          .isEqualTo(new Believed());
    }
    for (int status = 144; status <= 146; status++) {
      assertThat(AcknowledgementAuthenticator.judgeUnprotected(Exchange.acknowledgement(status)))
          .isEqualTo(new Ignored(Cause.UNPROTECTED_STATUS));
    }
  }
}
