package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.roam6.linux.abi.Netlink;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** Builds one netlink message: its header, a fixed structure, then attributes. Integers are in native byte order. */
public final class MessageBuilder {

  private final int type;
  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /**
   * Begins a request.
   *
   * @param type {@code nlmsg_type}
   * @param flags {@code nlmsg_flags} besides {@code NLM_F_REQUEST}
   */
  public MessageBuilder(int type, int flags) {
    this.type = type;
    buffer.putInt(0).putShort((short) type).putShort((short) (flags | Netlink.NLM_F_REQUEST));
    buffer.putInt(0).putInt(0);
  }

  /** What kind of message it is. */
  int type() {
    return type;
  }

  /** Adds flags to those that are there. */
  MessageBuilder flags(int more) {
    buffer.putShort(6, (short) (buffer.getShort(6) | more));
    return this;
  }

  /** Appends octets of a fixed structure. */
  public MessageBuilder octets(int... values) {
    for (int value : values) {
      room(1).put((byte) value);
    }
    return this;
  }

  /** Appends a 16-bit field of a fixed structure. */
  public MessageBuilder int16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  /** Appends a 32-bit field of a fixed structure. */
  public MessageBuilder int32(int value) {
    room(4).putInt(value);
    return this;
  }

  /** Appends an attribute of raw octets. */
  public MessageBuilder attribute(int attribute, byte[] value) {
    header(attribute, value.length).put(value);
    return pad();
  }

  /** Appends an attribute of one octet. */
  public MessageBuilder attributeOctet(int attribute, int value) {
    header(attribute, 1).put((byte) value);
    return pad();
  }

  /** Appends an attribute of 32 bits in native order. */
  public MessageBuilder attributeInt(int attribute, int value) {
    header(attribute, 4).putInt(value);
    return this;
  }

  /** Appends an attribute of 32 bits in network order, as netfilter wants them. */
  public MessageBuilder attributeBigEndian(int attribute, int value) {
    header(attribute, 4).putInt(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
    return this;
  }

  /** Appends an attribute of text with the zero octet at its end. */
  public MessageBuilder attributeText(int attribute, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    header(attribute, text.length + 1).put(text).put((byte) 0);
    return pad();
  }

  /** Appends an attribute that is an IPv6 address. */
  public MessageBuilder attributeAddress(int attribute, Ipv6Address value) {
    header(attribute, Ipv6Address.LENGTH).order(ByteOrder.BIG_ENDIAN);
    value.writeTo(buffer);
    buffer.order(ByteOrder.nativeOrder());
    return this;
  }

  /** Appends an attribute that is a link-layer address. */
  public MessageBuilder attributeLinkLayer(int attribute, LinkLayerAddress value) {
    header(attribute, LinkLayerAddress.LENGTH).order(ByteOrder.BIG_ENDIAN);
    value.writeTo(buffer);
    buffer.order(ByteOrder.nativeOrder());
    return pad();
  }

  /** Appends an attribute that holds what {@code content} appends. */
  public MessageBuilder nested(int attribute, Consumer<MessageBuilder> content) {
    int start = buffer.position();
    header(attribute | Netlink.NLA_F_NESTED, 0);
    content.accept(this);
    buffer.putShort(start, (short) (buffer.position() - start));
    return pad();
  }

  /** The octets of the message with its length and sequence number filled in. */
  public byte[] build(int sequence) {
    buffer.putInt(0, buffer.position()).putInt(8, sequence);
    byte[] octets = new byte[buffer.position()];
    buffer.get(0, octets);
    return octets;
  }

  private ByteBuffer header(int attribute, int length) {
    return room(4 + NetlinkMessage.align(length)).putShort((short) (4 + length)).putShort((short) attribute);
  }

  private MessageBuilder pad() {
    int missing = NetlinkMessage.align(buffer.position()) - buffer.position();
    room(missing).position(buffer.position() + missing);
    return this;
  }

  private ByteBuffer room(int octets) {
    if (buffer.remaining() < octets) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + octets);
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder());
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
