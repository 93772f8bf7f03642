package org.roam6.linux.abi;

/** Messages between the kernel and programs, of {@code linux/netlink.h}. */
public final class Netlink {

  /** Links, addresses, routes, rules, neighbours. */
  public static final int NETLINK_ROUTE = 0;
  /** Packet filters. */
  public static final int NETLINK_NETFILTER = 12;
  public static final int NETLINK_KOBJECT_UEVENT = 15;

  /** Octets of {@code struct nlmsghdr}. */
  public static final int NLMSG_HDRLEN = 16;
  /** Answer: an error, or with error 0 an acknowledgement. */
  public static final int NLMSG_ERROR = 2;
  /** Answer: the end of a dump. */
  public static final int NLMSG_DONE = 3;

  /** A request. */
  public static final int NLM_F_REQUEST = 0x1;
  /** More follow, up to NLMSG_DONE. */
  public static final int NLM_F_MULTI = 0x2;
  /** Acknowledge. */
  public static final int NLM_F_ACK = 0x4;
  /** The dump is inconsistent, as something changed meanwhile. */
  public static final int NLM_F_DUMP_INTR = 0x10;
  /** All objects. */
  public static final int NLM_F_DUMP = 0x300;
  /** Replace what is there. */
  public static final int NLM_F_REPLACE = 0x100;
  /** Fail where it is there. */
  public static final int NLM_F_EXCL = 0x200;
  /** Make it where it is not there. */
  public static final int NLM_F_CREATE = 0x400;
  /** Add behind the others. */
  public static final int NLM_F_APPEND = 0x800;
  /** Answer: the request is not repeated in the answer. */
  public static final int NLM_F_CAPPED = 0x100;
  /** Answer: attributes follow. */
  public static final int NLM_F_ACK_TLVS = 0x200;

  /** What is wrong, as text. */
  public static final int NLMSGERR_ATTR_MSG = 1;
  /** Offset of the offending attribute in the request. */
  public static final int NLMSGERR_ATTR_OFFS = 2;

  /** The attribute holds attributes. */
  public static final int NLA_F_NESTED = 0x8000;
  /** The attribute's number without its flags. */
  public static final int NLA_TYPE_MASK = 0x3fff;

  /** Level of the options of netlink sockets. */
  public static final int SOL_NETLINK = 270;
  /** Receive the events of a group. */
  public static final int NETLINK_ADD_MEMBERSHIP = 1;
  /** Do not repeat requests in errors. */
  public static final int NETLINK_CAP_ACK = 10;
  /** Send error texts. */
  public static final int NETLINK_EXT_ACK = 11;
  /** Filter dumps by what the request says. */
  public static final int NETLINK_GET_STRICT_CHK = 12;

  /** Octets of {@code struct sockaddr_nl}. */
  public static final int SOCKADDR_NL_SIZE = 12;
  /** Offset of {@code nl_pid}. */
  public static final int SOCKADDR_NL_PID = 4;

  private Netlink() {}
}
