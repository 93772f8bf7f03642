package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * What a router says of itself as a home agent (RFC 6275 7.4, RFC 3963 7.3).
 *
 * @param mobileRouter R: the home agent supports mobile routers
 * @param preference 0 to 65535, greater is more preferable
 * @param lifetimeSeconds as a home agent, 0 to 65535; 0 must not be used
 * @param reserved the 15 reserved bits, zero where this node sends
 */
public record HomeAgentInformation(
    boolean mobileRouter,
    int preference,
    int lifetimeSeconds,
    int reserved)
    implements NeighborDiscoveryOption {

  private static final int MOBILE_ROUTER = 1 << 15;
  private static final int RESERVED = MOBILE_ROUTER - 1;

  /** Checks the ranges. */
  public HomeAgentInformation {
    Checks.unsigned16("preference", preference);
    Checks.unsigned16("lifetime", lifetimeSeconds);
    Checks.bits("reserved", reserved, 15);
  }

  /** The option as this node sends it. */
  public HomeAgentInformation(boolean mobileRouter, int preference, int lifetimeSeconds) {
    this(mobileRouter, preference, lifetimeSeconds, 0);
  }

  // RFC 6275 7.4: without the option, "the preference value for this home agent MUST be considered to be 0", and the
  // lifetime "the same as the Router Lifetime"
  /** What an advertisement says of its sender as a home agent, in so many words or by leaving the option out. */
  public static HomeAgentInformation in(RouterAdvertisement advertisement) {
    return NeighborDiscoveryOptions.first(advertisement.options(), HomeAgentInformation.class)
        .orElseGet(() -> new HomeAgentInformation(false, 0, advertisement.routerLifetimeSeconds()));
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    int flags = body.getShort(0);
    return new HomeAgentInformation(
        (flags & MOBILE_ROUTER) != 0, body.getShort(2) & 0xffff, body.getShort(4) & 0xffff, flags & RESERVED);
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.HOME_AGENT_INFORMATION;
  }

  @Override
  public int length() {
    return 8;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) (reserved | (mobileRouter ? MOBILE_ROUTER : 0)));
    buffer.putShort((short) preference).putShort((short) lifetimeSeconds);
  }
}
