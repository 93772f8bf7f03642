package org.roam6.linux.netlink;

import org.roam6.linux.abi.Netlink;
import org.roam6.linux.libc.SystemCallException;

/**
 * One socket for requests of all families, in the network namespace of the thread that opened it.
 *
 * @param socket the socket
 * @param links interfaces
 * @param addresses addresses of interfaces
 * @param routes routes
 * @param rules rules that choose a routing table
 * @param neighbors neighbours
 */
public record RouteNetlink(
    NetlinkSocket socket, Links links, Addresses addresses, Routes routes, Rules rules, Neighbors neighbors)
    implements AutoCloseable {

  /** Opens the socket. */
  public static RouteNetlink open() throws SystemCallException {
    NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE);
    return new RouteNetlink(
        socket,
        new Links(socket),
        new Addresses(socket),
        new Routes(socket),
        new Rules(socket),
        new Neighbors(socket));
  }

  @Override
  public void close() {
    socket.close();
  }
}
