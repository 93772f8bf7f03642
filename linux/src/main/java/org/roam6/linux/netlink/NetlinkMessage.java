package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.roam6.linux.abi.Netlink;

/**
 * One netlink message as the kernel sent it.
 *
 * @param type what it is: {@code nlmsg_type}, 0 to 65535
 * @param flags {@code nlmsg_flags}
 * @param sequence number of the request that it answers; 0 in events of the kernel's own
 * @param port port of the socket whose request made the kernel send it, also in events; 0 for the kernel itself
 * @param payload what follows the header, in native byte order, from position 0 on
 */
public record NetlinkMessage(int type, int flags, int sequence, int port, ByteBuffer payload) {

  /**
   * The messages in one datagram. The kernel sends no broken ones; should a length be impossible, the rest is left out.
   *
   * @param datagram octets from position to limit; its position does not move
   */
  public static List<NetlinkMessage> parse(ByteBuffer datagram) {
    ByteBuffer buffer = datagram.slice().order(ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    int offset = 0;
    while (buffer.limit() - offset >= Netlink.NLMSG_HDRLEN) {
      int length = buffer.getInt(offset);
      if (length < Netlink.NLMSG_HDRLEN || length > buffer.limit() - offset) {
        break;
      }
      ByteBuffer payload = buffer.slice(offset + Netlink.NLMSG_HDRLEN, length - Netlink.NLMSG_HDRLEN);
      messages.add(new NetlinkMessage(
          buffer.getShort(offset + 4) & 0xffff,
          buffer.getShort(offset + 6) & 0xffff,
          buffer.getInt(offset + 8),
          buffer.getInt(offset + 12),
          payload.order(ByteOrder.nativeOrder())));
      offset += align(length);
    }
    return messages;
  }

  /** Whether all of these flags are set. */
  boolean has(int wanted) {
    return (flags & wanted) == wanted;
  }

  /** Lengths are rounded up to a multiple of four octets, of messages and of attributes. */
  static int align(int length) {
    return length + 3 & ~3;
  }
}
