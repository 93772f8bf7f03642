package org.roam6.linux.firewall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.netlink.Attributes;

/** What iptables' extensions look for, as far as it concerns packets that are needed. */
final class XtMatch {

  private static final int MATCHES = 146;
  private static final int INVERSE = 148;
  private static final int STATES = 150;
  private static final int MATCH_STATE = 1;

  private XtMatch() {}

  static Truth holds(Attributes match, Probe probe) {
    return switch (name(match)) {
      case "comment" -> Truth.YES;
      case "icmp6" -> icmp(match.octets(NfTables.NFTA_MATCH_INFO), probe);
      case "conntrack" -> connection(match.octets(NfTables.NFTA_MATCH_INFO), probe);
      case "tcp", "udp", "multiport" -> Truth.of(probe.need() == Need.PAYLOAD).and(Truth.UNKNOWN);
      case "mh" -> Truth.of(probe.need().protocol() == In6.IPPROTO_MH).and(Truth.UNKNOWN);
      case "dst" -> Truth.of(probe.need() == Need.DESTINATION_OPTIONS).and(Truth.UNKNOWN);
      default -> Truth.UNKNOWN;
    };
  }

  /** Whether an extension asks for a kind of packet. */
  static boolean mentions(Attributes match) {
    return switch (name(match)) {
      case "icmp6", "mh", "dst" -> true;
      default -> false;
    };
  }

  private static String name(Attributes match) {
    return match.text(NfTables.NFTA_EXTENSION_NAME).orElse("");
  }

  /** {@code struct xt_conntrack_mtinfo3}, where it asks for nothing but the state of the connection. */
  private static Truth connection(byte[] info, Probe probe) {
    if (info.length < STATES + Short.BYTES) {
      return Truth.UNKNOWN;
    }
    ByteBuffer asked = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
    if (asked.getShort(MATCHES) != MATCH_STATE) {
      return Truth.UNKNOWN;
    }
    int state = probe.need().isNeighborDiscovery() ? NfTables.NFT_CT_STATE_UNTRACKED : NfTables.NFT_CT_STATE_NEW;
    Truth holds = Truth.of((asked.getShort(STATES) & state) != 0);
    return (asked.getShort(INVERSE) & MATCH_STATE) == 0 ? holds : holds.not();
  }

  /** {@code struct ip6t_icmp}: type, first and last code, and whether it is the other way round. */
  private static Truth icmp(byte[] info, Probe probe) {
    if (info.length < 4 || probe.need().icmpType() < 0) {
      return Truth.of(probe.need().isNeighborDiscovery()).and(Truth.UNKNOWN);
    }
    Truth same = Truth.of((info[0] & 0xff) == probe.need().icmpType() && info[1] == 0);
    return info[3] == 0 ? same : same.not();
  }
}
