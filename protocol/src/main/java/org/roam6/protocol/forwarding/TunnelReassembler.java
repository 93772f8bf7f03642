package org.roam6.protocol.forwarding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented tunnel packets together (RFC 8200 4.5, RFC 5722) in storage of fixed size: 64 packets, 16 of each
 * source, 2048 octets and 8 fragments in each. What goes over a limit costs the oldest its place. Allocates nothing but
 * the storage, with the first fragment: most nodes never see one, and a simulated world has very many nodes.
 *
 * <p>RFC 2473 7.1 fragments only tunnel packets whose inner packet has at most 1280 octets.
 */
final class TunnelReassembler {

  /** What became of a fragment. */
  enum Outcome {
    /** It completed the packet that is shown now. */
    COMPLETE,
    /** Others are missing. */
    WAITING,
    /** It contradicts others, or is too long. */
    REFUSED
  }

  private static final int PACKETS = 64;
  private static final int PACKETS_OF_SOURCE = 16;
  private static final int CAPACITY = 2048;
  private static final int PIECES = 8;
  private static final int FRAGMENT_HEADER_LENGTH = 8;
  private static final int OFFSET = Packet.HEADER_LENGTH + 2;
  private static final int IDENTIFICATION = Packet.HEADER_LENGTH + 4;
  private static final int UNKNOWN = -1;
  // RFC 8200 4.5: "within 60 seconds of the reception of the first-arriving fragment"
  private static final long TIMEOUT_NANOS = 60_000_000_000L;

  private static final Slot[] NONE = {};

  private Slot[] slots = NONE;

  /** The fragments of one packet that have come so far. */
  private static final class Slot {
    private final byte[] octets = new byte[Packet.HEADER_LENGTH + CAPACITY];
    private final int[] from = new int[PIECES];
    private final int[] to = new int[PIECES];
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int identification;
    private boolean used;
    private boolean abandoned;
    private long deadline;
    private int pieces;
    private int received;
    private int end;
    private int congestion;

    boolean isFree(long nowNanos) {
      return !used || deadline <= nowNanos;
    }

    boolean isFrom(Packet fragment) {
      return sourceHigh == fragment.half(Packet.SOURCE) && sourceLow == fragment.half(Packet.SOURCE + 8);
    }

    boolean isOf(Packet fragment) {
      return identification == fragment.word(IDENTIFICATION)
          && isFrom(fragment)
          && destinationHigh == fragment.half(Packet.DESTINATION)
          && destinationLow == fragment.half(Packet.DESTINATION + 8);
    }

    void begin(Packet fragment, long nowNanos) {
      sourceHigh = fragment.half(Packet.SOURCE);
      sourceLow = fragment.half(Packet.SOURCE + 8);
      destinationHigh = fragment.half(Packet.DESTINATION);
      destinationLow = fragment.half(Packet.DESTINATION + 8);
      identification = fragment.word(IDENTIFICATION);
      used = true;
      abandoned = false;
      deadline = nowNanos + TIMEOUT_NANOS;
      pieces = 0;
      received = 0;
      end = UNKNOWN;
      congestion = 0;
    }

    boolean isDuplicate(int pieceFrom, int pieceTo) {
      for (int i = 0; i < pieces; i++) {
        if (from[i] == pieceFrom && to[i] == pieceTo) {
          return true;
        }
      }
      return false;
    }

    boolean contradicts(int pieceFrom, int pieceTo, boolean last) {
      boolean found = pieces == PIECES || pieceTo > CAPACITY || end != UNKNOWN && (last || pieceTo > end);
      for (int i = 0; i < pieces; i++) {
        found |= pieceFrom < to[i] && from[i] < pieceTo || last && to[i] > pieceTo;
      }
      return found;
    }

    void add(Packet fragment, int pieceFrom, int pieceTo, boolean last) {
      MemorySegment memory = fragment.memory();
      if (pieceFrom == 0) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, fragment.start(), octets, 0, Packet.HEADER_LENGTH);
        octets[Packet.NEXT_HEADER] = (byte) fragment.octet(Packet.HEADER_LENGTH);
      }
      long payload = fragment.start() + Packet.HEADER_LENGTH + FRAGMENT_HEADER_LENGTH;
      MemorySegment.copy(
          memory, ValueLayout.JAVA_BYTE, payload, octets, Packet.HEADER_LENGTH + pieceFrom, pieceTo - pieceFrom);
      from[pieces] = pieceFrom;
      to[pieces] = pieceTo;
      pieces++;
      received += pieceTo - pieceFrom;
      end = last ? pieceTo : end;
      // RFC 3168 5.3: "if one or more of the fragments [...] have the CE codepoint set", the packet has it.
      int bits = fragment.word(0) >>> 20 & 3;
      congestion = bits == 3 ? 0x30 : congestion;
    }

    boolean isComplete() {
      return received == end;
    }

    void show(Packet packet) {
      int length = Packet.HEADER_LENGTH + end;
      octets[1] |= (byte) congestion;
      MemorySegment.copy(octets, 0, packet.memory(), ValueLayout.JAVA_BYTE, packet.start(), length);
      packet.extend(length);
      packet.setWord(Packet.PAYLOAD_LENGTH, end << 16 | packet.word(Packet.PAYLOAD_LENGTH) & 0xffff);
      used = false;
    }
  }

  /** Takes a well-formed packet whose first header is a Fragment header. */
  Outcome accept(Packet fragment, long nowNanos) {
    int length = fragment.length() - Packet.HEADER_LENGTH - FRAGMENT_HEADER_LENGTH;
    if (length <= 0) {
      return Outcome.REFUSED;
    }
    int field = fragment.unsignedShort(OFFSET);
    int from = field & 0xfff8;
    boolean last = (field & 1) == 0;
    // RFC 8200 4.5: "If the length of a fragment [...] is not a multiple of 8 octets and the M flag of that fragment is
    // 1, then that fragment must be discarded". The kernel, which sees it too, gives the answer.
    if (!last && length % 8 != 0) {
      return Outcome.REFUSED;
    }
    if (last && from == 0) {
      // RFC 6946 4: "a fully reassembled datagram"
      takeHeaderOut(fragment);
      return Outcome.COMPLETE;
    }
    return accept(fragment, slot(fragment, nowNanos), from, from + length, last);
  }

  private static Outcome accept(Packet fragment, Slot slot, int from, int to, boolean last) {
    if (!slot.abandoned && slot.isDuplicate(from, to)) {
      return Outcome.WAITING;
    }
    // RFC 8200 4.5: "If any of the fragments being reassembled overlap with any other fragments being reassembled for
    // the same packet, reassembly of that packet must be abandoned"
    if (slot.abandoned || slot.contradicts(from, to, last)) {
      slot.abandoned = true;
      return Outcome.REFUSED;
    }
    slot.add(fragment, from, to, last);
    if (!slot.isComplete()) {
      return Outcome.WAITING;
    }
    if (fragment.start() + Packet.HEADER_LENGTH + slot.end > fragment.memory().byteSize()) {
      slot.abandoned = true;
      return Outcome.REFUSED;
    }
    slot.show(fragment);
    return Outcome.COMPLETE;
  }

  private static void takeHeaderOut(Packet fragment) {
    int next = fragment.octet(Packet.HEADER_LENGTH);
    MemorySegment memory = fragment.memory();
    long start = fragment.start();
    MemorySegment.copy(memory, start, memory, start + FRAGMENT_HEADER_LENGTH, Packet.HEADER_LENGTH);
    fragment.strip(FRAGMENT_HEADER_LENGTH);
    int payload = fragment.length() - Packet.HEADER_LENGTH;
    int hopLimit = fragment.octet(Packet.HOP_LIMIT);
    fragment.setWord(Packet.PAYLOAD_LENGTH, payload << 16 | next << 8 | hopLimit);
  }

  private Slot slot(Packet fragment, long nowNanos) {
    if (slots.length == 0) {
      slots = Stream.generate(Slot::new).limit(PACKETS).toArray(Slot[]::new);
    }
    Slot oldest = slots[0];
    @Nullable Slot free = null;
    @Nullable Slot oldestOfSource = null;
    int ofSource = 0;
    for (Slot slot : slots) {
      if (slot.isFree(nowNanos)) {
        free = slot;
        continue;
      }
      if (slot.isOf(fragment)) {
        return slot;
      }
      oldest = older(oldest, slot);
      if (slot.isFrom(fragment)) {
        ofSource++;
        oldestOfSource = older(oldestOfSource, slot);
      }
    }
    Slot chosen = free == null ? oldest : free;
    if (oldestOfSource != null && ofSource >= PACKETS_OF_SOURCE) {
      chosen = oldestOfSource;
    }
    chosen.begin(fragment, nowNanos);
    return chosen;
  }

  private static Slot older(@Nullable Slot one, Slot other) {
    return one == null || other.deadline < one.deadline ? other : one;
  }
}
