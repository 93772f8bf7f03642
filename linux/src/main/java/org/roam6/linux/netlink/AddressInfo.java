package org.roam6.linux.netlink;

import java.util.Optional;
import java.util.Set;
import org.roam6.linux.abi.IfAddr;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;

/**
 * An IPv6 address of an interface, as the kernel has it or shall have it.
 *
 * @param interfaceIndex the interface
 * @param address the address
 * @param prefixLength bits of the prefix that is on-link there
 * @param flags what is known of it
 * @param preferredSeconds for how long it is preferred, 0 to {@link #FOREVER}
 * @param validSeconds for how long it is valid, 1 to {@link #FOREVER}
 * @param protocol who made it: {@code IFAPROT_}, or 0 where the kernel is older than 5.18
 */
public record AddressInfo(
    int interfaceIndex,
    Ipv6Address address,
    int prefixLength,
    Set<AddressFlag> flags,
    long preferredSeconds,
    long validSeconds,
    int protocol) {

  /** A lifetime without end. */
  public static final long FOREVER = 0xffff_ffffL;

  /** Takes a copy of the flags. */
  public AddressInfo {
    flags = Set.copyOf(flags);
  }

  /** Whether this flag is set. */
  public boolean is(AddressFlag flag) {
    return flags.contains(flag);
  }

  /** What an {@code RTM_NEWADDR} or {@code RTM_DELADDR} message says; empty for other than IPv6. */
  static Optional<AddressInfo> decode(NetlinkMessage message) {
    Attributes attributes = Attributes.parse(message.payload(), IfAddr.IFADDRMSG_SIZE);
    if (message.payload().get(0) != Socket.AF_INET6) {
      return Optional.empty();
    }
    return attributes.address(IfAddr.IFA_LOCAL).or(() -> attributes.address(IfAddr.IFA_ADDRESS))
        .map(address -> new AddressInfo(
            message.payload().getInt(4),
            address,
            message.payload().get(1) & 0xff,
            AddressFlag.decode(attributes.int32(IfAddr.IFA_FLAGS, message.payload().get(2) & 0xff)),
            lifetime(attributes, IfAddr.CACHEINFO_PREFERRED),
            lifetime(attributes, IfAddr.CACHEINFO_VALID),
            attributes.octet(IfAddr.IFA_PROTO, 0)));
  }

  private static long lifetime(Attributes attributes, int offset) {
    return attributes.int32(IfAddr.IFA_CACHEINFO, offset, -1) & 0xffff_ffffL;
  }
}
