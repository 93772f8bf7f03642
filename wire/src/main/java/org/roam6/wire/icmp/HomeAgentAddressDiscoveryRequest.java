package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks the home agents' anycast address for home agents (RFC 6275 6.5, RFC 3963 7.1).
 *
 * @param identifier 0 to 65535, comes back in the reply
 * @param mobileRouter R: asks for home agents that support mobile routers
 * @param reserved the 15 reserved bits, zero where this node sends
 * @param rest what follows and has no meaning, empty where this node sends
 */
public record HomeAgentAddressDiscoveryRequest(
    int identifier,
    boolean mobileRouter,
    int reserved, Octets rest)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public HomeAgentAddressDiscoveryRequest {
    Checks.unsigned16("identifier", identifier);
    Checks.bits("reserved", reserved, 15);
  }

  /** The message as this node sends it. */
  public HomeAgentAddressDiscoveryRequest(int identifier, boolean mobileRouter) {
    this(identifier, mobileRouter, 0, Octets.EMPTY);
  }

  static HomeAgentAddressDiscoveryRequest read(ByteBuffer buffer) {
    int identifier = buffer.getShort() & 0xffff;
    int flags = buffer.getShort();
    return new HomeAgentAddressDiscoveryRequest(identifier, (flags & 0x8000) != 0, flags & 0x7fff, Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REQUEST;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 4 + rest.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) identifier).putShort((short) (reserved | (mobileRouter ? 0x8000 : 0)));
    rest.writeTo(buffer);
  }
}
