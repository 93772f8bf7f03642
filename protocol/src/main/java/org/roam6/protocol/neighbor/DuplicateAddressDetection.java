package org.roam6.protocol.neighbor;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;

/**
 * Duplicate address detection (RFC 4862 5.4) for one or several addresses at once: unique are all of them or none.
 *
 * <p>There is no random delay before the first probe. RFC 4862 5.4.2 wants one after an interface came up and where a
 * multicast advertisement made many hosts form addresses at the same time; here a Binding Update of one mobile node is
 * the cause, and each moment of delay is one in which that node is cut off.
 *
 * <p>The caller joins the solicited-node groups of the addresses before it begins, and leaves them when it likes.
 */
public sealed interface DuplicateAddressDetection {

  /**
   * How long and how often is asked.
   *
   * @param transmits DupAddrDetectTransmits: probes for each address, at least 1
   * @param retransTimer RetransTimer: the time from one probe to the next, and from the last one to the end
   */
  record Settings(int transmits, Duration retransTimer) {

    /** RFC 4862 5.1 and RFC 4861 10: one probe, one second. */
    public static final Settings DEFAULT = new Settings(1, Duration.ofSeconds(1));

    /** Checks the ranges. */
    public Settings {
      if (transmits < 1) {
        throw new IllegalArgumentException("transmits " + transmits + " is less than 1");
      }
      if (!retransTimer.isPositive()) {
        throw new IllegalArgumentException("retransTimer " + retransTimer + " is not more than zero");
      }
    }
  }

  /**
   * It runs.
   *
   * @param on the interface
   * @param own the link-layer address of that interface, from which looped probes of this host come
   * @param targets the addresses in question
   * @param settings how it is done
   * @param probesLeft probes that are still to be sent for each address
   * @param deadline when the next probe or the end is due
   */
  record Probing(
      InterfaceName on,
      LinkLayerAddress own,
      List<Ipv6Address> targets,
      Settings settings,
      int probesLeft,
      Time deadline)
      implements DuplicateAddressDetection {

    /** Takes a copy of the list. */
    public Probing {
      targets = List.copyOf(targets);
    }

    /** What follows from a message on the link; the same state where that says nothing about the addresses. */
    public DuplicateAddressDetection heard(Arrival arrival, Icmpv6Message message) {
      if (!arrival.in().equals(on) || arrival.from().equals(own)) {
        // RFC 4862 5.4.3: "If the solicitation is from the node itself (because the node loops back multicast packets),
        // the solicitation does not indicate the presence of a duplicate address."
        return this;
      }
      // RFC 4862 5.4.3: "If the source address [...] is the unspecified address, the solicitation is from a node
      // performing Duplicate Address Detection", else "the solicitation should be silently ignored"
      if (message instanceof NeighborSolicitation solicitation
          && arrival.source().isUnspecified()
          && targets.contains(solicitation.target())) {
        return new Duplicate(solicitation.target(), arrival.from());
      }
      // RFC 4862 5.4.4: "If the target address is tentative, the tentative address is not unique."
      if (message instanceof NeighborAdvertisement advertisement && targets.contains(advertisement.target())) {
        return new Duplicate(advertisement.target(), arrival.from());
      }
      return this;
    }

    /** What follows at the deadline. */
    public Step due(Time now) {
      // RFC 4862 5.4: "considered unique if none of the tests indicate the presence of a duplicate address within
      // RetransTimer milliseconds after having sent DupAddrDetectTransmits Neighbor Solicitations"
      return probesLeft == 0 ? new Step(new Unique(), List.of()) : probe(now);
    }

    private Step probe(Time now) {
      Time next = now.plus(settings.retransTimer());
      List<Effect> probes =
          targets.stream().map(target -> (Effect) NeighborPackets.duplicateProbe(on, target)).toList();
      return new Step(new Probing(on, own, targets, settings, probesLeft - 1, next), probes);
    }
  }

  /** Nobody else has any of the addresses. */
  record Unique() implements DuplicateAddressDetection {}

  /**
   * Somebody else has one of the addresses, or wants it too.
   *
   * @param target the address
   * @param holder the link-layer address of the other node
   */
  record Duplicate(Ipv6Address target, LinkLayerAddress holder) implements DuplicateAddressDetection {}

  /**
   * What to do next.
   *
   * @param next the state after it
   * @param effects the probes to send
   */
  record Step(DuplicateAddressDetection next, List<Effect> effects) {}

  /**
   * The state before the first probes: they are due at once.
   *
   * @param on the interface
   * @param own the link-layer address of that interface
   * @param targets the addresses in question
   * @param settings how it is done
   */
  static Probing begin(
      InterfaceName on, LinkLayerAddress own, List<Ipv6Address> targets, Settings settings, Time now) {
    return new Probing(on, own, targets, settings, settings.transmits(), now);
  }
}
