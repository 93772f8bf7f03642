package org.roam6.linux.netlink;

import java.util.List;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.FibRules;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;

/** Asks for, adds and removes the rules that choose a routing table for IPv6 packets. */
public final class Rules {

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}. */
  public Rules(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** All rules that lead to a table. */
  public List<RuleInfo> all() throws NetlinkException {
    MessageBuilder request =
        new MessageBuilder(Rtnetlink.RTM_GETRULE, 0).octets(Socket.AF_INET6, 0, 0, 0, 0, 0, 0, 0).int32(0);
    return socket.dump(request).stream().flatMap(answer -> RuleInfo.decode(answer).stream()).toList();
  }

  /**
   * Adds a rule.
   *
   * @throws NetlinkException with {@link Errno#EEXIST} where it is there already
   */
  public void add(RuleInfo rule) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_NEWRULE, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL, rule));
  }

  /**
   * Removes a rule.
   *
   * @throws NetlinkException with {@link Errno#ENOENT} where it is not there
   */
  public void delete(RuleInfo rule) throws NetlinkException {
    socket.request(message(Rtnetlink.RTM_DELRULE, 0, rule));
  }

  static MessageBuilder message(int type, int flags, RuleInfo rule) {
    int shortTable = rule.table() < 256 ? rule.table() : 0;
    MessageBuilder message = new MessageBuilder(type, flags)
        .octets(Socket.AF_INET6, 0, rule.source().length(), 0)
        .octets(shortTable, 0, 0, FibRules.FR_ACT_TO_TBL)
        .int32(rule.choosesSource() ? FibRules.FIB_RULE_FIND_SADDR : 0);
    if (rule.source().length() > 0) {
      message.attributeAddress(FibRules.FRA_SRC, rule.source().address());
    }
    return message
        .attributeInt(FibRules.FRA_PRIORITY, rule.priority())
        .attributeInt(FibRules.FRA_TABLE, rule.table())
        .attributeOctet(FibRules.FRA_PROTOCOL, rule.protocol());
  }
}
