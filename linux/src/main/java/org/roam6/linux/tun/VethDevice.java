package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.TunnelTap;
import org.roam6.wire.LinkLayerAddress;

/**
 * A pair of virtual Ethernet interfaces in place of a TUN, where the process may not open the device file: the host has
 * the one end, without ARP, and this is a packet socket on the other, which has no IPv6 of its own.
 */
public final class VethDevice implements TunnelDevice {

  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Libc libc = Libc.system();
  private final int descriptor;
  private final LinkLayerAddress host;

  private VethDevice(int descriptor, LinkLayerAddress host) {
    this.descriptor = descriptor;
    this.host = host;
  }

  /**
   * Opens the daemon's end.
   *
   * @param interfaceIndex the daemon's end
   * @param host the link-layer address of the host's end, to which packets are written
   */
  public static VethDevice open(int interfaceIndex, LinkLayerAddress host) throws SystemCallException {
    return new VethDevice(TunnelTap.openSocketForAll(interfaceIndex), host);
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int headroom() {
    return VirtioNet.HEADER_SIZE + IfEther.ETH_HLEN;
  }

  @Override
  public int read(MemorySegment buffer, long offset, long capacity) {
    int count = libc.readIfReady(descriptor, buffer, offset, capacity);
    if (count > headroom()) {
      // The host counts from the Ethernet header on.
      int start = buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset + VirtioNet.CSUM_START);
      buffer.set(
          ValueLayout.JAVA_SHORT_UNALIGNED, offset + VirtioNet.CSUM_START, (short) (start - IfEther.ETH_HLEN));
    }
    return count;
  }

  @Override
  public int write(MemorySegment vectors, int count, MemorySegment first, long firstOffset) {
    int start = first.get(ValueLayout.JAVA_SHORT_UNALIGNED, firstOffset + VirtioNet.CSUM_START);
    first.set(
        ValueLayout.JAVA_SHORT_UNALIGNED, firstOffset + VirtioNet.CSUM_START, (short) (start + IfEther.ETH_HLEN));
    long ethernet = firstOffset + VirtioNet.HEADER_SIZE;
    for (int i = 0; i < LinkLayerAddress.LENGTH; i++) {
      byte octet = (byte) (host.value() >>> 40 - 8 * i);
      first.set(ValueLayout.JAVA_BYTE, ethernet + i, octet);
      first.set(ValueLayout.JAVA_BYTE, ethernet + LinkLayerAddress.LENGTH + i, octet);
    }
    first.set(BIG_SHORT, ethernet + 2 * LinkLayerAddress.LENGTH, (short) IfEther.ETH_P_IPV6);
    return libc.writev(descriptor, vectors, count);
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
