package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.FibRules;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.netlink.RuleInfo.Selector;
import org.roam6.wire.Ipv6Prefix;

/** Asks for, adds and removes the rules that choose a routing table for IPv6 packets. */
public final class Rules {

  private final NetlinkSocket socket;

  /** Uses a socket of {@link Netlink#NETLINK_ROUTE}. */
  public Rules(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** All rules but those whose actions {@link RuleInfo} does not know. */
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
    MessageBuilder message = header(new MessageBuilder(type, flags), rule);
    selector(message, rule.selector());
    message.attributeInt(FibRules.FRA_PRIORITY, rule.priority());
    switch (rule.action()) {
      case RuleInfo.LookUp(int table) -> message.attributeInt(FibRules.FRA_TABLE, table);
      case RuleInfo.LookUpSpecial(int table) ->
          message.attributeInt(FibRules.FRA_TABLE, table).attributeInt(FibRules.FRA_SUPPRESS_PREFIXLEN, 0);
      case RuleInfo.GoTo(int priority) -> message.attributeInt(FibRules.FRA_GOTO, priority);
      case RuleInfo.Nothing() -> {}
    }
    return message.attributeOctet(FibRules.FRA_PROTOCOL, rule.protocol());
  }

  /** Appends a {@code struct fib_rule_hdr}. */
  private static MessageBuilder header(MessageBuilder message, RuleInfo rule) {
    Selector selector = rule.selector();
    int table = switch (rule.action()) {
      case RuleInfo.LookUp lookUp -> lookUp.table();
      case RuleInfo.LookUpSpecial lookUp -> lookUp.table();
      case RuleInfo.GoTo _, RuleInfo.Nothing _ -> 0;
    };
    int action = switch (rule.action()) {
      case RuleInfo.LookUp _, RuleInfo.LookUpSpecial _ -> FibRules.FR_ACT_TO_TBL;
      case RuleInfo.GoTo _ -> FibRules.FR_ACT_GOTO;
      case RuleInfo.Nothing _ -> FibRules.FR_ACT_NOP;
    };
    return message
        .octets(Socket.AF_INET6, selector.destination().length(), selector.source().length(), 0)
        .octets(table < 256 ? table : 0, 0, 0, action)
        .int32((selector.unboundToo() ? FibRules.FIB_RULE_FIND_SADDR : 0)
            | (selector.inverted() ? FibRules.FIB_RULE_INVERT : 0));
  }

  private static void selector(MessageBuilder message, Selector selector) {
    prefix(message, FibRules.FRA_DST, selector.destination());
    prefix(message, FibRules.FRA_SRC, selector.source());
    if (selector.upperLayer() != 0) {
      message.attributeOctet(FibRules.FRA_IP_PROTO, selector.upperLayer());
    }
    if (selector.ownWithoutMark() != 0) {
      message
          .attributeText(FibRules.FRA_IIFNAME, FibRules.LOOPBACK)
          .attributeInt(FibRules.FRA_FWMASK, selector.ownWithoutMark());
    }
    if (selector.firstPort() != 0) {
      ByteBuffer range = ByteBuffer.allocate(2 * Short.BYTES).order(ByteOrder.nativeOrder());
      range.putShort((short) selector.firstPort()).putShort((short) selector.lastPort());
      message.attribute(FibRules.FRA_DPORT_RANGE, range.array());
    }
  }

  private static void prefix(MessageBuilder message, int attribute, Ipv6Prefix prefix) {
    if (prefix.length() > 0) {
      message.attributeAddress(attribute, prefix.address());
    }
  }
}
