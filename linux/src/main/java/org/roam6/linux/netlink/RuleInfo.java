package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.FibRules;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A rule that sends packets to a routing table.
 *
 * @param source packets from there; {@code ::/0} for all
 * @param table number of the routing table
 * @param priority rank, lower ones are asked first
 * @param choosesSource whether sockets that have no source address yet match too, and get it from {@code source}
 * @param protocol who made it, {@code RTPROT_}
 */
public record RuleInfo(Ipv6Prefix source, int table, int priority, boolean choosesSource, int protocol) {

  /** What an {@code RTM_NEWRULE} or {@code RTM_DELRULE} message says; empty for rules of another kind. */
  static Optional<RuleInfo> decode(NetlinkMessage message) {
    ByteBuffer header = message.payload();
    if (header.get(0) != Socket.AF_INET6 || header.get(7) != FibRules.FR_ACT_TO_TBL) {
      return Optional.empty();
    }
    Attributes attributes = Attributes.parse(header, FibRules.FIB_RULE_HDR_SIZE);
    Ipv6Address source = attributes.address(FibRules.FRA_SRC).orElse(Ipv6Address.UNSPECIFIED);
    return Optional.of(new RuleInfo(
        new Ipv6Prefix(source, header.get(2) & 0xff),
        attributes.int32(FibRules.FRA_TABLE, header.get(4) & 0xff),
        attributes.int32(FibRules.FRA_PRIORITY, 0),
        (header.getInt(8) & FibRules.FIB_RULE_FIND_SADDR) != 0,
        attributes.octet(FibRules.FRA_PROTOCOL, 0)));
  }
}
