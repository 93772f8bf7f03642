package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.Pages;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.ReceiveBatch;
import org.roam6.linux.raw.TunnelTap;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.iana.IpProtocol;

/**
 * The data plane through a {@link TunnelDevice}: moves packets between it, {@link Forwarder} and the links, in batches,
 * on the thread of an {@link EventLoop}. It allocates nothing for a packet.
 */
public final class TunnelDataPlane implements AutoCloseable {

  // Before a packet: its virtio header, and the headers that forwarding adds.
  private static final int HEADROOM = 128;
  private static final int LONGEST_PACKET = 65_536;
  private static final long SLOT_SIZE = HEADROOM + LONGEST_PACKET;
  // Packets read from the device before others have their turn.
  private static final int SLOTS = 16;
  private static final int NEXT_HEADER = 6;
  // Destination options before the inner packet hold nothing else (RFC 2473 4.1.1).
  private static final int ENCAPSULATION_LIMIT_LENGTH = 8;
  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment slots = Pages.allocate(SLOTS * SLOT_SIZE, arena);
  private final Packet packet = new Packet();
  private final Forwarder forwarder;
  private final ReceiveBatch received = TunnelTap.newBatch();
  private final Map<Integer, TunnelTap> taps = new TreeMap<>();
  private final EventLoop loop;
  private Consumer<Event> events = ignored -> {};
  private final TunnelDevice device;
  private final ForwardingState state;
  private final OuterBatch outgoing;
  private final SegmentSplitter splitter;
  private final SegmentJoiner joiner;
  private final HeldPackets held;
  private final GroupLink groups;
  private boolean releasing;
  private boolean sendingAsTheyAre;
  // What became of the host's last packet.
  private Verdict verdict = Verdict.MALFORMED;

  private TunnelDataPlane(
      EventLoop loop, TunnelDevice device, InterfaceName name, ForwardingState state, HoldLimits limits)
      throws SystemCallException {
    this.loop = loop;
    forwarder = new Forwarder(name);
    this.device = device;
    this.state = state;
    outgoing = new OuterBatch();
    splitter = new SegmentSplitter(outgoing);
    joiner = new SegmentJoiner(device);
    held = new HeldPackets(limits, HEADROOM, LONGEST_PACKET, arena);
    groups = new GroupLink(loop, state, outgoing, received);
    loop.onReadable(device.descriptor(), this::readDevice);
  }

  /**
   * Starts to move packets, in the namespace of this thread.
   *
   * @param loop whose thread does it, and calls all other methods
   * @param device the host's end, which is the caller's to close after this
   * @param name the name of that interface
   * @param state the tunnels and direct paths, which may change between packets
   * @param limits how many packets may wait for a tunnel
   */
  public static TunnelDataPlane open(
      EventLoop loop, TunnelDevice device, InterfaceName name, ForwardingState state, HoldLimits limits)
      throws SystemCallException {
    return new TunnelDataPlane(loop, device, name, state, limits);
  }

  /**
   * The tunnels have changed. Packets that waited go out as soon as what is being done now is done, as the Binding Update
   * that they must not overtake.
   */
  public void tunnelsChanged() {
    releaseSoon(false);
  }

  /**
   * A tunnel is no longer wanted. Packets that waited and have no other one go out along the host's routes, as soon as
   * what is being done now is done: the mobile node may be at home.
   */
  public void tunnelGone() {
    releaseSoon(true);
  }

  private void releaseSoon(boolean asTheyAre) {
    sendingAsTheyAre = asTheyAre;
    if (!held.isEmpty() && !releasing) {
      releasing = true;
      loop.execute(this::release);
    }
  }

  private void release() {
    if (!releasing) {
      return;
    }
    releasing = false;
    long now = libc.clockGettime(Clocks.CLOCK_BOOTTIME);
    while (held.dropLate(now) && sendHeld(now)) {
      held.takeFirst();
    }
    flush();
  }

  /** Sends the packet that has waited longest; false where it still has to wait. */
  private boolean sendHeld(long now) {
    MemorySegment memory = held.memory();
    long virtio = held.start();
    encapsulate(memory, virtio, virtio + device.headroom(), held.length() - device.headroom(), now);
    if (waits() && sendingAsTheyAre) {
      sendAsItIs(memory, virtio, held.length());
      return true;
    }
    return !waits();
  }

  private void sendAsItIs(MemorySegment memory, long virtio, int length) {
    long start = virtio + device.headroom();
    packet.show(memory, start, length - device.headroom(), Packet.Origin.HOST);
    if (SegmentSplitter.isRow(memory, virtio)) {
      int headers = SegmentSplitter.rowHeaders(memory, virtio, start, packet.length());
      int segment = SegmentSplitter.segmentSize(memory, virtio);
      int tcp = memory.get(NATIVE_SHORT, virtio + VirtioNet.CSUM_START);
      splitter.split(packet, 0, headers, tcp, segment, LONGEST_PACKET, Packet.HEADER_LENGTH);
    } else {
      outgoing.makeRoom();
      outgoing.add(packet, LONGEST_PACKET, Packet.HEADER_LENGTH);
    }
  }

  /** Tells {@code receiver} from now on what happens to packets that Roam6 should hear of. */
  public void tell(Consumer<Event> receiver) {
    events = receiver;
  }

  /** Takes tunnel packets from the interface with the given index too, in the namespace of this thread. */
  public void listen(int interfaceIndex) throws SystemCallException {
    if (!taps.containsKey(interfaceIndex)) {
      TunnelTap tap = TunnelTap.open(interfaceIndex, received);
      taps.put(interfaceIndex, tap);
      loop.onReadable(tap.descriptor(), () -> readTap(tap));
    }
  }

  /** Ends {@link #listen}. */
  public void ignore(int interfaceIndex) throws SystemCallException {
    TunnelTap tap = taps.remove(interfaceIndex);
    if (tap != null) {
      loop.forget(tap.descriptor());
      tap.close();
    }
  }

  /**
   * The listeners of the state have changed, or the interface on the home link.
   *
   * @param homeInterface its number; 0 where there is none
   */
  public void groupsChanged(int homeInterface) throws SystemCallException {
    groups.follow(homeInterface, state.groups().hasListeners());
  }

  /** How many packets got {@code verdict}; of those to groups each copy counts. */
  public long count(Verdict verdict) {
    return forwarder.count(verdict) + groups.count(verdict);
  }

  /** Tunnel packets sent. */
  public long sent() {
    return outgoing.sent();
  }

  /** Packets that had to wait for a tunnel. */
  public long held() {
    return held.held();
  }

  /** Packets that waited for a tunnel in vain. */
  public long heldInVain() {
    return held.lost();
  }

  /** Packets that the kernel did not take, on the way out or to the host. */
  public long lost() {
    return outgoing.unsendable() + joiner.lost() + groups.lost();
  }

  private void readDevice() {
    // What came before goes out before.
    release();
    long now = libc.clockGettime(Clocks.CLOCK_BOOTTIME);
    for (int i = 0; i < SLOTS; i++) {
      long start = i * SLOT_SIZE + HEADROOM;
      long before = start - device.headroom();
      int count = device.read(slots, before, LONGEST_PACKET);
      if (count < 0) {
        break;
      }
      encapsulate(slots, before, start, count - device.headroom(), now);
      if (waits()) {
        held.add(slots, before, count, now);
      }
    }
    flush();
  }

  private void flush() {
    outgoing.flush();
    joiner.flush();
  }

  /** Whether the last packet of the host's is one that has no tunnel now, and may have one later. */
  private boolean waits() {
    return verdict == Verdict.NOT_SENDING
        || (verdict == Verdict.NO_BINDING || verdict == Verdict.EXPIRED)
            && forwarder.answer() == Forwarder.Answer.NONE;
  }

  private void encapsulate(MemorySegment memory, long virtio, long start, int length, long now) {
    verdict = Verdict.MALFORMED;
    if (SegmentSplitter.isRow(memory, virtio)) {
      int headers = SegmentSplitter.rowHeaders(memory, virtio, start, length);
      if (headers > 0) {
        encapsulateRow(memory, virtio, start, length, headers, now);
      }
    } else if (SegmentSplitter.finishChecksum(memory, virtio, start, length)) {
      packet.show(memory, start, length, Packet.Origin.HOST);
      verdict = forwarder.forward(packet, state, now);
      if (verdict.isDrop()) {
        answer();
      } else {
        outgoing.makeRoom();
        outgoing.add(packet, pathMtu(), forwarder.unfragmentable());
      }
      tellNews();
    }
  }

  private void encapsulateRow(MemorySegment memory, long virtio, long start, int length, int headers, long now) {
    int segment = SegmentSplitter.segmentSize(memory, virtio);
    int tcp = memory.get(NATIVE_SHORT, virtio + VirtioNet.CSUM_START);
    packet.showLarge(memory, start, length, Packet.Origin.HOST, Math.min(length, headers + segment));
    verdict = forwarder.forward(packet, state, now);
    if (verdict.isDrop()) {
      answer();
    } else {
      int added = (int) (start - packet.start());
      splitter.split(
          packet, inner(), added + headers, added + tcp, segment, pathMtu(), forwarder.unfragmentable());
    }
    tellNews();
  }

  /** Where the IPv6 header is that the host made. */
  private int inner() {
    if (verdict != Verdict.ENCAPSULATED) {
      return 0;
    }
    int next = packet.memory().get(ValueLayout.JAVA_BYTE, packet.start() + NEXT_HEADER);
    return Packet.HEADER_LENGTH + (next == IpProtocol.IPV6 ? 0 : ENCAPSULATION_LIMIT_LENGTH);
  }

  /** Octets that a packet of the host's may have on its way. */
  private int pathMtu() {
    return verdict == Verdict.AS_IT_IS ? LONGEST_PACKET : forwarder.pathMtu();
  }

  /** Tells the roles what they are to hear of the last packet, once that is on its way. */
  private void tellNews() {
    List<Event> news = forwarder.news();
    for (int i = 0; i < news.size(); i++) {
      events.accept(news.get(i));
    }
  }

  /** Sends the ICMPv6 error that a dropped packet shows, if it does. */
  private void answer() {
    switch (forwarder.answer()) {
      case NONE -> {}
      case ROUTED -> {
        outgoing.makeRoom();
        outgoing.add(packet, packet.length(), Packet.HEADER_LENGTH);
      }
      case TO_HOST -> joiner.add(packet);
    }
  }

  private void readTap(TunnelTap tap) {
    int count = tap.receive();
    long now = libc.clockGettime(Clocks.CLOCK_BOOTTIME);
    for (int i = 0; i < count; i++) {
      if (tap.length(i) > 0) {
        decapsulate(tap, i, now);
      }
    }
    flush();
  }

  private void decapsulate(TunnelTap tap, int i, long now) {
    MemorySegment memory = tap.buffer();
    long virtio = tap.virtioHeader(i);
    long start = virtio + tap.headerLength();
    packet.show(memory, start, tap.length(i), Packet.Origin.LINK);
    Verdict inner = forwarder.forward(packet, state, now);
    if (inner.isDrop()) {
      answer();
      tellNews();
      return;
    }
    if (inner == Verdict.TO_HOME_LINK) {
      groups.send(packet);
      return;
    }
    boolean finished = memory.get(ValueLayout.JAVA_BYTE, virtio + VirtioNet.GSO_TYPE) == VirtioNet.GSO_NONE
        && (memory.get(ValueLayout.JAVA_BYTE, virtio + VirtioNet.FLAGS) & VirtioNet.F_NEEDS_CSUM) == 0;
    if (finished) {
      joiner.add(packet);
    } else {
      moveVirtioHeader(memory, virtio, packet.start());
      joiner.addFinished(packet);
    }
    tellNews();
  }

  /** What the virtio header says of the tunnel packet, said of the inner one. */
  private void moveVirtioHeader(MemorySegment memory, long virtio, long inner) {
    int moved = (int) (inner - virtio - VirtioNet.HEADER_SIZE);
    long target = inner - device.headroom();
    MemorySegment.copy(memory, virtio, memory, target, VirtioNet.HEADER_SIZE);
    subtract(memory, target + VirtioNet.CSUM_START, moved);
    subtract(memory, target + VirtioNet.HDR_LEN, moved);
  }

  private static void subtract(MemorySegment memory, long field, int number) {
    int value = memory.get(NATIVE_SHORT, field) & 0xffff;
    memory.set(NATIVE_SHORT, field, (short) Math.max(0, value - number));
  }

  /** Stops, and closes everything but the device. */
  @Override
  public void close() throws SystemCallException {
    loop.forget(device.descriptor());
    for (int interfaceIndex : taps.keySet().stream().toList()) {
      ignore(interfaceIndex);
    }
    groups.close();
    joiner.close();
    received.close();
    outgoing.close();
    arena.close();
  }
}
