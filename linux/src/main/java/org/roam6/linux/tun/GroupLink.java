package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.ReceiveBatch;
import org.roam6.linux.raw.TunnelTap;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.GroupForwarder;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Verdict;

/**
 * The home link of mobile nodes, as far as multicast groups are concerned: what is sent to a group there goes into the
 * tunnels of those that listen, and what they send to groups goes there (RFC 6275 10.4.2). It allocates nothing for a
 * packet.
 */
final class GroupLink implements AutoCloseable {

  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final int ROOM = 64;
  private static final int SHORTEST_MTU = 1280;

  private final Libc libc = Libc.system();
  private final GroupForwarder forwarder = new GroupForwarder();
  private final Packet packet = new Packet();
  private final Packet made = new Packet();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment scratch = arena.allocate(ROOM + SHORTEST_MTU, 64);
  private final EventLoop loop;
  private final ForwardingState state;
  private final OuterBatch outgoing;
  private final ReceiveBatch received;
  private @Nullable TunnelTap tap;
  private int interfaceIndex;
  private long unreadable;

  GroupLink(EventLoop loop, ForwardingState state, OuterBatch outgoing, ReceiveBatch received) {
    this.loop = loop;
    this.state = state;
    this.outgoing = outgoing;
    this.received = received;
  }

  /**
   * The home link is the one of this interface from now on.
   *
   * @param index its number; 0 where there is none
   * @param listening whether any mobile node listens to a group
   */
  void follow(int index, boolean listening) throws SystemCallException {
    if (index != interfaceIndex || !listening) {
      closeTap();
    }
    interfaceIndex = index;
    if (index != 0 && listening && tap == null) {
      TunnelTap opened = TunnelTap.openForGroups(index, received);
      tap = opened;
      loop.onReadable(opened.descriptor(), () -> read(opened));
    }
  }

  /** Sends a mobile node's packet to a group on the link. */
  void send(Packet toGroup) {
    if (interfaceIndex == 0) {
      unreadable++;
      return;
    }
    outgoing.makeRoom();
    outgoing.addOn(toGroup, interfaceIndex);
  }

  private void read(TunnelTap from) {
    int count = from.receive();
    long now = libc.clockGettime(Clocks.CLOCK_BOOTTIME);
    for (int i = 0; i < count; i++) {
      if (isReadable(from, i)) {
        packet.show(
            from.buffer(), from.virtioHeader(i) + from.headerLength(), from.length(i), Packet.Origin.LINK);
        copy(now);
      } else {
        unreadable++;
      }
    }
    outgoing.flush();
  }

  /** Whether it is one whole packet, whose checksum was then finished: its sender may be on this machine. */
  private static boolean isReadable(TunnelTap from, int i) {
    MemorySegment memory = from.buffer();
    long virtio = from.virtioHeader(i);
    if (from.length(i) <= 0
        || memory.get(ValueLayout.JAVA_BYTE, virtio + VirtioNet.GSO_TYPE) != VirtioNet.GSO_NONE) {
      return false;
    }
    // The kernel counts from the link-layer header on.
    int linkHeader = from.headerLength() - VirtioNet.HEADER_SIZE;
    int start = memory.get(NATIVE_SHORT, virtio + VirtioNet.CSUM_START) & 0xffff;
    memory.set(NATIVE_SHORT, virtio + VirtioNet.CSUM_START, (short) Math.max(0, start - linkHeader));
    return SegmentSplitter.finishChecksum(memory, virtio, virtio + from.headerLength(), from.length(i));
  }

  private void copy(long now) {
    if (!forwarder.begin(packet, state)) {
      return;
    }
    showHeaders();
    while (forwarder.next(packet, made, state, now)) {
      outgoing.makeRoom();
      outgoing.add(made, forwarder.headers(), packet, forwarder.pathMtu());
      showHeaders();
    }
    if (forwarder.owesError()) {
      sendError(now);
    }
  }

  /** Where the next headers are made: before a packet is no room for them. */
  private void showHeaders() {
    made.show(scratch, ROOM, packet.length(), Packet.Origin.LINK);
  }

  private void sendError(long now) {
    int quoted = Math.min(packet.length(), SHORTEST_MTU);
    MemorySegment.copy(packet.memory(), packet.start(), scratch, ROOM, quoted);
    made.show(scratch, ROOM, quoted, Packet.Origin.LINK);
    if (forwarder.showError(made, now)) {
      outgoing.makeRoom();
      outgoing.add(made, made.length(), Packet.HEADER_LENGTH);
      // The scratch memory is for the next headers.
      outgoing.flush();
    }
  }

  /** How many packets, or copies, got {@code verdict}. */
  long count(Verdict verdict) {
    return forwarder.count(verdict);
  }

  /** Packets that came in no form that could be copied, or when there was no link to send them on. */
  long lost() {
    return unreadable;
  }

  private void closeTap() throws SystemCallException {
    TunnelTap open = tap;
    tap = null;
    if (open != null) {
      loop.forget(open.descriptor());
      open.close();
    }
  }

  @Override
  public void close() throws SystemCallException {
    closeTap();
    arena.close();
  }
}
