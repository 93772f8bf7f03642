package org.roam6.linux.abi;

/** Routes and what all objects of NETLINK_ROUTE share, of {@code linux/rtnetlink.h}. */
public final class Rtnetlink {

  /** An interface is there or changed. */
  public static final int RTM_NEWLINK = 16;
  /** An interface went. */
  public static final int RTM_DELLINK = 17;
  /** Ask for interfaces. */
  public static final int RTM_GETLINK = 18;
  /** Change an interface. */
  public static final int RTM_SETLINK = 19;
  /** An address is there or changed. */
  public static final int RTM_NEWADDR = 20;
  /** An address went. */
  public static final int RTM_DELADDR = 21;
  /** Ask for addresses. */
  public static final int RTM_GETADDR = 22;
  /** A route is there or changed. */
  public static final int RTM_NEWROUTE = 24;
  /** A route went. */
  public static final int RTM_DELROUTE = 25;
  /** Ask for routes. */
  public static final int RTM_GETROUTE = 26;
  /** A neighbour is there or changed. */
  public static final int RTM_NEWNEIGH = 28;
  /** A neighbour went. */
  public static final int RTM_DELNEIGH = 29;
  /** Ask for neighbours. */
  public static final int RTM_GETNEIGH = 30;
  /** A rule is there. */
  public static final int RTM_NEWRULE = 32;
  /** A rule went. */
  public static final int RTM_DELRULE = 33;
  /** Ask for rules. */
  public static final int RTM_GETRULE = 34;

  /** Events of links. */
  public static final int RTNLGRP_LINK = 1;
  /** Events of neighbours. */
  public static final int RTNLGRP_NEIGH = 3;
  /** Events of IPv6 addresses. */
  public static final int RTNLGRP_IPV6_IFADDR = 9;
  /** Events of IPv6 routes. */
  public static final int RTNLGRP_IPV6_ROUTE = 11;
  /** Events of IPv6 rules. */
  public static final int RTNLGRP_IPV6_RULE = 19;

  /** Octets of {@code struct rtmsg}. */
  public static final int RTMSG_SIZE = 12;
  /** Destination. */
  public static final int RTA_DST = 1;
  /** Source. */
  public static final int RTA_SRC = 2;
  /** Interface to leave by. */
  public static final int RTA_OIF = 4;
  /** Next router. */
  public static final int RTA_GATEWAY = 5;
  /** Metric. */
  public static final int RTA_PRIORITY = 6;
  /** Source address for packets that have none. */
  public static final int RTA_PREFSRC = 7;
  /** Nested: RTAX_MTU and others. */
  public static final int RTA_METRICS = 8;
  /** Several next hops. */
  public static final int RTA_MULTIPATH = 9;
  /** Ages and expiry. */
  public static final int RTA_CACHEINFO = 12;
  /** Table, of 32 bits. */
  public static final int RTA_TABLE = 15;
  /** Seconds after which it ends of itself. */
  public static final int RTA_EXPIRES = 23;
  /** Router preference. */
  public static final int RTA_PREF = 20;
  /** MTU of the path. */
  public static final int RTAX_MTU = 2;
  /** Offset of {@code rta_expires}, in hundredths of a second. */
  public static final int RTA_CACHEINFO_EXPIRES = 8;

  /** Any type. */
  public static final int RTN_UNSPEC = 0;
  /** A route that leads somewhere. */
  public static final int RTN_UNICAST = 1;
  /** An address of this host. */
  public static final int RTN_LOCAL = 2;
  /** Packets vanish. */
  public static final int RTN_BLACKHOLE = 6;
  /** Packets are answered with destination unreachable. */
  public static final int RTN_UNREACHABLE = 7;
  /** Packets are answered with administratively prohibited. */
  public static final int RTN_PROHIBIT = 8;
  /** Not said who made it. */
  public static final int RTPROT_UNSPEC = 0;
  /** Made by the kernel. */
  public static final int RTPROT_KERNEL = 2;
  /** Made by the administrator. */
  public static final int RTPROT_STATIC = 4;
  /** Made from a router advertisement. */
  public static final int RTPROT_RA = 9;
  /** Scope of routes. */
  public static final int RT_SCOPE_UNIVERSE = 0;
  /** The main table. */
  public static final int RT_TABLE_MAIN = 254;
  /** The table of this host's own addresses. */
  public static final int RT_TABLE_LOCAL = 255;
  /** A cache entry, not a route. */
  public static final int RTM_F_CLONED = 0x200;

  private Rtnetlink() {}
}
