package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;

/** Defects of the mobile node's search for a home agent, and of its change to another one. */
final class HomeAgentSearchMutants {

  private HomeAgentSearchMutants() {}

  @Planted("leaves its binding at a home agent that it does not use any more (RFC 6275 10.3.2)")
  static final class FormerHomeAgentNotTold {
    private FormerHomeAgentNotTold() {}

    @Replaces("FormerHomeAgents")
    static List<Effect> tell(FormerHomeAgents self, Context context, Optional<Ipv6Address> current) {
      return List.of();
    }
  }

  @Planted("gives its home address up because a former home agent defends it (RFC 6275 11.7.1)")
  static final class FormerHomeAgentTakenForADuplicate {
    private FormerHomeAgentTakenForADuplicate() {}

    @Replaces("HomeAgentSelection")
    static boolean isHeldElsewhere(HomeAgentSelection self, Time now) {
      return false;
    }
  }

  @Planted("stays with a home agent that is silent or refuses (RFC 6275 11.4.1)")
  static final class NoOtherHomeAgentTried {
    private NoOtherHomeAgentTried() {}

    @Replaces("HomeAgentSelection")
    static boolean hasFailed(
        HomeAgentSelection self, RegistrationState registered, boolean otherInterface, Time now) {
      return false;
    }
  }

  @Planted(
      value = "gives its home agent up before it has tried another interface (RFC 6275 11.4.1)",
      scenario = "home-agent-discovery-11.4.1-interface-first")
  static final class HomeAgentLeftBeforeTheInterface {
    private HomeAgentLeftBeforeTheInterface() {}

    @Replaces("HomeAgentSelection")
    static boolean isInterfaceFirst(
        HomeAgentSelection self, RegistrationState registered, boolean otherInterface, Time now) {
      return false;
    }
  }

  @Planted(
      value = "goes on to try its interfaces in turn where another home agent is known (RFC 6275 11.4.1)",
      scenario = "home-agent-discovery-11.7.1-every-interface-silent")
  static final class InterfacesTriedWithoutEnd {
    private InterfacesTriedWithoutEnd() {}

    @Replaces("HomeAgentSelection")
    static boolean hasInterfacesLeft(HomeAgentSelection self) {
      return true;
    }
  }

  @Planted(
      value = "forgets over a restart which home agents may have a binding (RFC 6275 11.7.1)", seed = 43_236)
  static final class HoldersForgotten {
    private HoldersForgotten() {}

    @Replaces("FormerHomeAgents")
    static void recallHolders(
        FormerHomeAgents self, List<Ipv6Address> homeAgents, Time until, NtpTimestamp timeOfDay, Time now) {
      // whoever was left is not told
    }
  }
}
