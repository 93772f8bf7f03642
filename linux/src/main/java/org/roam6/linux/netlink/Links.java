package org.roam6.linux.netlink;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.IfLink;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.LinkLayerAddress;

/** Asks for, makes and changes interfaces. */
public final class Links {

  private static final int CREATE = Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}, in whose namespace the interfaces are. */
  public Links(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** All interfaces. */
  public List<LinkInfo> all() throws NetlinkException {
    return socket.dump(message(Rtnetlink.RTM_GETLINK, 0, 0, 0, 0)).stream().map(LinkInfo::decode).toList();
  }

  /** The interface of this name, if there is one. */
  public Optional<LinkInfo> find(String name) throws NetlinkException {
    return find(message(Rtnetlink.RTM_GETLINK, 0, 0, 0, 0).attributeText(IfLink.IFLA_IFNAME, name));
  }

  /** The interface of this index, if there is one. */
  public Optional<LinkInfo> find(int index) throws NetlinkException {
    return find(message(Rtnetlink.RTM_GETLINK, 0, index, 0, 0));
  }

  /** How the bridge of this index treats multicast; empty where it is none. */
  public Optional<BridgeInfo> bridge(int index) throws NetlinkException {
    return BridgeInfo.decode(socket.ask(message(Rtnetlink.RTM_GETLINK, 0, index, 0, 0)));
  }

  private Optional<LinkInfo> find(MessageBuilder request) throws NetlinkException {
    try {
      return Optional.of(LinkInfo.decode(socket.ask(request)));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Turns an interface on or off. */
  public void setUp(int index, boolean up) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_NEWLINK, 0, index, up ? IfLink.IFF_UP : 0, IfLink.IFF_UP));
  }

  /** Sets the MTU in octets. */
  public void setMtu(int index, int mtu) throws NetlinkException {
    socket.request(change(index).attributeInt(IfLink.IFLA_MTU, mtu));
  }

  /** Sets the link-layer address. */
  public void setAddress(int index, LinkLayerAddress address) throws NetlinkException {
    socket.request(change(index).attributeLinkLayer(IfLink.IFLA_ADDRESS, address));
  }

  /** Makes the interface a port of the bridge {@code master}, or of none with 0. */
  public void setMaster(int index, int master) throws NetlinkException {
    socket.request(change(index).attributeInt(IfLink.IFLA_MASTER, master));
  }

  /** Plugs or unplugs the cable of an interface that can pretend so: a TUN device. */
  public void setCarrier(int index, boolean carrier) throws NetlinkException {
    socket.request(change(index).attributeOctet(IfLink.IFLA_CARRIER, carrier ? 1 : 0));
  }

  /** Turns an interface's neighbour discovery (ARP) on or off. */
  public void setNeighborDiscovery(int index, boolean on) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_NEWLINK, 0, index, on ? 0 : IfLink.IFF_NOARP, IfLink.IFF_NOARP));
  }

  /**
   * Lets the kernel make no link-local address. To be sent before the interface is turned on, or multicast listener
   * reports and a link-local address appear on it all the same.
   */
  public void setNoLinkLocalAddress(int index) throws NetlinkException {
    socket.request(change(index).nested(IfLink.IFLA_AF_SPEC, families -> families.nested(
        Socket.AF_INET6,
        inet6 -> inet6.attributeOctet(IfLink.IFLA_INET6_ADDR_GEN_MODE, IfLink.IN6_ADDR_GEN_MODE_NONE))));
  }

  /** Moves an interface to the network namespace behind the open file {@code namespace}. */
  public void moveTo(int index, int namespace) throws NetlinkException {
    socket.request(change(index).attributeInt(IfLink.IFLA_NET_NS_FD, namespace));
  }

  /** Gives an interface, which must be off, another name. */
  public void rename(int index, String name) throws NetlinkException {
    socket.request(change(index).attributeText(IfLink.IFLA_IFNAME, name));
  }

  /** Makes a bridge that passes multicast to all its ports, as a dumb switch does. */
  public void createBridge(String name) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_NEWLINK, CREATE, 0, 0, 0)
        .attributeText(IfLink.IFLA_IFNAME, name)
        .nested(IfLink.IFLA_LINKINFO, info -> info
            .attributeText(IfLink.IFLA_INFO_KIND, "bridge")
            .nested(IfLink.IFLA_INFO_DATA, data -> data.attributeOctet(IfLink.IFLA_BR_MCAST_SNOOPING, 0))));
  }

  /** Makes a virtual cable with the ends {@code name} and {@code peer}, both in this namespace. */
  public void createVeth(String name, String peer) throws NetlinkException {
    createVeth(name, end -> {}, peer, end -> {});
  }

  /** Makes a virtual cable between the namespaces behind the open files. */
  public void createVeth(String name, int namespace, String peer, int peerNamespace) throws NetlinkException {
    createVeth(
        name,
        end -> end.attributeInt(IfLink.IFLA_NET_NS_FD, namespace),
        peer,
        end -> end.attributeInt(IfLink.IFLA_NET_NS_FD, peerNamespace));
  }

  private void createVeth(
      String name, Consumer<MessageBuilder> end, String peer, Consumer<MessageBuilder> peerEnd)
      throws NetlinkException {
    MessageBuilder request = message(Rtnetlink.RTM_NEWLINK, CREATE, 0, 0, 0).attributeText(IfLink.IFLA_IFNAME, name);
    end.accept(request);
    socket.request(request.nested(IfLink.IFLA_LINKINFO, info -> info
        .attributeText(IfLink.IFLA_INFO_KIND, "veth")
        .nested(IfLink.IFLA_INFO_DATA, data -> data.nested(IfLink.VETH_INFO_PEER, other -> {
          structure(other, 0, 0, 0).attributeText(IfLink.IFLA_IFNAME, peer);
          peerEnd.accept(other);
        }))));
  }

  /** Removes a virtual interface, of a virtual cable both ends. */
  public void delete(int index) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_DELLINK, 0, index, 0, 0));
  }

  private static MessageBuilder change(int index) {
    return message(Rtnetlink.RTM_NEWLINK, 0, index, 0, 0);
  }

  private static MessageBuilder message(int type, int flags, int index, int interfaceFlags, int mask) {
    return structure(new MessageBuilder(type, flags), index, interfaceFlags, mask);
  }

  /** Appends a {@code struct ifinfomsg}. */
  private static MessageBuilder structure(MessageBuilder builder, int index, int interfaceFlags, int mask) {
    return builder.octets(0, 0).int16(0).int32(index).int32(interfaceFlags).int32(mask);
  }
}
