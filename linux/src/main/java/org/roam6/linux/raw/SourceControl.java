package org.roam6.linux.raw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;

/**
 * The control message that names the source of one packet. Without it the kernel routes a packet before it knows the
 * source, may choose the home address for that, and send the packet into the daemon's own tunnel.
 */
public final class SourceControl {

  /** Octets that {@link #write} writes. */
  public static final int SIZE = 40;

  private SourceControl() {}

  /**
   * Where in the control message the number of the interface stands that the packet leaves by; 0 leaves it to routes.
   */
  public static final int INTERFACE = Socket.CMSGHDR_SIZE + Ipv6Address.LENGTH;

  /** Writes the control message to {@code target} at {@code offset}, a multiple of 8. */
  public static void write(MemorySegment target, long offset, Ipv6Address source) {
    target.set(ValueLayout.JAVA_LONG, offset + Socket.CMSGHDR_LEN, Socket.CMSGHDR_SIZE + In6.IN6_PKTINFO_SIZE);
    target.set(ValueLayout.JAVA_INT, offset + Socket.CMSGHDR_LEVEL, In6.IPPROTO_IPV6);
    target.set(ValueLayout.JAVA_INT, offset + Socket.CMSGHDR_TYPE, In6.IPV6_PKTINFO);
    In6.writeAddress(target, offset + Socket.CMSGHDR_SIZE, source);
    target.set(ValueLayout.JAVA_INT, offset + INTERFACE, 0);
  }
}
