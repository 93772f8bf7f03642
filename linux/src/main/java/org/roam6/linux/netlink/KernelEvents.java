package org.roam6.linux.netlink;

import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.libc.SystemCallException;

/** The events of links, IPv6 addresses, routes, rules and neighbours, from its opening on. */
public final class KernelEvents implements AutoCloseable {

  /** Room for some thousand events: a full routing table that comes at once is told as {@code EventsLost}. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final NetlinkSocket socket;

  private KernelEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Begins to listen in the network namespace of the calling thread. */
  public static KernelEvents open() throws SystemCallException {
    return new KernelEvents(NetlinkSocket.openForEvents(
        Netlink.NETLINK_ROUTE,
        RECEIVE_BUFFER,
        Rtnetlink.RTNLGRP_LINK,
        Rtnetlink.RTNLGRP_NEIGH,
        Rtnetlink.RTNLGRP_IPV6_IFADDR,
        Rtnetlink.RTNLGRP_IPV6_ROUTE,
        Rtnetlink.RTNLGRP_IPV6_RULE));
  }

  /** The descriptor, readable when there are events. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** The events of one datagram, in their order; none where there are none. Never waits. */
  public List<KernelEvent> read() throws NetlinkException {
    Optional<List<NetlinkMessage>> messages = receive();
    if (messages.isEmpty()) {
      throwAway();
      return List.of(new KernelEvent.EventsLost());
    }
    return messages.get().stream().flatMap(message -> KernelEvent.decode(message).stream()).toList();
  }

  /** The messages of one datagram; empty where some were lost. */
  private Optional<List<NetlinkMessage>> receive() throws NetlinkException {
    try {
      return Optional.of(socket.receive());
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOBUFS) {
        return Optional.empty();
      }
      throw e;
    }
  }

  // Until all that waits is read the kernel takes no event in, and does not say so a second time. And who now reads its
  // tables must not hear afterwards of what was before.
  private void throwAway() throws NetlinkException {
    while (receive().filter(List::isEmpty).isEmpty()) {
      // More waits.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
