package org.roam6.linux.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.wire.LinkLayerAddress;

/** Packet sockets, of {@code linux/if_packet.h}. */
public final class IfPacket {

  /** Level of the options of packet sockets. */
  public static final int SOL_PACKET = 263;
  /** Hear more than the interface's own addresses. */
  public static final int PACKET_ADD_MEMBERSHIP = 1;
  /** A {@code struct tpacket_auxdata} with every packet. */
  public static final int PACKET_AUXDATA = 8;
  /** A {@code struct virtio_net_hdr} before every packet. */
  public static final int PACKET_VNET_HDR = 15;
  /** Send past the queueing discipline. */
  public static final int PACKET_QDISC_BYPASS = 20;
  /** Do not show what this machine sends. */
  public static final int PACKET_IGNORE_OUTGOING = 23;

  /** To this machine. */
  public static final int PACKET_HOST = 0;
  /** To another machine; heard in promiscuous mode. */
  public static final int PACKET_OTHERHOST = 3;
  /** From this machine. */
  public static final int PACKET_OUTGOING = 4;
  /** Membership: one link-layer group. */
  public static final int PACKET_MR_MULTICAST = 0;
  /** Membership: all link-layer groups. */
  public static final int PACKET_MR_PROMISC = 1;
  public static final int PACKET_MR_ALLMULTI = 2;

  /** Octets of {@code struct sockaddr_ll}. */
  public static final int SOCKADDR_LL_SIZE = 20;
  /** Offset of {@code sll_protocol}, big-endian. */
  public static final int SLL_PROTOCOL = 2;
  /** Offset of {@code sll_ifindex}. */
  public static final int SLL_IFINDEX = 4;
  /** Offset of {@code sll_hatype}. */
  public static final int SLL_HATYPE = 8;
  /** Offset of {@code sll_pkttype}, an octet. */
  public static final int SLL_PKTTYPE = 10;
  /** Offset of {@code sll_halen}, an octet. */
  public static final int SLL_HALEN = 11;
  /** Offset of {@code sll_addr}, eight octets. */
  public static final int SLL_ADDR = 12;

  /** Octets of {@code struct packet_mreq}: interface index, type (2), length (2), address (8). */
  public static final int PACKET_MREQ_SIZE = 16;

  /** Octets of {@code struct tpacket_auxdata}, which begins with {@code tp_status}. */
  public static final int TPACKET_AUXDATA_SIZE = 20;
  /** The upper-layer checksum is not written yet: the sender is on this machine. */
  public static final int TP_STATUS_CSUMNOTREADY = 1 << 3;
  /** The upper-layer checksum was checked already. */
  public static final int TP_STATUS_CSUM_VALID = 1 << 7;

  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private IfPacket() {}

  /** Writes a {@code struct sockaddr_ll} without link-layer address. */
  public static void writeSockaddr(MemorySegment target, int protocol, int interfaceIndex) {
    target.asSlice(0, SOCKADDR_LL_SIZE).fill((byte) 0);
    target.set(ValueLayout.JAVA_SHORT, 0, (short) Socket.AF_PACKET);
    target.set(BIG_SHORT, SLL_PROTOCOL, (short) protocol);
    target.set(ValueLayout.JAVA_INT, SLL_IFINDEX, interfaceIndex);
  }

  /** Writes a {@code struct sockaddr_ll} with an Ethernet address. */
  public static void writeSockaddr(
      MemorySegment target, int protocol, int interfaceIndex, LinkLayerAddress address) {
    writeSockaddr(target, protocol, interfaceIndex);
    target.set(ValueLayout.JAVA_BYTE, SLL_HALEN, (byte) LinkLayerAddress.LENGTH);
    for (int i = 0; i < LinkLayerAddress.LENGTH; i++) {
      target.set(ValueLayout.JAVA_BYTE, SLL_ADDR + i, (byte) (address.value() >>> 40 - 8 * i));
    }
  }
}
