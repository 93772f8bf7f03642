package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Lists home agents, the most preferable first (RFC 6275 6.6, RFC 3963 7.2).
 *
 * @param identifier 0 to 65535, from the request
 * @param mobileRouter R: the home agents listed support mobile routers
 * @param homeAgents addresses, at most {@value #MAX_HOME_AGENTS}
 * @param reserved the 15 reserved bits, zero where this node sends
 */
public record HomeAgentAddressDiscoveryReply(
    int identifier,
    boolean mobileRouter,
    List<Ipv6Address> homeAgents,
    int reserved)
    implements Icmpv6Message {

  /** As many as fit into the least MTU of IPv6, 1280 octets (RFC 6275 10.5). */
  public static final int MAX_HOME_AGENTS = 77;

  /** Checks the ranges. */
  public HomeAgentAddressDiscoveryReply {
    Checks.unsigned16("identifier", identifier);
    Checks.bits("reserved", reserved, 15);
    Checks.atMost("home agents", homeAgents.size(), MAX_HOME_AGENTS);
    homeAgents = List.copyOf(homeAgents);
  }

  /** The message as this node sends it. */
  public HomeAgentAddressDiscoveryReply(int identifier, boolean mobileRouter, List<Ipv6Address> homeAgents) {
    this(identifier, mobileRouter, homeAgents, 0);
  }

  static Decoded<Icmpv6Message> read(ByteBuffer buffer) {
    int identifier = buffer.getShort() & 0xffff;
    int flags = buffer.getShort();
    int octets = buffer.remaining();
    if (octets % Ipv6Address.LENGTH != 0) {
      return Decoded.malformed(MalformedCause.BAD_LENGTH, buffer.limit());
    }
    if (octets / Ipv6Address.LENGTH > MAX_HOME_AGENTS) {
      return Decoded.malformed(MalformedCause.TOO_MANY, buffer.position() + MAX_HOME_AGENTS * Ipv6Address.LENGTH);
    }
    List<Ipv6Address> homeAgents = new ArrayList<>();
    for (int at = buffer.position(); at < buffer.limit(); at += Ipv6Address.LENGTH) {
      homeAgents.add(Ipv6Address.read(buffer, at));
    }
    return Decoded.of(
        new HomeAgentAddressDiscoveryReply(identifier, (flags & 0x8000) != 0, homeAgents, flags & 0x7fff));
  }

  @Override
  public int type() {
    return Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REPLY;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 4 + homeAgents.size() * Ipv6Address.LENGTH;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) identifier).putShort((short) (reserved | (mobileRouter ? 0x8000 : 0)));
    homeAgents.forEach(address -> address.writeTo(buffer));
  }
}
