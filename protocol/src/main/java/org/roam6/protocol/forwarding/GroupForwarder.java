package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.wire.Ipv6Address;

/**
 * Takes packets to multicast groups that are heard on the home link into the tunnels of all mobile nodes that listen
 * (RFC 6275 10.4.2). Used by one thread; allocates nothing for a packet. It counts its verdicts: of a packet that goes
 * nowhere one, of others one for each tunnel.
 */
public final class GroupForwarder {

  /** Octets of the headers of a copy at most, and of those of an error. */
  public static final int MOST_HEADERS = 48;

  private final VerdictCounts counts = new VerdictCounts();
  private final ErrorMessages messages = new ErrorMessages();
  private Ipv6Address @Nullable [] listeners;
  private int next;
  private int headers;
  private int pathMtu;
  private int leastCarried;
  private ForwardingState.@Nullable Entry tooNarrow;

  /** A forwarder that has counted nothing yet. */
  public GroupForwarder() {}

  /** How many packets, or copies, got {@code verdict}. */
  public long count(Verdict verdict) {
    return counts.of(verdict);
  }

  /**
   * Looks at one packet to a multicast group, and spends one hop of it; {@link #next} then shows its copies.
   *
   * @return whether there may be any
   */
  public boolean begin(Packet packet, ForwardingState state) {
    next = 0;
    tooNarrow = null;
    listeners = null;
    Verdict refusal = refusal(packet, state);
    if (refusal != null) {
      counts.add(refusal);
    }
    return refusal == null;
  }

  private @Nullable Verdict refusal(Packet packet, ForwardingState state) {
    if (!PacketChecks.isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    // RFC 6275 10.4.2: "Multicast packets addressed to a multicast address with link-local scope [...] MUST NOT be
    // tunneled to the mobile node"; RFC 4291 2.5.6: nor what comes from a link-local address
    if (!PacketChecks.isToGroup(packet)) {
      return Verdict.INNER_SCOPE;
    }
    listeners = state.groups().listeners(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
    if (listeners == null) {
      return Verdict.NOT_FOR_TUNNELS;
    }
    return PacketChecks.spendHop(packet) ? null : Verdict.HOP_LIMIT_EXCEEDED;
  }

  /**
   * Makes the headers of the next copy; false where there is none.
   *
   * @param packet as it came from {@link #begin}, and as it is behind the headers of each copy
   * @param copy shows, behind room for {@value #MOST_HEADERS} octets, as many octets as the packet has; then from the
   *     headers on
   * @param nowNanos the time, as {@link org.roam6.protocol.Time#nanos()}
   */
  public boolean next(Packet packet, Packet copy, ForwardingState state, long nowNanos) {
    while (listeners != null && next < listeners.length) {
      Ipv6Address home = listeners[next++];
      if (!isFrom(packet, home)
          && encapsulate(packet, copy, state.remoteHome(home.high(), home.low()), nowNanos)) {
        return true;
      }
    }
    return false;
  }

  /** A mobile node that sends to a group does not get its own packet back. */
  private static boolean isFrom(Packet packet, Ipv6Address home) {
    return packet.half(Packet.SOURCE) == home.high() && packet.half(Packet.SOURCE + 8) == home.low();
  }

  private boolean encapsulate(
      Packet packet, Packet copy, ForwardingState.@Nullable Entry first, long nowNanos) {
    ForwardingState.Entry entry = first;
    while (entry != null && entry.expiryNanos <= nowNanos) {
      entry = entry.next;
    }
    int limit = TunnelEncapsulationLimit.of(packet);
    Verdict verdict = Verdict.NO_BINDING;
    if (entry != null) {
      verdict = limit == 0 ? Verdict.NESTED : fit(packet, entry, limit, nowNanos);
    }
    if (entry != null && verdict == Verdict.ENCAPSULATED) {
      OuterHeader.prepend(
          copy, entry, OuterHeader.trafficClass(packet), OuterHeader.flowLabel(packet), limit);
      headers = OuterHeader.length(limit);
    }
    counts.add(verdict);
    return verdict == Verdict.ENCAPSULATED;
  }

  private Verdict fit(Packet packet, ForwardingState.Entry entry, int limit, long nowNanos) {
    pathMtu = entry.pathMtu(nowNanos);
    int largest = Math.max(pathMtu - OuterHeader.length(limit), ForwardingState.MINIMUM_MTU);
    if (packet.length() <= largest) {
      return Verdict.ENCAPSULATED;
    }
    if (tooNarrow == null || largest < leastCarried) {
      tooNarrow = entry;
      leastCarried = largest;
    }
    return Verdict.TOO_BIG;
  }

  /** Octets of the headers that the last copy has before the packet. */
  public int headers() {
    return headers;
  }

  /** Octets that each packet may have on the way of the copy. A longer copy is to be sent in fragments. */
  public int pathMtu() {
    return pathMtu;
  }

  /** Whether a tunnel carries only less, and the source of the packet is to hear of it (RFC 2473 7.1). */
  public boolean owesError() {
    return tooNarrow != null;
  }

  /**
   * Lets {@code packet} show the Packet Too Big that its source is to get, along the host's routes.
   *
   * @param packet of which the first 1280 octets do, with room for {@value #MOST_HEADERS} octets before it
   * @return false where none is owed, or there were too many
   */
  public boolean showError(Packet packet, long nowNanos) {
    ForwardingState.Entry entry = tooNarrow;
    return entry != null
        && messages.write(
            packet, TunnelErrors.TOO_BIG, leastCarried, entry.localEnd.high(), entry.localEnd.low(), nowNanos);
  }
}
