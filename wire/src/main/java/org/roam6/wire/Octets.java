package org.roam6.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable row of octets that compares by content. */
public final class Octets implements Comparable<Octets> {

  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static Octets of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
  }

  /** A copy of {@code length} octets of {@code bytes} from {@code offset}. */
  public static Octets of(byte[] bytes, int offset, int length) {
    return new Octets(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** A copy of what remains in {@code buffer}, whose position does not move. */
  public static Octets of(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    return new Octets(copy);
  }

  /**
   * The octets that {@code hex} spells, two digits each, white space ignored.
   *
   * @throws IllegalArgumentException where it is not hexadecimal
   */
  public static Octets ofHex(String hex) {
    return new Octets(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** How many there are. */
  public int length() {
    return bytes.length;
  }

  /** The octet at {@code index}, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** The eight octets from {@code index} on as one number, the most significant first. */
  public long longAt(int index) {
    return (long) LONGS.get(bytes, index);
  }

  /** These octets with another one at {@code index}, 0 to 255. */
  public Octets with(int index, int octet) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) octet;
    return new Octets(copy);
  }

  /** The octets from {@code from} (inclusive) to {@code to} (exclusive). */
  public Octets slice(int from, int to) {
    return of(bytes, from, to - from);
  }

  /** A read-only big-endian view. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** A copy as an array. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Copies the octets to {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** Appends the octets to {@code buffer}. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** The octets in lower-case hexadecimal. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(Octets other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
