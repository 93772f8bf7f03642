package org.roam6.sim.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.LeaseRefusal;
import org.roam6.sim.network.PrefixDiscovery;
import org.roam6.sim.workload.Forgery;
import org.roam6.wire.Ipv6Prefix;

/** What is done to a network. Hosts and links go by their names. */
public sealed interface Action {

  /**
   * The cable of a port of a mobile node is plugged into another link; silently: without any change of the carrier.
   *
   * @param port number of the port, 0 for the first
   */
  record Move(String host, int port, String link, boolean silently) implements Action {
    /** The cable of the first port. */
    public Move(String host, String link, boolean silently) {
      this(host, 0, link, silently);
    }
  }

  /** The cable of a port is pulled, and put back into the same link. */
  record Flap(String host, int port, Duration duration) implements Action {
    /** The cable of the first port. */
    public Flap(String host, Duration duration) {
      this(host, 0, duration);
    }
  }

  /** The cable of a port is pulled. */
  record Unplug(String host, int port) implements Action {}

  /** Somebody wants a mobile node to use this port before the others; none: the order that is configured. */
  record Prefer(String host, Optional<Integer> port) implements Action {}

  /** From now on a link carries frames like this. */
  record Degrade(String link, LinkQuality quality) implements Action {}

  /** For a while nothing of what one host sends reaches another one on a link. */
  record Part(String link, String from, String to, Duration duration) implements Action {}

  /** A link holds all frames back for a while. */
  record Clog(String link, Duration duration) implements Action {}

  /** The server of a link leases no addresses for a while. */
  record RefuseLeases(String link, LeaseRefusal why, Duration duration) implements Action {}

  /** A host's Roam6 is killed, and started again after a while, with its storage or without. */
  record Crash(String host, Duration duration, boolean withStorage) implements Action {}

  /** A host's Roam6 is ended in good order, and started again after a while. */
  record Restart(String host, Duration duration) implements Action {}

  /** A machine sleeps for a while. */
  record Sleep(String host, Duration duration) implements Action {}

  /** A machine's wall clock is set so that it is wrong by so much. */
  record SetClock(String host, Duration wrongBy) implements Action {}

  /** A machine's wall clock gains so many microseconds in each second from now on. */
  record DriftClock(String host, int microsecondsPerSecond) implements Action {}

  /** A plain host takes a mobile node's home address on the home link, or gives it up again. */
  record Squat(String host, String mobileNode, boolean taken) implements Action {}

  /** A plain host takes the address that a mobile node would form on its link, if nobody has it. */
  record TakeCareOfAddress(String host, String mobileNode) implements Action {}

  /** An attacker sends a Binding Update again that it has seen. */
  record ReplayUpdate(String attacker, String mobileNode, int number) implements Action {}

  /** An attacker sends a Binding Update of its own for a mobile node, with a number that would fit. */
  record ForgeUpdate(String attacker, String mobileNode) implements Action {}

  /** An attacker answers a mobile node's last Binding Update in the home agent's name. */
  record ForgeAcknowledgement(String attacker, String mobileNode) implements Action {}

  /** An attacker interferes with route optimization between two hosts. */
  record Forge(String attacker, Forgery what, String mobileNode, String correspondent) implements Action {}

  /** An attacker tells a mobile node in its home agent's name that the home prefix has ended. */
  record ForgeAdvertisement(String attacker, String mobileNode) implements Action {}

  /** A host that is no default router advertises a prefix on one of its links, once. */
  record Advertise(String host, String link, Ipv6Prefix prefix, PrefixDiscovery.Lasting lasting) implements Action {}

  /** The hosts that it is about. */
  default List<String> hosts() {
    return switch (this) {
      case Move(String host, _, _, _) -> List.of(host);
      case Flap(String host, _, _) -> List.of(host);
      case Unplug(String host, _) -> List.of(host);
      case Prefer(String host, _) -> List.of(host);
      case Degrade _, Clog _, RefuseLeases _ -> List.of();
      case Part(_, String from, String to, _) -> List.of(from, to);
      case Crash(String host, _, _) -> List.of(host);
      case Restart(String host, _) -> List.of(host);
      case Sleep(String host, _) -> List.of(host);
      case SetClock(String host, _) -> List.of(host);
      case DriftClock(String host, _) -> List.of(host);
      case Squat(String host, String mobileNode, _) -> List.of(host, mobileNode);
      case TakeCareOfAddress(String host, String mobileNode) -> List.of(host, mobileNode);
      case ReplayUpdate(String attacker, String mobileNode, _) -> List.of(attacker, mobileNode);
      case ForgeUpdate(String attacker, String mobileNode) -> List.of(attacker, mobileNode);
      case ForgeAcknowledgement(String attacker, String mobileNode) -> List.of(attacker, mobileNode);
      case ForgeAdvertisement(String attacker, String mobileNode) -> List.of(attacker, mobileNode);
      case Advertise(String host, _, _, _) -> List.of(host);
      case Forge(String attacker, _, String mobileNode, String correspondent) ->
          List.of(attacker, mobileNode, correspondent);
    };
  }
}
