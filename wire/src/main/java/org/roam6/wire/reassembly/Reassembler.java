package org.roam6.wire.reassembly;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.FragmentHeader;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.reassembly.ReassemblyOutcome.Cause;

/** Puts fragments together (RFC 8200 4.5). For one thread; times are nanoseconds of any one monotonic clock. */
public final class Reassembler {

  // RFC 8200 4.5: "within 60 seconds of the reception of the first-arriving fragment"
  private static final long TIMEOUT_NANOS = 60_000_000_000L;
  private static final int PAYLOAD_LENGTH_POINTER = 4;
  private static final int OFFSET_IN_FRAGMENT_HEADER = 2;
  private static final int TCP_HEADER_LENGTH = 20;

  private final ReassemblyLimits limits;
  // In the order of the deadlines: all datagrams have the same time.
  private final Map<Key, Datagram> datagrams = new LinkedHashMap<>();
  private int octets;
  private long evicted;

  private record Key(Ipv6Address source, Ipv6Address destination, long identification) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySource = source.compareTo(other.source);
      int byAddress = bySource != 0 ? bySource : destination.compareTo(other.destination);
      return byAddress != 0 ? byAddress : Long.compare(identification, other.identification);
    }
  }

  /** A reassembler that holds nothing. */
  public Reassembler(ReassemblyLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes a fragment.
   *
   * @param fragment a packet that {@link Ipv6Packet#isFragment() is a fragment}; atomic ones are whole packets (RFC
   * 6946)
   * @param now the time; it never goes back
   */
  public ReassemblyOutcome accept(Ipv6Packet fragment, long now) {
    FragmentHeader header = fragment.fragmentHeader()
        .filter(candidate -> !candidate.isAtomic())
        .orElseThrow(() -> new IllegalArgumentException("not a fragment"));
    Optional<ReassemblyOutcome> refusal = refusal(fragment, header);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Key key = new Key(fragment.header().source(), fragment.header().destination(), header.identification());
    return add(key, datagram(key, now), fragment, header);
  }

  private static Optional<ReassemblyOutcome> refusal(Ipv6Packet fragment, FragmentHeader header) {
    Octets piece = fragment.payload();
    if (piece.length() == 0) {
      return Optional.of(new ReassemblyOutcome.Discarded(Cause.EMPTY, Optional.empty()));
    }
    // RFC 8200 4.5: "not a multiple of 8 octets and the M flag of that fragment is 1 [...] Parameter Problem, Code 0
    // [...] pointing to the Payload Length field"
    if (header.moreFragments() && piece.length() % 8 != 0) {
      return problem(Cause.BAD_LENGTH, fragment, Icmpv6Code.ERRONEOUS_HEADER_FIELD, PAYLOAD_LENGTH_POINTER);
    }
    // RFC 8200 4.5: "would exceed 65,535 octets [...] pointing to the Fragment Offset field of the fragment packet."
    int headersLength = Datagram.perFragmentHeadersLength(fragment);
    if (headersLength - Ipv6Header.LENGTH + header.offset() + piece.length() > Ipv6Packet.MAX_PAYLOAD_LENGTH) {
      int pointer = headersLength + OFFSET_IN_FRAGMENT_HEADER;
      return problem(Cause.TOO_LONG, fragment, Icmpv6Code.ERRONEOUS_HEADER_FIELD, pointer);
    }
    // RFC 8200 4.5: "If the first fragment does not include all headers through an Upper-Layer header [...] Code 3
    // [...] with the Pointer field set to zero."
    if (header.offset() == 0 && !hasAllHeaders(fragment, header)) {
      return problem(Cause.INCOMPLETE_HEADER_CHAIN, fragment, Icmpv6Code.INCOMPLETE_HEADER_CHAIN, 0);
    }
    return Optional.empty();
  }

  private static Optional<ReassemblyOutcome> problem(Cause cause, Ipv6Packet fragment, int code, int pointer) {
    ParameterProblem problem = new ParameterProblem(code, pointer, ReassemblyAnswer.invokingPacket(fragment));
    return Optional.of(new ReassemblyOutcome.Discarded(cause, ReassemblyAnswer.to(fragment, problem)));
  }

  private static boolean hasAllHeaders(Ipv6Packet fragment, FragmentHeader header) {
    Datagram alone = new Datagram(0);
    alone.add(header, fragment);
    return switch (Ipv6Packet.decode(alone.assemble(fragment))) {
      case Decoded.Malformed<Ipv6Packet>(MalformedCause cause, int _) -> cause != MalformedCause.TRUNCATED;
      case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) ->
          packet.payload().length() >= shortestHeader(packet.protocol());
    };
  }

  private static int shortestHeader(int protocol) {
    return switch (protocol) {
      case IpProtocol.NO_NEXT_HEADER -> 0;
      case IpProtocol.TCP -> TCP_HEADER_LENGTH;
      case IpProtocol.IPV6 -> Ipv6Header.LENGTH;
      default -> 8;
    };
  }

  private Datagram datagram(Key key, long now) {
    Datagram known = datagrams.get(key);
    if (known != null) {
      return known;
    }
    List<Key> ofSource = datagrams.keySet().stream().filter(other -> other.source().equals(key.source())).toList();
    if (ofSource.size() >= limits.datagramsPerSource()) {
      evict(ofSource.getFirst());
    } else if (datagrams.size() >= limits.datagrams()) {
      evict(datagrams.keySet().iterator().next());
    }
    Datagram datagram = new Datagram(now + TIMEOUT_NANOS);
    datagrams.put(key, datagram);
    return datagram;
  }

  private ReassemblyOutcome add(Key key, Datagram datagram, Ipv6Packet fragment, FragmentHeader header) {
    Octets piece = fragment.payload();
    // RFC 8200 4.5: "an implementation may choose to detect this case and drop exact duplicate fragments"
    if (datagram.isDuplicate(header, piece)) {
      return new ReassemblyOutcome.Waiting();
    }
    if (datagram.isAbandoned() || datagram.overlaps(header, piece)) {
      return abandon(datagram, Cause.OVERLAP);
    }
    if (datagram.fragments() == limits.fragmentsPerDatagram()) {
      return abandon(datagram, Cause.TOO_MANY);
    }
    makeRoom(key, piece.length());
    datagram.add(header, fragment);
    octets += piece.length();
    return datagram.firstOfComplete().map(head -> complete(key, datagram, head)).orElseGet(
        ReassemblyOutcome.Waiting::new);
  }

  private ReassemblyOutcome abandon(Datagram datagram, Cause cause) {
    octets -= datagram.octets();
    datagram.abandon();
    return new ReassemblyOutcome.Discarded(cause, Optional.empty());
  }

  // The headers of the first fragment may be longer than those of the fragment that was measured.
  private ReassemblyOutcome complete(Key key, Datagram datagram, Ipv6Packet head) {
    remove(key);
    int headersLength = Datagram.perFragmentHeadersLength(head);
    if (headersLength - Ipv6Header.LENGTH + datagram.octets() > Ipv6Packet.MAX_PAYLOAD_LENGTH) {
      return new ReassemblyOutcome.Discarded(Cause.TOO_LONG, Optional.empty());
    }
    return new ReassemblyOutcome.Complete(datagram.assemble(head));
  }

  private void makeRoom(Key spared, int wanted) {
    while (octets + wanted > limits.octets()) {
      evict(datagrams.keySet().stream().filter(key -> !key.equals(spared)).findFirst().orElseThrow());
    }
  }

  private void evict(Key key) {
    remove(key);
    evicted++;
  }

  private void remove(Key key) {
    Datagram removed = datagrams.remove(key);
    octets -= removed == null ? 0 : removed.octets();
  }

  /** Gives up what has waited for 60 seconds, and says what is owed for it. */
  public List<ReassemblyAnswer> expire(long now) {
    List<ReassemblyAnswer> answers = new ArrayList<>();
    Iterator<Datagram> oldestFirst = datagrams.values().iterator();
    while (oldestFirst.hasNext()) {
      Datagram datagram = oldestFirst.next();
      if (now - datagram.deadline() < 0) {
        break;
      }
      oldestFirst.remove();
      octets -= datagram.octets();
      // RFC 8200 4.5: "If the first fragment [...] has been received, an ICMP Time Exceeded -- Fragment Reassembly Time
      // Exceeded message should be sent to the source of that fragment."
      datagram.first().flatMap(Reassembler::timeExceeded).ifPresent(answers::add);
    }
    return answers;
  }

  private static Optional<ReassemblyAnswer> timeExceeded(Ipv6Packet first) {
    Octets invokingPacket = ReassemblyAnswer.invokingPacket(first);
    return ReassemblyAnswer.to(first, new TimeExceeded(Icmpv6Code.REASSEMBLY_TIME_EXCEEDED, invokingPacket));
  }

  /** When {@link #expire} next has something to do; {@link Long#MAX_VALUE} if nothing is held. */
  public long nextDeadline() {
    return datagrams.isEmpty() ? Long.MAX_VALUE : datagrams.values().iterator().next().deadline();
  }

  /** How many datagrams are held, those included whose rest is being ignored. */
  public int datagrams() {
    return datagrams.size();
  }

  /** How many octets of fragments are held. */
  public int octets() {
    return octets;
  }

  /** How many datagrams lost their place to newer ones. */
  public long evicted() {
    return evicted;
  }
}
