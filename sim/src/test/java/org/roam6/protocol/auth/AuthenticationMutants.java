package org.roam6.protocol.auth;

import java.util.Optional;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** Defects of authentication and replay protection. */
final class AuthenticationMutants {

  private AuthenticationMutants() {}

  @Planted(value = "takes every message for authentic (RFC 4285 5.1)", scenario = "forgery-4285-5-acknowledgement")
  static final class AuthenticatorNotCompared {
    private AuthenticatorNotCompared() {}

    @Replaces("MessageAuthenticator")
    static boolean verifies(
        SecurityAssociation association, Ipv6Address careOfAddress, Ipv6Address homeAddress, MobilityHeader header) {
      return true;
    }
  }

  @Planted(
      value = "takes every Binding Update to a correspondent node for authorized (RFC 6275 5.2.6)",
      scenario = "route-optimization-5.2.6-forged-messages")
  static final class CorrespondentUpdateNotAuthorized {
    private CorrespondentUpdateNotAuthorized() {}

    @Replaces("BindingManagementKey")
    static boolean authorizes(
        BindingManagementKey self, MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address correspondent) {
      return header.message() instanceof BindingUpdate || original(self, header, careOfAddress, correspondent);
    }

    static boolean original(
        BindingManagementKey self, MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address correspondent) {
      return Mutant.rewired(Boolean.class);
    }
  }

  @Planted(
      value = "believes every acknowledgement of a correspondent node (RFC 6275 11.7.3)",
      scenario = "route-optimization-11.7.3-forged-acknowledgement")
  static final class CorrespondentAcknowledgementNotAuthorized {
    private CorrespondentAcknowledgementNotAuthorized() {}

    @Replaces("BindingManagementKey")
    static boolean authorizes(
        BindingManagementKey self, MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address correspondent) {
      return header.message() instanceof BindingAcknowledgement || original(self, header, careOfAddress, correspondent);
    }

    static boolean original(
        BindingManagementKey self, MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address correspondent) {
      return Mutant.rewired(Boolean.class);
    }
  }

  @Planted(value = "forgets over a restart which timestamps it has accepted (RFC 4285 6)", seed = 40)
  static final class AcceptedTimestampsForgotten {
    private AcceptedTimestampsForgotten() {}

    @Replaces("BindingUpdateAuthenticator")
    static void recall(BindingUpdateAuthenticator self, Memory.AcceptedTimestamp accepted, Time now) {
      // what was accepted is not taken up
    }
  }

  @Planted(value = "takes what was refused as early when its time has come (RFC 4285 6)", seed = 7409)
  static final class EarlyUpdatesForgotten {
    private EarlyUpdatesForgotten() {}

    @Replaces("EarlyUpdates")
    static Optional<SequenceNumber> last(
        EarlyUpdates self, Ipv6Address homeAddress, Optional<NtpTimestamp> accepted) {
      return Optional.empty();
    }
  }

  @Planted(value = "lets timestamps go back with the clock (RFC 4285 6)", seed = 40)
  static final class TimestampsGoBack {
    private TimestampsGoBack() {}

    @Replaces("TimestampSource")
    static NtpTimestamp next(TimestampSource self, NtpTimestamp timeOfDay) {
      return timeOfDay.plusUnits(self.correction());
    }
  }

  @Planted(
      value = "does not follow the home agent's clock (RFC 4285 6)",
      scenario = "authentication-4285-6-clock-loses")
  static final class ClockNotCorrected {
    private ClockNotCorrected() {}

    @Replaces("TimestampSource")
    static TimestampSource corrected(TimestampSource self, NtpTimestamp timeOfDay, NtpTimestamp homeAgentTime) {
      return self;
    }
  }
}
