package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roam6.linux.abi.Netlink;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * The attributes of a netlink message by their number. One that is absent or too short reads as empty or as the default
 * that the caller names, so that older and newer kernels need no special cases. Of equal numbers the last one counts.
 */
public final class Attributes {

  private static final int HEADER_LENGTH = 4;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Map<Integer, ByteBuffer> values = new TreeMap<>();

  private Attributes() {}

  /** The attributes in {@code payload} from {@code offset} on; what cannot be one, and all behind it, is left out. */
  public static Attributes parse(ByteBuffer payload, int offset) {
    Attributes attributes = new Attributes();
    int at = offset;
    while (payload.limit() - at >= HEADER_LENGTH) {
      int length = nativeOrder(payload).getShort(at) & 0xffff;
      if (length < HEADER_LENGTH || length > payload.limit() - at) {
        break;
      }
      int type = payload.getShort(at + 2) & Netlink.NLA_TYPE_MASK;
      attributes.values.put(type, nativeOrder(payload.slice(at + HEADER_LENGTH, length - HEADER_LENGTH)));
      at += NetlinkMessage.align(length);
    }
    return attributes;
  }

  private static ByteBuffer nativeOrder(ByteBuffer buffer) {
    return buffer.order(ByteOrder.nativeOrder());
  }

  /** Whether there is one with this number. */
  public boolean has(int type) {
    return values.containsKey(type);
  }

  /** One octet, 0 to 255. */
  public int octet(int type, int absent) {
    ByteBuffer value = atLeast(type, 1);
    return value.hasRemaining() ? value.get(0) & 0xff : absent;
  }

  /** 16 bits in native order at an offset within the attribute, 0 to 65535. */
  public int int16(int type, int offset, int absent) {
    ByteBuffer value = atLeast(type, offset + 2);
    return value.hasRemaining() ? value.getShort(offset) & 0xffff : absent;
  }

  /** 32 bits in native order. */
  public int int32(int type, int absent) {
    return int32(type, 0, absent);
  }

  /** 32 bits in native order at an offset within the attribute. */
  public int int32(int type, int offset, int absent) {
    ByteBuffer value = atLeast(type, offset + 4);
    return value.hasRemaining() ? value.getInt(offset) : absent;
  }

  /** An IPv6 address. */
  public Optional<Ipv6Address> address(int type) {
    return exactly(type, Ipv6Address.LENGTH).map(value -> Ipv6Address.read(value.order(ByteOrder.BIG_ENDIAN), 0));
  }

  /** A link-layer address; empty where it has not six octets. */
  public Optional<LinkLayerAddress> linkLayer(int type) {
    return exactly(type, LinkLayerAddress.LENGTH)
        .map(value -> LinkLayerAddress.read(value.order(ByteOrder.BIG_ENDIAN), 0));
  }

  /** Text up to its zero octet. */
  public Optional<String> text(int type) {
    return Optional.ofNullable(values.get(type)).map(value -> {
      byte[] bytes = new byte[value.limit()];
      value.get(0, bytes);
      int end = 0;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    });
  }

  /** The attributes within an attribute; none where it is absent. */
  public Attributes nested(int type) {
    ByteBuffer value = values.get(type);
    return value == null ? new Attributes() : parse(value, 0);
  }

  /** 32 bits in network order, as nf_tables has them. */
  public int bigEndian32(int type, int absent) {
    ByteBuffer value = atLeast(type, 4);
    return value.hasRemaining() ? value.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) : absent;
  }

  /** All octets; none where it is absent. */
  public byte[] octets(int type) {
    ByteBuffer value = values.getOrDefault(type, EMPTY);
    byte[] octets = new byte[value.limit()];
    value.get(0, octets);
    return octets;
  }

  /** The attributes within each of the attributes that are within an attribute: a list, in its order. */
  public List<Attributes> list(int type) {
    ByteBuffer value = values.getOrDefault(type, EMPTY);
    List<Attributes> elements = new ArrayList<>();
    int at = 0;
    while (value.limit() - at >= HEADER_LENGTH) {
      int length = nativeOrder(value).getShort(at) & 0xffff;
      if (length < HEADER_LENGTH || length > value.limit() - at) {
        break;
      }
      elements.add(parse(value.slice(at + HEADER_LENGTH, length - HEADER_LENGTH), 0));
      at += NetlinkMessage.align(length);
    }
    return elements;
  }

  private Optional<ByteBuffer> exactly(int type, int length) {
    return Optional.ofNullable(values.get(type)).filter(value -> value.limit() == length).map(ByteBuffer::duplicate);
  }

  private ByteBuffer atLeast(int type, int length) {
    ByteBuffer value = values.get(type);
    return value == null || value.limit() < length ? EMPTY : value;
  }
}
