package org.roam6.linux.raw;

import java.lang.foreign.MemorySegment;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/**
 * Sees the tunnel packets (RFC 2473) of one interface. Before each stands a {@code struct virtio_net_hdr}: the network
 * card or the kernel may have joined rows of TCP segments inside the tunnel, and checksums may be unfinished.
 */
public final class TunnelTap implements AutoCloseable {

  private static final int BATCH = 64;
  private static final int RECEIVE_BUFFER = 4 << 20;
  // The longest packet, a virtio header and an Ethernet header, in a multiple of cache lines.
  private static final int SLOT_SIZE = 65_536 + 128;

  private final Libc libc = Libc.system();
  private final ReceiveBatch batch;
  private final int descriptor;
  private final int headerLength;

  private TunnelTap(int descriptor, int headerLength, ReceiveBatch batch) {
    this.descriptor = descriptor;
    this.headerLength = headerLength;
    this.batch = batch;
  }

  /** Room for what taps receive: 4 MiB, which all taps that one thread reads can share. */
  public static ReceiveBatch newBatch() {
    return new ReceiveBatch(BATCH, SLOT_SIZE);
  }

  /**
   * Opens a tap in the namespace of this thread.
   *
   * @param interfaceIndex the interface
   * @param batch what {@link #receive} fills, made by {@link #newBatch}; stays the caller's to close
   */
  public static TunnelTap open(int interfaceIndex, ReceiveBatch batch) throws SystemCallException {
    int descriptor = openSocket(interfaceIndex, PacketFilter.tunnels());
    return new TunnelTap(descriptor, VirtioNet.HEADER_SIZE + PacketSocket.linkHeaderLength(descriptor), batch);
  }

  /**
   * Opens a tap that sees packets to multicast groups of global scope instead, in both directions.
   *
   * @param interfaceIndex the interface
   * @param batch what {@link #receive} fills, made by {@link #newBatch}; stays the caller's to close
   */
  public static TunnelTap openForGroups(int interfaceIndex, ReceiveBatch batch) throws SystemCallException {
    int descriptor = openSocket(interfaceIndex, PacketFilter.groups());
    return new TunnelTap(descriptor, VirtioNet.HEADER_SIZE + PacketSocket.linkHeaderLength(descriptor), batch);
  }

  /** A packet socket with virtio headers for all IPv6 packets of an Ethernet interface that come from others. */
  public static int openSocketForAll(int interfaceIndex) throws SystemCallException {
    return openSocket(interfaceIndex, PacketFilter.arriving());
  }

  private static int openSocket(int interfaceIndex, PacketFilter filter) throws SystemCallException {
    int descriptor = PacketSocket.prepare(Socket.SOCK_RAW);
    try {
      Libc.system().setsockopt(descriptor, IfPacket.SOL_PACKET, IfPacket.PACKET_VNET_HDR, 1);
      PacketSocket.listen(descriptor, interfaceIndex, filter, RECEIVE_BUFFER);
      return descriptor;
    } catch (SystemCallException e) {
      Libc.system().close(descriptor);
      throw e;
    }
  }

  /** The descriptor, readable when packets wait. */
  public int descriptor() {
    return descriptor;
  }

  /** Receives a batch of what waits: how many packets, or -errno. */
  public int receive() {
    return batch.receive(descriptor);
  }

  /** The memory of the batch. */
  public MemorySegment buffer() {
    return batch.buffer();
  }

  /** Where the virtio header of packet {@code i} is. */
  public long virtioHeader(int i) {
    return batch.offset(i);
  }

  /** Octets from the virtio header to the IPv6 header. */
  public int headerLength() {
    return headerLength;
  }

  /** Octets of packet {@code i} from its IPv6 header on; not positive where it was too long. */
  public int length(int i) {
    return batch.length(i) - headerLength;
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
