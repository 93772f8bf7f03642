package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.IpProtocol;

/**
 * A Fragment header (RFC 8200 4.5).
 *
 * @param offset octets from the start of the fragmentable part, a multiple of 8, 0 to 65528
 * @param moreFragments whether this is not the last fragment
 * @param identification 0 to 2^32 - 1, the same in all fragments of a packet
 * @param reserved1 the 8 bits behind Next Header, zero where this node sends
 * @param reserved2 the 2 bits behind the offset, zero where this node sends
 */
public record FragmentHeader(int offset, boolean moreFragments, long identification, int reserved1, int reserved2)
    implements ExtensionHeader {

  static final int LENGTH = 8;

  private static final int MAX_OFFSET = 0xfff8;

  /** Checks the ranges. */
  public FragmentHeader {
    Checks.atMost("fragment offset", offset, MAX_OFFSET);
    Checks.multipleOf("fragment offset", offset, 8);
    Checks.unsigned32("identification", identification);
    Checks.unsigned8("reserved1", reserved1);
    Checks.bits("reserved2", reserved2, 2);
  }

  /** The header as this node sends it. */
  public FragmentHeader(int offset, boolean moreFragments, long identification) {
    this(offset, moreFragments, identification, 0, 0);
  }

  static FragmentHeader read(ByteBuffer buffer, int at) {
    int word = buffer.getShort(at + 2) & 0xffff;
    return new FragmentHeader(
        word & MAX_OFFSET,
        (word & 1) != 0,
        buffer.getInt(at + 4) & 0xffff_ffffL,
        buffer.get(at + 1) & 0xff,
        word >> 1 & 3);
  }

  /** Whether the packet is complete although it has a Fragment header (RFC 6946). */
  public boolean isAtomic() {
    return offset == 0 && !moreFragments;
  }

  @Override
  public int type() {
    return IpProtocol.FRAGMENT;
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public void writeTo(ByteBuffer buffer, int nextHeader) {
    buffer.put((byte) nextHeader).put((byte) reserved1);
    buffer.putShort((short) (offset | reserved2 << 1 | (moreFragments ? 1 : 0)));
    buffer.putInt((int) identification);
  }
}
