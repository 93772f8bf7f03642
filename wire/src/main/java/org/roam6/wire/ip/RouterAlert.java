package org.roam6.wire.ip;

import java.util.List;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Ipv6OptionType;

/**
 * The Router Alert option (RFC 2711), without which routers would not look into messages to groups that they are no
 * members of (RFC 3810 5).
 */
public final class RouterAlert {

  /** The value for messages of Multicast Listener Discovery. */
  public static final int MULTICAST_LISTENER_DISCOVERY = 0;

  private RouterAlert() {}

  /**
   * A header with this option.
   *
   * @param value what routers are to look for, 0 to 65535
   */
  public static HopByHopOptions header(int value) {
    return new HopByHopOptions(List.of(option(value), PadN.ofLength(2)));
  }

  /** Whether the packet has the option with {@code value}, 0 to 65535. */
  public static boolean isIn(Ipv6Packet packet, int value) {
    return !packet.extensionHeaders().isEmpty()
        && packet.extensionHeaders().getFirst() instanceof HopByHopOptions hopByHop
        && hopByHop.options().contains(option(value));
  }

  private static Ipv6Option option(int value) {
    return new UnknownIpv6Option(
        Ipv6OptionType.ROUTER_ALERT, Octets.of(new byte[] {(byte) (value >> 8), (byte) value}));
  }
}
