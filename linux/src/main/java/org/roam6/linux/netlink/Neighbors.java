package org.roam6.linux.netlink;

import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Neighbour;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;

/** Asks for, sets and removes IPv6 neighbours. */
public final class Neighbors {

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}. */
  public Neighbors(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** All neighbours of all interfaces. */
  public List<NeighborInfo> all() throws NetlinkException {
    return on(0);
  }

  /** The neighbours on an interface. */
  public List<NeighborInfo> on(int interfaceIndex) throws NetlinkException {
    MessageBuilder request = message(Rtnetlink.RTM_GETNEIGH, 0, 0, 0, 0);
    if (interfaceIndex != 0) {
      request.attributeInt(Neighbour.NDA_IFINDEX, interfaceIndex);
    }
    return socket.dump(request).stream().flatMap(answer -> NeighborInfo.decode(answer).stream()).toList();
  }

  /** What is known of one neighbour. */
  public Optional<NeighborInfo> find(int interfaceIndex, Ipv6Address address) throws NetlinkException {
    try {
      return NeighborInfo.decode(socket.ask(message(Rtnetlink.RTM_GETNEIGH, 0, interfaceIndex, 0, 0)
          .attributeAddress(Neighbour.NDA_DST, address)));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sets a neighbour, whatever was known of it before. */
  public void replace(NeighborInfo neighbor) throws NetlinkException {
    socket.request(replaceMessage(neighbor));
  }

  /** Tells the kernel that the neighbour is used, so that it finds or confirms its link-layer address. */
  public void use(int interfaceIndex, Ipv6Address address) throws NetlinkException {
    int flags = Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE;
    socket.request(message(Rtnetlink.RTM_NEWNEIGH, flags, interfaceIndex, 0, Neighbour.NTF_USE)
        .attributeAddress(Neighbour.NDA_DST, address));
  }

  /**
   * Removes a neighbour.
   *
   * @throws NetlinkException with {@link Errno#ENOENT} where it is not there
   */
  public void delete(int interfaceIndex, Ipv6Address address) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_DELNEIGH, 0, interfaceIndex, 0, 0)
        .attributeAddress(Neighbour.NDA_DST, address));
  }

  /** Forgets what was learned of the neighbours on an interface; entries that were set for good stay. */
  public void flush(int interfaceIndex) throws NetlinkException {
    for (NeighborInfo neighbor : on(interfaceIndex)) {
      if (neighbor.state() != NeighborState.PERMANENT && neighbor.state() != NeighborState.NO_ARP) {
        try {
          delete(interfaceIndex, neighbor.address());
        } catch (NetlinkException e) {
          if (e.errno() != Errno.ENOENT) {
            throw e;
          }
        }
      }
    }
  }

  static MessageBuilder replaceMessage(NeighborInfo neighbor) {
    MessageBuilder message = message(
        Rtnetlink.RTM_NEWNEIGH,
        Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE,
        neighbor.interfaceIndex(),
        neighbor.state().number(),
        neighbor.router() ? Neighbour.NTF_ROUTER : 0);
    message.attributeAddress(Neighbour.NDA_DST, neighbor.address());
    neighbor.linkLayerAddress().ifPresent(known -> message.attributeLinkLayer(Neighbour.NDA_LLADDR, known));
    return message.attributeOctet(Neighbour.NDA_PROTOCOL, neighbor.protocol());
  }

  private static MessageBuilder message(int type, int flags, int index, int state, int neighborFlags) {
    return new MessageBuilder(type, flags)
        .octets(Socket.AF_INET6, 0).int16(0).int32(index).int16(state).octets(neighborFlags, 0);
  }
}
