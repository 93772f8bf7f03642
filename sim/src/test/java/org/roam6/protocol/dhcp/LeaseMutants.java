package org.roam6.protocol.dhcp;

import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.DhcpClient.Context;
import org.roam6.protocol.dhcp.DhcpClient.Step;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;

/** Defects of the DHCPv6 client. */
final class LeaseMutants {

  private LeaseMutants() {}

  @Planted(
      value = "goes on with a lease that another node has the address of (RFC 8415 18.2.8)",
      scenario = "lease-8415-18.2.8-somebody-has-the-address")
  static final class DuplicateNotDeclined {
    private DuplicateNotDeclined() {}

    @Replaces("DhcpClient")
    static Step duplicate(Context context, DhcpClientState state, Ipv6Address address) {
      return new Step(state, List.of());
    }
  }

  @Planted(
      value = "never extends a lease (RFC 8415 18.2.4)", scenario = "lease-8415-18.2.1-care-of-address")
  static final class LeaseNotExtended {
    private LeaseNotExtended() {}

    @Replaces("DhcpClient")
    static Step extend(Context context, Traffic traffic, Lease lease) {
      return new Step(new DhcpClientState.Idle(traffic), List.of());
    }
  }

  @Planted(value = "uses an address whose lease has ended (RFC 8415 18.2.5)", seed = 2_000_001)
  static final class LeaseNeverEnds {
    private LeaseNeverEnds() {}

    @Replaces("Lease")
    static boolean isValid(Lease self, Time now) {
      return true;
    }
  }

  @Planted(
      value = "asks for another address where it could confirm the one that it has (RFC 8415 18.2.12)",
      scenario = "lease-8415-18.2.12-back-on-the-link")
  static final class NothingConfirmed {
    private NothingConfirmed() {}

    @Replaces("DhcpClient")
    static boolean isOfUse(Lease lease, Attachment on, Time now) {
      return false;
    }
  }
}
