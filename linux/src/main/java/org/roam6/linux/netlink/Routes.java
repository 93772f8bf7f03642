package org.roam6.linux.netlink;

import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** Asks for, adds and removes IPv6 routes. */
public final class Routes {

  private static final int HOST = 128;

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}. */
  public Routes(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** The routes of all tables. */
  public List<RouteInfo> all() throws NetlinkException {
    return madeBy(Rtnetlink.RTPROT_UNSPEC);
  }

  /** The routes of all tables that {@code protocol} made; the kernel filters, as there may be a million others. */
  public List<RouteInfo> madeBy(int protocol) throws NetlinkException {
    MessageBuilder request = structure(new MessageBuilder(Rtnetlink.RTM_GETROUTE, 0), 0, 0, protocol, 0);
    return socket.dump(request).stream().flatMap(answer -> RouteInfo.decode(answer).stream()).toList();
  }

  /** The way that the kernel would send a packet from {@code source} to {@code destination}; empty for none. */
  public Optional<RouteInfo> lookup(Ipv6Address source, Ipv6Address destination) throws NetlinkException {
    MessageBuilder request = new MessageBuilder(Rtnetlink.RTM_GETROUTE, 0)
        .octets(Socket.AF_INET6, HOST, source.isUnspecified() ? 0 : HOST, 0, 0, 0, 0, 0)
        .int32(0)
        .attributeAddress(Rtnetlink.RTA_DST, destination);
    if (!source.isUnspecified()) {
      request.attributeAddress(Rtnetlink.RTA_SRC, source);
    }
    try {
      return RouteInfo.decode(socket.ask(request));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENETUNREACH || e.errno() == Errno.EHOSTUNREACH || e.errno() == Errno.EINVAL
          || e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Adds a route.
   *
   * @throws NetlinkException with {@link Errno#EEXIST} where there is one with this destination, table and metric
   */
  public void add(RouteInfo route) throws NetlinkException {
    socket.request(add(route, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL));
  }

  /** Adds a route in the place of the one with this destination, table and metric, in one step. */
  public void replace(RouteInfo route) throws NetlinkException {
    socket.request(add(route, Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE));
  }

  /**
   * Removes exactly this route.
   *
   * @throws NetlinkException with {@link Errno#ESRCH} where it is not there
   */
  public void delete(RouteInfo route) throws NetlinkException {
    socket.request(fill(new MessageBuilder(Rtnetlink.RTM_DELROUTE, 0), route));
  }

  static MessageBuilder add(RouteInfo route, int flags) {
    MessageBuilder message = fill(new MessageBuilder(Rtnetlink.RTM_NEWROUTE, flags), route);
    route.source().ifPresent(source -> message.attributeAddress(Rtnetlink.RTA_PREFSRC, source));
    if (route.mtu() != 0) {
      message.nested(Rtnetlink.RTA_METRICS, metrics -> metrics.attributeInt(Rtnetlink.RTAX_MTU, route.mtu()));
    }
    if (route.lifetimeSeconds() != 0) {
      message.attributeInt(Rtnetlink.RTA_EXPIRES, route.lifetimeSeconds());
    }
    return message;
  }

  private static MessageBuilder fill(MessageBuilder message, RouteInfo route) {
    Ipv6Prefix destination = route.destination();
    structure(message, destination.length(), route.table(), route.protocol(), route.kind().number());
    if (destination.length() > 0) {
      message.attributeAddress(Rtnetlink.RTA_DST, destination.address());
    }
    route.via().ifPresent(router -> message.attributeAddress(Rtnetlink.RTA_GATEWAY, router));
    if (route.out() != 0) {
      message.attributeInt(Rtnetlink.RTA_OIF, route.out());
    }
    if (route.metric() != 0) {
      message.attributeInt(Rtnetlink.RTA_PRIORITY, route.metric());
    }
    return message.attributeInt(Rtnetlink.RTA_TABLE, route.table());
  }

  /** Appends a {@code struct rtmsg}. */
  private static MessageBuilder structure(
      MessageBuilder message, int destinationLength, int table, int protocol, int kind) {
    int shortTable = table < 256 ? table : 0;
    return message
        .octets(Socket.AF_INET6, destinationLength, 0, 0)
        .octets(shortTable, protocol, Rtnetlink.RT_SCOPE_UNIVERSE, kind)
        .int32(0);
  }
}
