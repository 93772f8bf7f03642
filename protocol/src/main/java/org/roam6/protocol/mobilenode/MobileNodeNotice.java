package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** What a mobile node tells. */
public sealed interface MobileNodeNotice extends Notice {

  /** The cable of the mobile interface was pulled. */
  record LinkLost(InterfaceName on) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "link lost on " + on;
    }
  }

  /** The mobile interface has a cable again. */
  record LinkFound(InterfaceName on) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "link found on " + on;
    }
  }

  /** Another interface is used from now on; {@code before} may be so good yet that nothing is lost. */
  record InterfaceChosen(InterfaceName on, InterfaceName before) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "uses " + on + " instead of " + before;
    }
  }

  /** A router solicitation was sent. */
  record RouterSolicited(InterfaceName on, int attempt) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "solicited routers on " + on + ", try " + attempt;
    }
  }

  /** The first router advertisement since something changed: it tells which link this is. */
  record RouterHeard(Ipv6Address router, List<Ipv6Prefix> prefixes, boolean moved) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "router " + router + " advertises " + prefixes + (moved ? ": another link" : ": the same link");
    }
  }

  /** A router of a known link answers: it tells which link this is, before any router advertisement. */
  record RouterRecognized(Ipv6Address router, List<Ipv6Prefix> prefixes, boolean moved) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "router " + router + " of " + prefixes + " answers" + (moved ? ": another link" : ": the same link");
    }
  }

  /** The current router may be out of reach, and is asked. */
  record RouterSuspected(Ipv6Address router, String reason) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "is router " + router + " still there? " + reason;
    }
  }

  /** The current router does not answer, or serves no longer. */
  record RouterLost(Ipv6Address router) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "router " + router + " is gone";
    }
  }

  /** A care-of address was formed and can be used. */
  record CareOfAddressFormed(Ipv6Address careOfAddress, Ipv6Address router) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "care-of address " + careOfAddress + " by router " + router;
    }
  }

  /** Somebody else has the care-of address; whether another one is tried. */
  record CareOfAddressDuplicate(Ipv6Address careOfAddress, boolean another) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "another node has care-of address " + careOfAddress + (another ? "" : ", giving up on this link");
    }
  }

  /** A Binding Update was sent; the first attempt has number 1. */
  record BindingUpdateSent(
      Ipv6Address careOfAddress, SequenceNumber sequence, Lifetime lifetime, int attempt)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "Binding Update " + sequence + " for " + careOfAddress + ", lifetime " + lifetime + ", try " + attempt;
    }
  }

  /** The home agent accepted. */
  record BindingAcknowledged(
      Ipv6Address careOfAddress, int status, Lifetime lifetime, Duration roundTrip)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "binding for "
          + careOfAddress
          + " acknowledged, status "
          + status
          + ", lifetime "
          + lifetime
          + ", after "
          + roundTrip.toMillis()
          + " ms";
    }
  }

  /** A binding ended without having been refreshed. */
  record BindingExpired(Ipv6Address careOfAddress) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "binding for " + careOfAddress + " expired";
    }
  }

  /** The node is at home and reached there directly; whether a binding had to be deleted for that. */
  record ReturnedHome(Ipv6Address homeAddress, boolean bindingDeleted) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "at home as " + homeAddress + (bindingDeleted ? ", binding deleted" : "");
    }
  }

  /** On the home link the home agent's link-layer address is asked for. */
  record HomeAgentSolicited(int attempt) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "asking for the home agent on the home link, try " + attempt;
    }
  }

  /** The home agent refused; how long until it is asked again, less than zero for never. */
  record RegistrationFailed(int status, Duration retry) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "home agent refused with status "
          + status
          + (retry.isNegative() ? ", giving up" : ", asking again in " + retry.toSeconds() + " s");
    }
  }

  /** The home agent had a greater sequence number, which counts from now on. */
  record SequenceNumberCorrected(SequenceNumber to) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "sequence number corrected to " + to;
    }
  }

  /** The home agent's time of day differs; by how much it is ahead of ours. */
  record ClockCorrected(Duration offset) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "the home agent's clock is ahead of ours by " + offset.toSeconds() + " s";
    }
  }

  /** The home agent accepted, with status 1: the home prefix is about to end, or is deprecated. */
  record PrefixDiscoveryNecessary() implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "the home agent says that the home prefix is about to end, or is deprecated";
    }
  }

  /** A Binding Acknowledgement was not believed. */
  record AcknowledgementIgnored(SequenceNumber sequence, int status, String reason) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "ignored Binding Acknowledgement " + sequence + " with status " + status + ": " + reason;
    }
  }

  /** The home agent asked for a new Binding Update. */
  record RefreshRequested(String message) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "the home agent asks for a Binding Update: " + message;
    }
  }

  /** The home agent asks which multicast groups the node listens to, and may be told from now on. */
  record ListenerQueryReceived() implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "the home agent asks for multicast groups: those that are joined on the tunnel interface are told it";
    }
  }

  /** Another node has the home address, which must not be used any more (RFC 6275 11.7.1). */
  record HomeAddressLost(Ipv6Address homeAddress) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "home address " + homeAddress + " belongs to another node now";
    }
  }

  /** The data plane could not do what was wanted. */
  record ForwardingFailed(String reason) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "forwarding failed: " + reason;
    }
  }

  /** A Home Test Init message was sent; the first attempt has number 1. */
  record HomeTestInitSent(Ipv6Address correspondent, int attempt) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "Home Test Init to " + correspondent + ", try " + attempt;
    }
  }

  /** A Care-of Test Init message was sent; the first attempt has number 1. */
  record CareOfTestInitSent(Ipv6Address correspondent, Ipv6Address careOfAddress, int attempt)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "Care-of Test Init to " + correspondent + " from " + careOfAddress + ", try " + attempt;
    }
  }

  /** A Binding Update was sent to a correspondent node; the first attempt has number 1. */
  record CorrespondentUpdateSent(
      Ipv6Address correspondent, Ipv6Address careOfAddress, SequenceNumber sequence, Lifetime lifetime, int attempt)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "Binding Update " + sequence + " to " + correspondent + " for " + careOfAddress
          + ", lifetime " + lifetime + ", try " + attempt;
    }
  }

  /** A correspondent node has the binding; whether it was acknowledged, or only packets say so. */
  record CorrespondentBound(
      Ipv6Address correspondent, Ipv6Address careOfAddress, Lifetime lifetime, boolean acknowledged)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "direct path to " + correspondent + " from " + careOfAddress + ", lifetime " + lifetime
          + (acknowledged ? "" : ", not acknowledged yet");
    }
  }

  /** A correspondent node has deleted the binding. */
  record CorrespondentBindingDeleted(Ipv6Address correspondent) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "binding at " + correspondent + " deleted";
    }
  }

  /** A binding at a correspondent node ends because nobody talks. */
  record CorrespondentBindingLapsed(Ipv6Address correspondent) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "binding at " + correspondent + " left to end: no traffic";
    }
  }

  /** A correspondent node may have lost the binding, and packets go by the home agent again. */
  record DirectPathLost(Ipv6Address correspondent, String reason) implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "direct path to " + correspondent + " given up: " + reason;
    }
  }

  /** The registration with a correspondent node came to nothing; how long until it is tried again. */
  record RouteOptimizationFailed(Ipv6Address correspondent, String reason, Duration retry)
      implements MobileNodeNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "no direct path to " + correspondent + ": " + reason + ", not tried again for "
          + retry.toSeconds() + " s";
    }
  }
}
