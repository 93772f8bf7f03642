package org.roam6.linux.abi;

/** Interfaces, of {@code linux/if_link.h}, {@code linux/if.h} and {@code linux/veth.h}. */
public final class IfLink {

  /** Octets of {@code struct ifinfomsg}. */
  public static final int IFINFOMSG_SIZE = 16;
  /** Turned on. */
  public static final int IFF_UP = 0x1;
  /** The loopback interface. */
  public static final int IFF_LOOPBACK = 0x8;
  /** Its state of operation is up: packets can be queued for it, which is a little later than the carrier is there. */
  public static final int IFF_RUNNING = 0x40;
  /** Has no link-layer addresses to find. */
  public static final int IFF_NOARP = 0x80;
  /** The cable is in. */
  public static final int IFF_LOWER_UP = 0x10000;

  /** Link-layer address. */
  public static final int IFLA_ADDRESS = 1;
  /** Name. */
  public static final int IFLA_IFNAME = 3;
  /** MTU. */
  public static final int IFLA_MTU = 4;
  /** Index of the interface below, or of the other end. */
  public static final int IFLA_LINK = 5;
  /** Index of the bridge. */
  public static final int IFLA_MASTER = 10;
  /** Operational state. */
  public static final int IFLA_OPERSTATE = 16;
  /** Nested: kind and its data. */
  public static final int IFLA_LINKINFO = 18;
  /** Nested: settings of address families. */
  public static final int IFLA_AF_SPEC = 26;
  /** Descriptor of a network namespace. */
  public static final int IFLA_NET_NS_FD = 28;
  /** Whether the cable is in. */
  public static final int IFLA_CARRIER = 33;
  /** How often the carrier came. */
  public static final int IFLA_CARRIER_UP_COUNT = 47;
  /** How often the carrier went. */
  public static final int IFLA_CARRIER_DOWN_COUNT = 48;
  /** Kind of a virtual interface. */
  public static final int IFLA_INFO_KIND = 1;
  /** Nested: settings of that kind. */
  public static final int IFLA_INFO_DATA = 2;
  /** How link-local addresses are made. */
  public static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  /** They are not. */
  public static final int IN6_ADDR_GEN_MODE_NONE = 1;
  /** The other end: {@code struct ifinfomsg} and attributes. */
  public static final int VETH_INFO_PEER = 1;
  /** Whether a bridge listens to group reports. */
  public static final int IFLA_BR_MCAST_SNOOPING = 23;
  /** Whether a bridge asks for group reports. */
  public static final int IFLA_BR_MCAST_QUERIER = 25;
  /** Nested: who asks for group reports on a bridge. */
  public static final int IFLA_BR_MCAST_QUERIER_STATE = 47;
  /** Address of who asks by IPv6. */
  public static final int BRIDGE_QUERIER_IPV6_ADDRESS = 5;

  private IfLink() {}
}
