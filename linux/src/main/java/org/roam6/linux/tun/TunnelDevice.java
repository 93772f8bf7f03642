package org.roam6.linux.tun;

import java.lang.foreign.MemorySegment;

/**
 * The host's end of the tunnels: what the host routes to it can be read, and what is written to it arrives at the
 * host. Each packet stands behind {@link #headroom} octets, which begin with a {@code struct virtio_net_hdr}: packets
 * may be rows of TCP segments, and their checksums unfinished.
 */
public interface TunnelDevice extends AutoCloseable {

  /** The descriptor, readable when packets wait. */
  int descriptor();

  /** Octets before a packet, the virtio header first. */
  int headroom();

  /** Reads one packet with what is before it to {@code buffer}: the count of octets; negative where none waits. */
  int read(MemorySegment buffer, long offset, long capacity);

  /**
   * Writes one packet.
   *
   * @param vectors {@code struct iovec}s of its pieces, the first with the headroom, whose virtio header is written
   * @param first the memory that the first piece is in, and {@code firstOffset} where it begins there
   * @return the count of octets, or -errno
   */
  int write(MemorySegment vectors, int count, MemorySegment first, long firstOffset);

  @Override
  void close();
}
