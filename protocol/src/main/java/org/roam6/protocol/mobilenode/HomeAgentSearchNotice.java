package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Notice;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/** What a mobile node tells of how it finds a home agent, and changes to another one. */
public sealed interface HomeAgentSearchNotice extends Notice {

  /** Home agents were asked for at the anycast address of the home link; the first attempt has number 1. */
  record HomeAgentDiscoverySent(Ipv6Address careOfAddress, int attempt) implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "asked for home agents from " + careOfAddress + ", try " + attempt;
    }
  }

  /** Somebody on the home link told of its home agents, the first one to be tried first. */
  record HomeAgentsDiscovered(Ipv6Address from, List<Ipv6Address> homeAgents) implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return from + " says that the home agents are " + homeAgents;
    }
  }

  /** Nobody told of home agents; how long until they are asked for again. */
  record HomeAgentDiscoveryFailed(Duration retry) implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "nobody tells of home agents, asking again in " + retry.toSeconds() + " s";
    }
  }

  /** From now on Binding Updates go to this home agent, and not to the former one, if there was one. */
  record HomeAgentChosen(Ipv6Address homeAgent, Optional<Ipv6Address> former) implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "trying home agent " + homeAgent + former.map(address -> " instead of " + address).orElse("");
    }
  }

  /** A former home agent is told to delete the binding; the first attempt has number 1. */
  record FormerBindingGivenUp(Ipv6Address homeAgent, SequenceNumber sequence, int attempt)
      implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "Binding Update " + sequence + " to former home agent " + homeAgent + " to delete the binding, try "
          + attempt;
    }
  }

  /** A former home agent has no binding any more. */
  record FormerBindingDeleted(Ipv6Address homeAgent) implements HomeAgentSearchNotice {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String text() {
      return "former home agent " + homeAgent + " has no binding any more";
    }
  }
}
