package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.sim.mutant.Mutant;
import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** Defects of the mobile node's movement detection, and of what it wants. */
final class MobileNodeMutants {

  private MobileNodeMutants() {}

  @Planted("keeps the addresses of links that it has left (RFC 6275 11.5.4)")
  static final class FormerAddressesKept {
    private FormerAddressesKept() {}

    @Replaces("WantedItems")
    static void unwantOthers(WantedItems self, Wishes wishes, List<Effect> effects) {
      // stays wanted
    }
  }

  @Planted(
      value = "sends from another care-of address before the home agent has acknowledged it (RFC 6275 11.3.1, 11.5.4)",
      scenario = "several-interfaces-11.5.4-update-lost")
  static final class FormerAddressLeftTooEarly {
    private FormerAddressLeftTooEarly() {}

    @Replaces("Situation")
    static Optional<Situation.At> held(List<Situation.At> others, RegistrationState registration, Time now) {
      return Optional.empty();
    }
  }

  @Planted(
      value = "takes packets only at the care-of address in use (RFC 6275 11.5.4)",
      scenario = "several-interfaces-11.5.4-better-one-appears")
  static final class OtherAddressesIgnored {
    private OtherAddressesIgnored() {}

    @Replaces("Situation")
    static List<Ipv6Address> otherCareOfAddresses(Situation self) {
      return List.of();
    }
  }

  @Planted(
      value = "leaves what works for what has been usable for no time at all (RFC 6275 11.5.3)",
      scenario = "several-interfaces-11.5.3-flapping")
  static final class FlappingFollowed {
    private FlappingFollowed() {}

    @Replaces("InterfaceChoice$Reliability")
    static Time steadyFrom(InterfaceChoice.Reliability self) {
      return Time.ZERO;
    }
  }

  @Planted("does not know after a restart which numbers it has used (RFC 6275 11.7.1)")
  static final class UsedNumbersForgotten {
    private UsedNumbersForgotten() {}

    @Replaces("MobileNode$Turn")
    static void recalled(MobileNode.Turn self, Memory item) {
      // begins anywhere
    }
  }

  @Planted(
      value = "sends as often as it likes (RFC 6275 11.8, RFC 4861 6.3.7)",
      scenario = "movement-4861-6.3.7-flapping-cable")
  static final class RatesIgnored {
    private RatesIgnored() {}

    @Replaces("RecentSends")
    static Time earliest(RecentSends self, Time now, int limit, Duration period) {
      return now;
    }
  }

  @Planted("takes every router for one of its link, and so misses a silent move (RFC 6275 11.5.1)")
  static final class SilentMovesMissed {
    private SilentMovesMissed() {}

    @Replaces("MovementDetection")
    static boolean isOfSameLink(Network here, KnownRouter router) {
      return true;
    }
  }

  @Planted("uses its home address at home before its home agent knows (RFC 6275 11.5.5)")
  static final class HomeAddressUsedTooEarly {
    private HomeAddressUsedTooEarly() {}

    @Replaces("Wishes")
    static List<Desired> home(Wishes.OfHome of, InterfaceName on, Optional<NextHop> router) {
      return Wishes.atHome(of, on, router, Desired.DuplicateDetection.NONE);
    }
  }

  @Planted("does not tell its neighbours that it is back (RFC 6275 11.5.5)")
  static final class ReturnNotAnnounced {
    private ReturnNotAnnounced() {}

    @Replaces("Transmission")
    static List<Effect> announcements(Context context) {
      return List.of();
    }
  }

  @Planted("drops a care-of address only when another one is there, and never the tunnel (RFC 6275 11.3.1)")
  static final class LostLinkNotNoticed {
    private LostLinkNotNoticed() {}

    @Replaces("MovementDetection")
    static MovementDetection.Step linkFound(MobileNodeConfig config, Link link, MovementState state, Time now) {
      return state.network().isPresent()
          ? new MovementDetection.Step(
              new MovementState.Attached(state.past(), state.network().get()), List.of())
          : original(config, link, state, now);
    }

    static MovementDetection.Step original(MobileNodeConfig config, Link link, MovementState state, Time now) {
      return Mutant.rewired(MovementDetection.Step.class);
    }
  }

  @Planted("keeps a care-of address that somebody else has (RFC 4862 5.4.5)")
  static final class DuplicateKept {
    private DuplicateKept() {}

    @Replaces("MovementDetection")
    static MovementDetection.Step duplicate(
        MobileNodeConfig config, MovementState state, MovementDetection.Input.Duplicate duplicate, Time now) {
      return new MovementDetection.Step(state, List.of());
    }
  }

  @Planted(value = "takes the link for the last one, whichever known router answers (RFC 6059 5.7.1)", seed = 7)
  static final class AnswersConfused {
    private AnswersConfused() {}

    @Replaces("Past")
    static Optional<Network> confirmed(
        Past self, MobileNodeConfig config, Ipv6Address address, LinkLayerAddress from, Time now) {
      return self.links().stream().findFirst();
    }
  }

  @Planted(value = "asks known routers whenever a cable flaps (RFC 6059 5.11)", seed = 2_000_000)
  static final class KnownRoutersAskedTooOften {
    private KnownRoutersAskedTooOften() {}

    @Replaces("Past")
    static boolean mayProbe(Past self, Time now) {
      return true;
    }
  }

  @Planted(value = "asks the routers of links where its lease has ended (RFC 6059 5.5.2)", seed = 2_000_001)
  static final class EndedLeasesAskedFor {
    private EndedLeasesAskedFor() {}

    @Replaces("Network")
    static Place.Visited managed(Network self, KnownRouter router, Time now) {
      NextHop hop = new NextHop(router.address(), router.linkLayerAddress(), router.linkMtu());
      boolean leased = self.place().leasingRouter().equals(Optional.of(hop));
      return leased && self.place() instanceof Place.Away away ? away : new Place.Managed(hop);
    }
  }

  @Planted(
      value = "takes the lease of a link that it has come to unawares for one of the former link (RFC 6059 5.2)",
      seed = 3_000_461)
  static final class LeaseOfUnfeltMoveKept {
    private LeaseOfUnfeltMoveKept() {}

    @Replaces("Network")
    static Network asLeft(Network self) {
      return self;
    }
  }
}
