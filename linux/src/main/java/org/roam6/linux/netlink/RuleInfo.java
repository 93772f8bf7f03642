package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.FibRules;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A rule that says in which routing table packets look for their way.
 *
 * @param priority rank, lower ones are asked first
 * @param selector which packets
 * @param action what about them
 * @param protocol who made it, {@code RTPROT_}
 */
public record RuleInfo(int priority, Selector selector, Action action, int protocol) {

  private static final int NO_LENGTH = -1;

  /**
   * Which packets a rule is about: those that fit in all of this.
   *
   * @param source packets from there; {@code ::/0} for all, even those of sockets that have no source address yet
   * @param unboundToo whether sockets that have no source address yet count as if they had {@code source}; where the
   *     action is a table, they do only if its route makes them choose it
   * @param destination packets to there; {@code ::/0} for all
   * @param upperLayer number of the upper-layer protocol, 0 for all
   * @param firstPort the first destination port, 0 for all
   * @param lastPort the last destination port, 0 for all
   * @param ownWithoutMark bits of which packets have none in their marks, and are the host's own; 0 for all packets
   * @param inverted whether it is about all other packets instead
   */
  public record Selector(
      Ipv6Prefix source,
      boolean unboundToo,
      Ipv6Prefix destination,
      int upperLayer,
      int firstPort,
      int lastPort,
      int ownWithoutMark,
      boolean inverted) {

    private static final Ipv6Prefix EVERYWHERE = new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0);

    /** All packets. */
    public static final Selector ALL = new Selector(EVERYWHERE, false, EVERYWHERE, 0, 0, 0, 0, false);

    /** Packets from {@code source}. */
    public static Selector from(Ipv6Prefix source) {
      return new Selector(source, false, EVERYWHERE, 0, 0, 0, 0, false);
    }

    /** Packets of this host whose marks have none of these bits. */
    public static Selector ownWithoutMark(int bits) {
      return new Selector(EVERYWHERE, false, EVERYWHERE, 0, 0, 0, bits, false);
    }

    /** Packets from {@code source}, and those of sockets that would choose it. */
    public static Selector fromOrUnbound(Ipv6Prefix source) {
      return new Selector(source, true, EVERYWHERE, 0, 0, 0, 0, false);
    }

    /** All packets that this is not about. */
    public Selector inverse() {
      return new Selector(
          source, unboundToo, destination, upperLayer, firstPort, lastPort, ownWithoutMark, !inverted);
    }
  }

  /** What happens with packets that a rule matches. */
  public sealed interface Action {}

  /** They follow the routing table of this number, where it has a route for them. */
  public record LookUp(int table) implements Action {}

  /** They follow the routing table of this number, where it has a route for them that is no default route. */
  public record LookUpSpecial(int table) implements Action {}

  /** The rules up to that of this rank are passed over. */
  public record GoTo(int priority) implements Action {}

  /** Nothing: a place for {@link GoTo} to lead to. */
  public record Nothing() implements Action {}

  /** What an {@code RTM_NEWRULE} or {@code RTM_DELRULE} message says; empty for rules with other actions. */
  static Optional<RuleInfo> decode(NetlinkMessage message) {
    ByteBuffer header = message.payload();
    if (header.get(0) != Socket.AF_INET6) {
      return Optional.empty();
    }
    Attributes attributes = Attributes.parse(header, FibRules.FIB_RULE_HDR_SIZE);
    return action(header, attributes).map(action -> new RuleInfo(
        attributes.int32(FibRules.FRA_PRIORITY, 0),
        selector(header, attributes),
        action,
        attributes.octet(FibRules.FRA_PROTOCOL, 0)));
  }

  private static Selector selector(ByteBuffer header, Attributes attributes) {
    int flags = header.getInt(8);
    return new Selector(
        prefix(attributes, FibRules.FRA_SRC, header.get(2)),
        (flags & FibRules.FIB_RULE_FIND_SADDR) != 0,
        prefix(attributes, FibRules.FRA_DST, header.get(1)),
        attributes.octet(FibRules.FRA_IP_PROTO, 0),
        attributes.int16(FibRules.FRA_DPORT_RANGE, 0, 0),
        attributes.int16(FibRules.FRA_DPORT_RANGE, Short.BYTES, 0),
        attributes.int32(FibRules.FRA_FWMASK, 0),
        (flags & FibRules.FIB_RULE_INVERT) != 0);
  }

  private static Ipv6Prefix prefix(Attributes attributes, int attribute, byte length) {
    return new Ipv6Prefix(attributes.address(attribute).orElse(Ipv6Address.UNSPECIFIED), length & 0xff);
  }

  private static Optional<Action> action(ByteBuffer header, Attributes attributes) {
    return switch (header.get(7)) {
      case FibRules.FR_ACT_TO_TBL -> {
        int table = attributes.int32(FibRules.FRA_TABLE, header.get(4) & 0xff);
        yield switch (attributes.int32(FibRules.FRA_SUPPRESS_PREFIXLEN, NO_LENGTH)) {
          case NO_LENGTH -> Optional.of(new LookUp(table));
          case 0 -> Optional.of(new LookUpSpecial(table));
          default -> Optional.empty();
        };
      }
      case FibRules.FR_ACT_GOTO -> Optional.of(new GoTo(attributes.int32(FibRules.FRA_GOTO, 0)));
      case FibRules.FR_ACT_NOP -> Optional.of(new Nothing());
      default -> Optional.empty();
    };
  }
}
