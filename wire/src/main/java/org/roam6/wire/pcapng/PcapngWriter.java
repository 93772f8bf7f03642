package org.roam6.wire.pcapng;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a section of pcapng: a Section Header Block, an Interface Description Block for each interface and an Enhanced
 * Packet Block for each packet, all big-endian, with times in nanoseconds. For one thread.
 */
public final class PcapngWriter {

  /** LINKTYPE_ETHERNET. */
  public static final int LINK_TYPE_ETHERNET = 1;
  /** LINKTYPE_RAW: an IP packet, without link layer. */
  public static final int LINK_TYPE_RAW = 101;

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int OPTION_END = 0;
  private static final int OPTION_INTERFACE_NAME = 2;
  private static final int OPTION_TIME_RESOLUTION = 9;
  private static final byte NANOSECONDS = 9;
  private static final int BLOCK_OVERHEAD = 12;

  private final OutputStream out;
  private int interfaces;

  /**
   * Begins a section.
   *
   * @param out where the section goes; left open, and best buffered
   */
  public PcapngWriter(OutputStream out) throws IOException {
    this.out = out;
    ByteBuffer body = ByteBuffer.allocate(16);
    body.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
    body.putLong(-1);
    writeBlock(SECTION_HEADER, body.flip());
  }

  /**
   * Describes an interface.
   *
   * @param name as tools show it, at most 65535 octets of UTF-8
   * @param linkType what its packets begin with, as {@link #LINK_TYPE_ETHERNET}
   * @return its number, for {@link #writePacket}
   */
  public int addInterface(String name, int linkType) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(8 + 4 + padded(text.length) + 8 + 4);
    body.putShort((short) linkType).putShort((short) 0).putInt(0);
    body.putShort((short) OPTION_INTERFACE_NAME).putShort((short) text.length).put(text);
    body.position(padded(body.position()));
    body.putShort((short) OPTION_TIME_RESOLUTION).putShort((short) 1).put(NANOSECONDS);
    body.position(padded(body.position()));
    body.putShort((short) OPTION_END).putShort((short) 0);
    writeBlock(INTERFACE_DESCRIPTION, body.flip());
    return interfaces++;
  }

  /**
   * Writes a packet.
   *
   * @param interfaceNumber from {@link #addInterface}
   * @param timestampNanos since 1970
   * @param packet the octets that remain in it; its position does not move
   */
  public void writePacket(int interfaceNumber, long timestampNanos, ByteBuffer packet) throws IOException {
    writePacket(interfaceNumber, timestampNanos, packet, packet.remaining());
  }

  /**
   * Writes the beginning of a packet.
   *
   * @param interfaceNumber from {@link #addInterface}
   * @param timestampNanos since 1970
   * @param packet what is kept of the packet: the octets that remain in it; its position does not move
   * @param originalLength octets of the whole packet
   */
  public void writePacket(int interfaceNumber, long timestampNanos, ByteBuffer packet, int originalLength)
      throws IOException {
    if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
      throw new IllegalArgumentException("no interface " + interfaceNumber);
    }
    int length = packet.remaining();
    ByteBuffer body = ByteBuffer.allocate(20 + padded(length));
    body.putInt(interfaceNumber).putLong(timestampNanos).putInt(length).putInt(originalLength);
    body.put(packet.duplicate());
    writeBlock(ENHANCED_PACKET, body.clear());
  }

  private void writeBlock(int type, ByteBuffer body) throws IOException {
    int length = BLOCK_OVERHEAD + body.remaining();
    ByteBuffer block = ByteBuffer.allocate(length);
    block.putInt(type).putInt(length).put(body).putInt(length);
    out.write(block.array());
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }
}
