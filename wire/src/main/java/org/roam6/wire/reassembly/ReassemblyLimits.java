package org.roam6.wire.reassembly;

/**
 * How much unfinished reassembly may hold. What goes over a limit costs the oldest datagram its place, so that a flood
 * cannot block newcomers for the 60 seconds of the timeout.
 *
 * @param datagrams in reassembly at once
 * @param datagramsPerSource of them with the same source address
 * @param fragmentsPerDatagram after which a datagram is given up
 * @param octets of fragments held together
 */
public record ReassemblyLimits(int datagrams, int datagramsPerSource, int fragmentsPerDatagram, int octets) {

  /** 64 datagrams, 16 for each source, of 64 fragments each, together 1 MiB. */
  public static final ReassemblyLimits DEFAULT = new ReassemblyLimits(64, 16, 64, 1 << 20);

  private static final int LARGEST_DATAGRAM = 65_535;

  /** Refuses limits under which nothing could be reassembled. */
  public ReassemblyLimits {
    if (datagrams < 1 || datagramsPerSource < 1 || fragmentsPerDatagram < 2 || octets < LARGEST_DATAGRAM) {
      throw new IllegalArgumentException("limits leave no room for one datagram of 65535 octets in two fragments");
    }
  }
}
