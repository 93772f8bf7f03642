package org.roam6.wire.reassembly;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.ExtensionHeader;
import org.roam6.wire.ip.FragmentHeader;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;

/** The fragments of one packet that have come so far. */
final class Datagram {

  private static final int UNKNOWN = -1;

  private final long deadline;
  private final TreeMap<Integer, Octets> pieces = new TreeMap<>();
  private Optional<Ipv6Packet> first = Optional.empty();
  private int end = UNKNOWN;
  private int octets;
  private boolean abandoned;

  Datagram(long deadline) {
    this.deadline = deadline;
  }

  /** When it is given up, in nanoseconds. */
  long deadline() {
    return deadline;
  }

  /** The fragment that the datagram begins with, if it has come and the datagram is not abandoned. */
  Optional<Ipv6Packet> first() {
    return first;
  }

  /** How many octets it holds. */
  int octets() {
    return octets;
  }

  int fragments() {
    return pieces.size();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  // RFC 5722 4: "the entire datagram (and any constituent fragments, including those not yet received) MUST be silently
  // discarded": what is left remembers that, until the deadline.
  void abandon() {
    pieces.clear();
    first = Optional.empty();
    octets = 0;
    abandoned = true;
  }

  boolean isDuplicate(FragmentHeader header, Octets piece) {
    Octets known = pieces.get(header.offset());
    boolean knownAsLast = end == header.offset() + piece.length();
    return known != null && known.equals(piece) && knownAsLast != header.moreFragments();
  }

  boolean overlaps(FragmentHeader header, Octets piece) {
    int from = header.offset();
    int to = from + piece.length();
    Map.Entry<Integer, Octets> before = pieces.lowerEntry(to);
    boolean overlap = before != null && before.getKey() + before.getValue().length() > from;
    boolean contradictsEnd = end != UNKNOWN && (header.moreFragments() ? to > end : to != end);
    boolean endsTooSoon = !header.moreFragments() && !pieces.isEmpty() && pieces.lastKey() >= to;
    return overlap || contradictsEnd || endsTooSoon;
  }

  void add(FragmentHeader header, Ipv6Packet fragment) {
    Octets piece = fragment.payload();
    pieces.put(header.offset(), piece);
    octets += piece.length();
    if (header.offset() == 0) {
      first = Optional.of(fragment);
    }
    if (!header.moreFragments()) {
      end = header.offset() + piece.length();
    }
  }

  /** The first fragment, once nothing is missing: pieces never overlap, so it is enough to count octets. */
  Optional<Ipv6Packet> firstOfComplete() {
    return octets == end ? first : Optional.empty();
  }

  // RFC 8200 4.5: "The Next Header field of the last header of the Per-Fragment headers is obtained from the Next
  // Header field of the first fragment's Fragment header."
  /** The packet with {@code head} as its first fragment: the headers before the Fragment header, then all pieces. */
  Octets assemble(Ipv6Packet head) {
    int headersLength = perFragmentHeadersLength(head);
    ByteBuffer buffer = ByteBuffer.allocate(headersLength + octets);
    head.encode().slice(0, headersLength).writeTo(buffer);
    pieces.values().forEach(piece -> piece.writeTo(buffer));
    buffer.putShort(4, (short) (buffer.capacity() - Ipv6Header.LENGTH));
    int headers = head.extensionHeaders().size();
    int nextHeaderAt = headers == 1 ? 6 : headersLength - lengthOf(head, headers - 2);
    buffer.put(nextHeaderAt, (byte) head.protocol());
    return Octets.of(buffer.flip());
  }

  /** Octets before the Fragment header, IPv6 header included. */
  static int perFragmentHeadersLength(Ipv6Packet fragment) {
    return fragment.payloadOffset() - lengthOf(fragment, fragment.extensionHeaders().size() - 1);
  }

  private static int lengthOf(Ipv6Packet packet, int index) {
    ExtensionHeader extension = packet.extensionHeaders().get(index);
    return extension.length();
  }
}
