package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * How long at most a client shall wait between Solicit messages (RFC 8415 21.24).
 *
 * @param seconds 32 bits
 */
public record SolMaxRt(long seconds) implements DhcpOption {

  private static final long SHORTEST = 60;
  private static final long LONGEST = 86_400;

  /** Refuses values that do not fit their fields. */
  public SolMaxRt {
    Checks.unsigned32("seconds", seconds);
  }

  // RFC 8415 21.24: "A DHCP client MUST ignore any SOL_MAX_RT option values that are less than 60 or more than 86400."
  /** Whether a client follows it. */
  public boolean isUsable() {
    return seconds >= SHORTEST && seconds <= LONGEST;
  }

  @Override
  public int code() {
    return DhcpOptionCode.SOL_MAX_RT;
  }

  @Override
  public int dataLength() {
    return 4;
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    buffer.putInt((int) seconds);
  }
}
