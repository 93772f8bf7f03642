package org.roam6.linux.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.wire.Ipv6Address;

/** IPv6 sockets, of {@code linux/in6.h} and {@code linux/in.h}. */
public final class In6 {

  /** Hop-by-hop options. */
  public static final int IPPROTO_HOPOPTS = 0;
  /** UDP. */
  public static final int IPPROTO_TCP = 6;
  /** UDP. */
  public static final int IPPROTO_UDP = 17;
  /** IPv6 in IPv6; also the level of the options of IPv6 sockets. */
  public static final int IPPROTO_IPV6 = 41;
  /** Routing header. */
  public static final int IPPROTO_ROUTING = 43;
  /** Fragment header. */
  public static final int IPPROTO_FRAGMENT = 44;
  /** ICMPv6. */
  public static final int IPPROTO_ICMPV6 = 58;
  /** Destination options. */
  public static final int IPPROTO_DSTOPTS = 60;
  /** Mobility Header. */
  public static final int IPPROTO_MH = 135;
  /** Packets with headers of the sender's making. */
  public static final int IPPROTO_RAW = 255;

  /** Hop limit of unicast. */
  public static final int IPV6_UNICAST_HOPS = 16;
  /** Interface of multicast. */
  public static final int IPV6_MULTICAST_IF = 17;
  /** Hop limit of multicast. */
  public static final int IPV6_MULTICAST_HOPS = 18;
  /** Join a multicast group. */
  public static final int IPV6_JOIN_GROUP = 20;
  /** Leave a multicast group. */
  public static final int IPV6_LEAVE_GROUP = 21;
  /** Take up an anycast address. */
  public static final int IPV6_JOIN_ANYCAST = 27;
  /** Give up an anycast address. */
  public static final int IPV6_LEAVE_ANYCAST = 28;
  /** Octets of packets to the address that a socket is connected to. */
  public static final int IPV6_MTU = 24;
  /** The sender writes the IPv6 header. */
  public static final int IPV6_HDRINCL = 36;
  /** Control message: source address and interface of one packet. */
  public static final int IPV6_PKTINFO = 50;
  /** Bind to addresses that the machine does not have. */
  public static final int IPV6_FREEBIND = 78;

  /** Octets of {@code struct sockaddr_in6}. */
  public static final int SOCKADDR_IN6_SIZE = 28;
  /** Offset of {@code sin6_addr}. */
  public static final int SOCKADDR_IN6_ADDR = 8;
  /** Offset of {@code sin6_scope_id}. */
  public static final int SOCKADDR_IN6_SCOPE_ID = 24;
  /** Octets of {@code struct ipv6_mreq}: the group, then the interface index. */
  public static final int IPV6_MREQ_SIZE = 20;
  /** Octets of {@code struct in6_pktinfo}: the address, then the interface index. */
  public static final int IN6_PKTINFO_SIZE = 20;

  private static final ValueLayout.OfLong BIG_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private In6() {}

  /** Writes a {@code struct sockaddr_in6} without port to the start of {@code target}; scope 0 is none. */
  public static void writeSockaddr(MemorySegment target, Ipv6Address address, int scope) {
    target.asSlice(0, SOCKADDR_IN6_SIZE).fill((byte) 0);
    target.set(ValueLayout.JAVA_SHORT, 0, (short) Socket.AF_INET6);
    writeAddress(target, SOCKADDR_IN6_ADDR, address);
    target.set(ValueLayout.JAVA_INT, SOCKADDR_IN6_SCOPE_ID, scope);
  }

  /** Writes a {@code struct in6_addr}. */
  public static void writeAddress(MemorySegment target, long offset, Ipv6Address address) {
    target.set(BIG_LONG, offset, address.high());
    target.set(BIG_LONG, offset + Long.BYTES, address.low());
  }
}
