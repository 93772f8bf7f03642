package org.roam6.protocol;

import java.util.Arrays;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.MobilityHeaderType;

/** The kinds of messages that are counted. */
public enum MessageKind {
  /** Mobility Header type 0. */
  BINDING_REFRESH_REQUEST(IpProtocol.MOBILITY, MobilityHeaderType.BINDING_REFRESH_REQUEST, Role.MOBILE_NODE),
  /** Mobility Header type 1. */
  HOME_TEST_INIT(IpProtocol.MOBILITY, MobilityHeaderType.HOME_TEST_INIT, Role.CORRESPONDENT),
  /** Mobility Header type 2. */
  CARE_OF_TEST_INIT(IpProtocol.MOBILITY, MobilityHeaderType.CARE_OF_TEST_INIT, Role.CORRESPONDENT),
  /** Mobility Header type 3. */
  HOME_TEST(IpProtocol.MOBILITY, MobilityHeaderType.HOME_TEST, Role.MOBILE_NODE),
  /** Mobility Header type 4. */
  CARE_OF_TEST(IpProtocol.MOBILITY, MobilityHeaderType.CARE_OF_TEST, Role.MOBILE_NODE),
  /** Mobility Header type 5; one that registers a home address is for a home agent. */
  BINDING_UPDATE(IpProtocol.MOBILITY, MobilityHeaderType.BINDING_UPDATE, Role.CORRESPONDENT),
  /** Mobility Header type 6. */
  BINDING_ACKNOWLEDGEMENT(IpProtocol.MOBILITY, MobilityHeaderType.BINDING_ACKNOWLEDGEMENT, Role.MOBILE_NODE),
  /** Mobility Header type 7. */
  BINDING_ERROR(IpProtocol.MOBILITY, MobilityHeaderType.BINDING_ERROR, Role.MOBILE_NODE),
  /** ICMPv6 type 1. */
  DESTINATION_UNREACHABLE(IpProtocol.ICMPV6, Icmpv6Type.DESTINATION_UNREACHABLE, Role.HOST),
  /** ICMPv6 type 2. */
  PACKET_TOO_BIG(IpProtocol.ICMPV6, Icmpv6Type.PACKET_TOO_BIG, Role.HOST),
  /** ICMPv6 type 3. */
  TIME_EXCEEDED(IpProtocol.ICMPV6, Icmpv6Type.TIME_EXCEEDED, Role.HOST),
  /** ICMPv6 type 4. */
  PARAMETER_PROBLEM(IpProtocol.ICMPV6, Icmpv6Type.PARAMETER_PROBLEM, Role.HOST),
  /** ICMPv6 type 130, of both versions. */
  MULTICAST_LISTENER_QUERY(IpProtocol.ICMPV6, Icmpv6Type.MULTICAST_LISTENER_QUERY, Role.MOBILE_NODE),
  /** ICMPv6 type 131. */
  MULTICAST_LISTENER_REPORT(IpProtocol.ICMPV6, Icmpv6Type.MULTICAST_LISTENER_REPORT, Role.HOME_AGENT),
  /** ICMPv6 type 132. */
  MULTICAST_LISTENER_DONE(IpProtocol.ICMPV6, Icmpv6Type.MULTICAST_LISTENER_DONE, Role.HOME_AGENT),
  /** ICMPv6 type 143. */
  MULTICAST_LISTENER_REPORT_V2(IpProtocol.ICMPV6, Icmpv6Type.MULTICAST_LISTENER_REPORT_V2, Role.HOME_AGENT),
  /** ICMPv6 type 133. */
  ROUTER_SOLICITATION(IpProtocol.ICMPV6, Icmpv6Type.ROUTER_SOLICITATION, Role.ROUTER),
  /** ICMPv6 type 134. */
  ROUTER_ADVERTISEMENT(IpProtocol.ICMPV6, Icmpv6Type.ROUTER_ADVERTISEMENT, Role.MOBILE_NODE),
  /** ICMPv6 type 135. */
  NEIGHBOR_SOLICITATION(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_SOLICITATION, Role.HOME_AGENT),
  /** ICMPv6 type 136. */
  NEIGHBOR_ADVERTISEMENT(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_ADVERTISEMENT, Role.HOME_AGENT),
  /** ICMPv6 type 144. */
  HOME_AGENT_ADDRESS_DISCOVERY_REQUEST(
      IpProtocol.ICMPV6, Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REQUEST, Role.HOME_AGENT),
  /** ICMPv6 type 145. */
  HOME_AGENT_ADDRESS_DISCOVERY_REPLY(
      IpProtocol.ICMPV6, Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REPLY, Role.MOBILE_NODE),
  /** ICMPv6 type 146. */
  MOBILE_PREFIX_SOLICITATION(IpProtocol.ICMPV6, Icmpv6Type.MOBILE_PREFIX_SOLICITATION, Role.HOME_AGENT),
  /** ICMPv6 type 147. */
  MOBILE_PREFIX_ADVERTISEMENT(IpProtocol.ICMPV6, Icmpv6Type.MOBILE_PREFIX_ADVERTISEMENT, Role.MOBILE_NODE),
  /** DHCPv6 messages of all types. */
  DHCP(IpProtocol.UDP, -1, Role.MOBILE_NODE),
  /** All others. */
  OTHER(-1, -1, Role.HOST);

  private static final int TYPES = 256;
  private static final MessageKind[] MOBILITY = byType(IpProtocol.MOBILITY);
  private static final MessageKind[] ICMPV6 = byType(IpProtocol.ICMPV6);

  private final int protocol;
  private final int type;
  private final Role receiver;

  MessageKind(int protocol, int type, Role receiver) {
    this.protocol = protocol;
    this.type = type;
    this.receiver = receiver;
  }

  private static MessageKind[] byType(int protocol) {
    MessageKind[] kinds = new MessageKind[TYPES];
    Arrays.fill(kinds, OTHER);
    for (MessageKind kind : values()) {
      if (kind.protocol == protocol) {
        kinds[kind.type] = kind;
      }
    }
    return kinds;
  }

  /** The kind of the message behind all extension headers, whose type is meant where it has one. */
  static MessageKind of(int protocol, int type) {
    return switch (protocol) {
      case IpProtocol.MOBILITY -> MOBILITY[type];
      case IpProtocol.ICMPV6 -> ICMPV6[type];
      case IpProtocol.UDP -> DHCP;
      default -> OTHER;
    };
  }

  /** The role that such messages are for. */
  Role receiver() {
    return receiver;
  }
}
