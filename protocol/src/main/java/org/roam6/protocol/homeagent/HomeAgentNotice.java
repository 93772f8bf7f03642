package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Notice;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** What a home agent tells. */
public sealed interface HomeAgentNotice extends Notice {

  @Override
  default Level level() {
    return Level.INFO;
  }

  /** A mobile node that was not registered asks to be, and its home address is being checked on the home link. */
  record DetectionStarted(Ipv6Address homeAddress, Ipv6Address careOfAddress) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return homeAddress + " wants to be at " + careOfAddress + ": looking for others with that home address";
    }
  }

  /** A mobile node is registered. */
  record BindingCreated(Ipv6Address homeAddress, Ipv6Address careOfAddress, Lifetime granted)
      implements HomeAgentNotice {
    @Override
    public String text() {
      return homeAddress + " is at " + careOfAddress + " for " + granted;
    }
  }

  /** A binding that was there before a restart is there again. */
  record BindingRestored(Ipv6Address homeAddress, Ipv6Address careOfAddress, Duration left)
      implements HomeAgentNotice {
    @Override
    public String text() {
      return homeAddress + " is still at " + careOfAddress + ", for " + left.toSeconds() + " s";
    }
  }

  /** A registered mobile node stays where it is. */
  record BindingRefreshed(Ipv6Address homeAddress, Lifetime granted) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return homeAddress + " stays for " + granted;
    }
  }

  /** A registered mobile node is somewhere else. */
  record CareOfAddressChanged(Ipv6Address homeAddress, Ipv6Address before, Ipv6Address after, Lifetime granted)
      implements HomeAgentNotice {
    @Override
    public String text() {
      return homeAddress + " moved from " + before + " to " + after + " for " + granted;
    }
  }

  /** A mobile node has given its binding up. */
  record BindingDeleted(Ipv6Address homeAddress) implements HomeAgentNotice {
    @Override
    public String text() {
      return homeAddress + " needs no home agent any more";
    }
  }

  /** The lifetime of a binding is over. */
  record BindingExpired(Ipv6Address homeAddress) implements HomeAgentNotice {
    @Override
    public String text() {
      return "the binding of " + homeAddress + " has expired";
    }
  }

  /** Somebody else has the address that a mobile node wanted to be registered with. */
  record DuplicateFound(Ipv6Address address, LinkLayerAddress holder) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return address + " is in use on the home link by " + holder;
    }
  }

  /** Somebody on the home link says that the address of a registered mobile node is his. */
  record AddressClaimed(Ipv6Address homeAddress, LinkLayerAddress claimant) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return claimant + " on the home link claims an address of the registered " + homeAddress;
    }
  }

  /** A Binding Update was refused, and its sender told so. */
  record BindingUpdateRefused(Ipv6Address homeAddress, BindingAcknowledgementStatus status)
      implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "refused a Binding Update of " + homeAddress + ": status " + status.code() + " " + status;
    }
  }

  /** It was a rule of the policy because of which a Binding Update was refused. */
  record PolicyApplied(Ipv6Address homeAddress, Ipv6Address careOfAddress, int rule) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "rule " + rule + " of the policy stands against " + homeAddress + " from " + careOfAddress;
    }
  }

  /** A Binding Update was met with silence. */
  record BindingUpdateDiscarded(Ipv6Address source, DiscardCause cause) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "discarded a Binding Update from " + source + ": " + cause;
    }
  }

  /**
   * A mobile node was told the prefixes of the home link.
   *
   * @param to where it is
   * @param prefixes how many there are
   * @param transmission how often it was told this without having asked; empty where it has asked
   */
  record PrefixesAdvertised(
      Ipv6Address homeAddress, Ipv6Address to, int prefixes, Optional<Integer> transmission)
      implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "told " + homeAddress + " at " + to + " of " + prefixes + (prefixes == 1 ? " prefix" : " prefixes")
          + transmission.map(number -> ", unasked, time " + number).orElse(", as it asked for");
    }
  }

  /** A Mobile Prefix Solicitation was met with silence. */
  record PrefixSolicitationDiscarded(Ipv6Address claimedSource, SolicitationDiscard cause)
      implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "discarded a Mobile Prefix Solicitation of " + claimedSource + ": " + cause;
    }
  }

  /** Packets come from a mobile node that has no binding, as after a restart: it was told to register again. */
  record MobileNodeForgotten(Ipv6Address homeAddress, Ipv6Address source) implements HomeAgentNotice {
    @Override
    public String text() {
      return homeAddress + " sends from " + source + " without a binding: told it to register again";
    }
  }

  /** A mobile node listens to a multicast group. */
  record GroupJoined(Ipv6Address homeAddress, Ipv6Address group) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return homeAddress + " listens to " + group;
    }
  }

  /** A mobile node no longer listens to a multicast group, or can no longer be reached. */
  record GroupLeft(Ipv6Address homeAddress, Ipv6Address group) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return homeAddress + " no longer listens to " + group;
    }
  }

  /** A mobile node, or all together, would listen to more multicast groups than are allowed. */
  record GroupRefused(Ipv6Address homeAddress, Ipv6Address group) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "too many groups: " + homeAddress + " will not get the packets of " + group;
    }
  }

  /** Packets of a registered mobile node cannot be forwarded. */
  record ForwardingImpossible(Ipv6Address homeAddress, String reason) implements HomeAgentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "cannot forward for " + homeAddress + ": " + reason;
    }
  }
}
