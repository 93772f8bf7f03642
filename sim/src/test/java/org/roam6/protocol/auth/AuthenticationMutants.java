package org.roam6.protocol.auth;

import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.MobilityHeader;

/** Defects of authentication and replay protection. */
final class AuthenticationMutants {

  private AuthenticationMutants() {}

  @Planted("takes every message for authentic (RFC 4285 5.1)")
  static final class AuthenticatorNotCompared {
    private AuthenticatorNotCompared() {}

    @Replaces("MessageAuthenticator")
    static boolean verifies(
        SecurityAssociation association, Ipv6Address careOfAddress, Ipv6Address homeAddress, MobilityHeader header) {
      return true;
    }
  }

  @Planted("forgets over a restart which timestamps it has accepted (RFC 4285 6)")
  static final class AcceptedTimestampsForgotten {
    private AcceptedTimestampsForgotten() {}

    @Replaces("BindingUpdateAuthenticator")
    static void recall(BindingUpdateAuthenticator self, Memory.AcceptedTimestamp accepted, Time now) {
      // what was accepted is not taken up
    }
  }

  @Planted("lets timestamps go back with the clock (RFC 4285 6)")
  static final class TimestampsGoBack {
    private TimestampsGoBack() {}

    @Replaces("TimestampSource")
    static NtpTimestamp next(TimestampSource self, NtpTimestamp timeOfDay) {
      return timeOfDay.plusUnits(self.correction());
    }
  }

  @Planted("does not follow the home agent's clock (RFC 4285 6)")
  static final class ClockNotCorrected {
    private ClockNotCorrected() {}

    @Replaces("TimestampSource")
    static TimestampSource corrected(TimestampSource self, NtpTimestamp timeOfDay, NtpTimestamp homeAgentTime) {
      return self;
    }
  }
}
