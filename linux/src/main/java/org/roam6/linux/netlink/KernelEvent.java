package org.roam6.linux.netlink;

import java.util.Optional;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;

/** Something changed in the kernel's tables. */
public sealed interface KernelEvent {

  /** An interface came, changed, or with {@code gone} went. */
  record LinkEvent(LinkInfo link, boolean gone) implements KernelEvent {}

  /** An address came, changed, or with {@code gone} went. */
  record AddressEvent(AddressInfo address, boolean gone) implements KernelEvent {}

  /**
   * A route came, or with {@code gone} went.
   *
   * @param replaces whether it took the place of another, which then is not told of
   * @param cause port of the socket whose request did it; 0 for the kernel
   */
  record RouteEvent(RouteInfo route, boolean gone, boolean replaces, int cause) implements KernelEvent {}

  /** A rule came, or with {@code gone} went; {@code cause} as in {@link RouteEvent}. */
  record RuleEvent(RuleInfo rule, boolean gone, int cause) implements KernelEvent {}

  /** A neighbour came, changed, or with {@code gone} went; {@code cause} as in {@link RouteEvent}. */
  record NeighborEvent(NeighborInfo neighbor, boolean gone, int cause) implements KernelEvent {}

  /** Events were lost: whoever follows the kernel's tables has to read them again. */
  record EventsLost() implements KernelEvent {}

  /** What a message tells; empty for what is none of this program's business. */
  static Optional<KernelEvent> decode(NetlinkMessage message) {
    return switch (message.type()) {
      case Rtnetlink.RTM_NEWLINK -> link(message, false);
      case Rtnetlink.RTM_DELLINK -> link(message, true);
      case Rtnetlink.RTM_NEWADDR -> AddressInfo.decode(message).map(address -> new AddressEvent(address, false));
      case Rtnetlink.RTM_DELADDR -> AddressInfo.decode(message).map(address -> new AddressEvent(address, true));
      case Rtnetlink.RTM_NEWROUTE -> RouteInfo.decode(message)
          .map(route -> new RouteEvent(route, false, message.has(Netlink.NLM_F_REPLACE), message.port()));
      case Rtnetlink.RTM_DELROUTE -> RouteInfo.decode(message)
          .map(route -> new RouteEvent(route, true, false, message.port()));
      case Rtnetlink.RTM_NEWRULE -> RuleInfo.decode(message).map(rule -> new RuleEvent(rule, false, message.port()));
      case Rtnetlink.RTM_DELRULE -> RuleInfo.decode(message).map(rule -> new RuleEvent(rule, true, message.port()));
      case Rtnetlink.RTM_NEWNEIGH -> NeighborInfo.decode(message)
          .map(neighbor -> new NeighborEvent(neighbor, false, message.port()));
      case Rtnetlink.RTM_DELNEIGH -> NeighborInfo.decode(message)
          .map(neighbor -> new NeighborEvent(neighbor, true, message.port()));
      default -> Optional.empty();
    };
  }

  /** A bridge tells of its ports by the same messages, in another family: a port that leaves is no lost interface. */
  private static Optional<KernelEvent> link(NetlinkMessage message, boolean gone) {
    return message.payload().get(0) == 0
        ? Optional.of(new LinkEvent(LinkInfo.decode(message), gone))
        : Optional.empty();
  }
}
