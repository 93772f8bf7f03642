package org.roam6.linux.firewall;

import java.util.Arrays;

/** The registers that the expressions of a rule hand values on in, as far as these are known. */
final class Registers {

  private static final int SIZE = 64;
  private static final int OLD_REGISTER = 16;
  private static final int FIRST_NEW = 8;
  private static final int NEW_REGISTER = 4;

  private final byte[] values = new byte[SIZE];
  private final boolean[] known = new boolean[SIZE];
  // Whether the octet tells what kind of packet it is.
  private final boolean[] kind = new boolean[SIZE];

  private static int offset(int register) {
    int offset = register < FIRST_NEW ? (register - 1) * OLD_REGISTER : (register - FIRST_NEW) * NEW_REGISTER;
    return Math.clamp(offset, 0, SIZE);
  }

  /** Writes a value; {@code ofKind} says that it tells what kind of packet it is. */
  void put(int register, byte[] value, boolean ofKind) {
    int from = offset(register);
    int length = Math.min(value.length, SIZE - from);
    System.arraycopy(value, 0, values, from, length);
    Arrays.fill(known, from, from + length, true);
    Arrays.fill(kind, from, from + length, ofKind);
  }

  /** Writes something that is not known. */
  void forget(int register, int length) {
    int from = offset(register);
    int to = Math.min(SIZE, from + Math.max(length, NEW_REGISTER));
    Arrays.fill(known, from, to, false);
    Arrays.fill(kind, from, to, false);
  }

  boolean isKnown(int register, int length) {
    int from = offset(register);
    for (int i = from; i < from + length; i++) {
      if (i >= SIZE || !known[i]) {
        return false;
      }
    }
    return true;
  }

  boolean isKind(int register) {
    int at = offset(register);
    return at < SIZE && kind[at];
  }

  byte[] get(int register, int length) {
    int from = offset(register);
    return Arrays.copyOfRange(values, from, Math.min(SIZE, from + length));
  }
}
