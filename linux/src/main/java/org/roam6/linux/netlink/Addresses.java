package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.IfAddr;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;

/** Asks for, adds and removes IPv6 addresses of interfaces. */
public final class Addresses {

  private static final int CACHEINFO_SIZE = 16;

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}. */
  public Addresses(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** All IPv6 addresses. */
  public List<AddressInfo> all() throws NetlinkException {
    return socket.dump(message(Rtnetlink.RTM_GETADDR, 0, 0, 0, 0)).stream()
        .flatMap(answer -> AddressInfo.decode(answer).stream())
        .toList();
  }

  /** The address on that interface, if it is there. */
  public Optional<AddressInfo> find(int interfaceIndex, Ipv6Address address) throws NetlinkException {
    try {
      return AddressInfo.decode(socket.ask(message(Rtnetlink.RTM_GETADDR, 0, 0, 0, interfaceIndex)
          .attributeAddress(IfAddr.IFA_ADDRESS, address)));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.EADDRNOTAVAIL || e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Adds an address.
   *
   * @throws NetlinkException with {@link Errno#EEXIST} where the interface has it already
   */
  public void add(AddressInfo address) throws NetlinkException {
    socket.request(add(address, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL));
  }

  /** Adds an address, or changes flags and lifetimes of the one that is there; its prefix length does not change. */
  public void replace(AddressInfo address) throws NetlinkException {
    socket.request(add(address, Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE));
  }

  /**
   * Removes an address.
   *
   * @throws NetlinkException with {@link Errno#EADDRNOTAVAIL} where it is not there
   */
  public void delete(AddressInfo address) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_DELADDR, 0, address.prefixLength(), 0, address.interfaceIndex())
        .attributeAddress(IfAddr.IFA_LOCAL, address.address()));
  }

  static MessageBuilder add(AddressInfo address, int flags) {
    int bits = AddressFlag.encode(address.flags());
    ByteBuffer lifetimes = ByteBuffer.allocate(CACHEINFO_SIZE).order(ByteOrder.nativeOrder())
        .putInt(IfAddr.CACHEINFO_PREFERRED, (int) address.preferredSeconds())
        .putInt(IfAddr.CACHEINFO_VALID, (int) address.validSeconds());
    return message(Rtnetlink.RTM_NEWADDR, flags, address.prefixLength(), bits & 0xff, address.interfaceIndex())
        .attributeAddress(IfAddr.IFA_LOCAL, address.address())
        .attributeInt(IfAddr.IFA_FLAGS, bits)
        .attribute(IfAddr.IFA_CACHEINFO, lifetimes.array())
        .attributeOctet(IfAddr.IFA_PROTO, address.protocol());
  }

  private static MessageBuilder message(int type, int flags, int prefixLength, int addressFlags, int index) {
    return new MessageBuilder(type, flags).octets(Socket.AF_INET6, prefixLength, addressFlags, 0).int32(index);
  }
}
