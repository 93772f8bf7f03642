package org.roam6.lab.demo;

/**
 * When the datagrams of a stream were sent, and which of them arrived when; moments are nanoseconds on one clock, that
 * of {@link System#nanoTime} or of a simulation. One thread may tell what is sent, another one what arrives, and a
 * third one may ask.
 */
public final class DatagramRecord {

  /** Datagrams at most. */
  static final int CAPACITY = 240_000;

  private final long[] sentAt = new long[CAPACITY];
  private final boolean[] arrived = new boolean[CAPACITY];
  private final long[] arrivals = new long[CAPACITY];
  private volatile int sentCount;
  private volatile int arrivalCount;

  /** A record of nothing yet. */
  DatagramRecord() {}

  /** The next datagram is sent; the first one has the number 0. */
  void sent(long at) {
    int number = sentCount;
    sentAt[number] = at;
    sentCount = number + 1;
  }

  /** A datagram has arrived; more than {@value #CAPACITY} arrivals, with duplicates, are not remembered. */
  void arrived(int number, long at) {
    int count = arrivalCount;
    if (number >= 0 && number < CAPACITY && count < CAPACITY) {
      arrived[number] = true;
      arrivals[count] = at;
      arrivalCount = count + 1;
    }
  }

  /** How many datagrams arrived so far. */
  public int arrivalCount() {
    return arrivalCount;
  }

  /** A time without arrivals. */
  record Pause(long start, long end) {
    long length() {
      return end - start;
    }
  }

  /**
   * The longest pause between two arrivals around a move: of those that begin from the last arrival before it until it
   * is done.
   *
   * @param start when the move began
   * @param done when it was done
   */
  Pause longestPause(long start, long done) {
    int count = arrivalCount;
    int next = 0;
    while (next < count && arrivals[next] - start < 0) {
      next++;
    }
    long previous = next == 0 ? start : arrivals[next - 1];
    Pause longest = new Pause(previous, previous);
    for (; next < count && previous - done < 0; next++) {
      if (arrivals[next] - previous > longest.length()) {
        longest = new Pause(previous, arrivals[next]);
      }
      previous = arrivals[next];
    }
    return done - previous > longest.length() ? new Pause(previous, done) : longest;
  }

  /** How many of the datagrams that were sent in a time never arrived. */
  public int lost(long start, long end) {
    int lost = 0;
    for (int number = 0; number < sentCount; number++) {
      if (sentAt[number] - start >= 0 && sentAt[number] - end < 0 && !arrived[number]) {
        lost++;
      }
    }
    return lost;
  }
}
