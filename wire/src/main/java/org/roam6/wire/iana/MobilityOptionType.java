package org.roam6.wire.iana;

import java.util.Optional;

/** The option types of the IANA registry "Mobility Options" (RFC 6275 6.2). */
public enum MobilityOptionType {
  /** Pad1 (RFC 6275). */
  PAD1(0),
  /** PadN (RFC 6275). */
  PADN(1),
  /** Binding Refresh Advice (RFC 6275). */
  BINDING_REFRESH_ADVICE(2),
  /** Alternate Care-of Address (RFC 6275). */
  ALTERNATE_CARE_OF_ADDRESS(3),
  /** Nonce Indices (RFC 6275). */
  NONCE_INDICES(4),
  /** Binding Authorization Data (RFC 6275). */
  BINDING_AUTHORIZATION_DATA(5),
  /** Mobile Network Prefix (RFC 3963). */
  MOBILE_NETWORK_PREFIX(6),
  /** Mobility Header Link-Layer Address (RFC 5568). */
  MOBILITY_HEADER_LINK_LAYER_ADDRESS(7),
  /** Mobile Node Identifier (RFC 4283). */
  MOBILE_NODE_IDENTIFIER(8),
  /** Mobility Message Authentication (RFC 4285). */
  MESSAGE_AUTHENTICATION(9),
  /** Mobility Message Replay Protection (RFC 4285). */
  MESSAGE_REPLAY_PROTECTION(10),
  /** CGA Parameters Request (RFC 4866). */
  CGA_PARAMETERS_REQUEST(11),
  /** CGA Parameters (RFC 4866). */
  CGA_PARAMETERS(12),
  /** Signature (RFC 4866). */
  SIGNATURE(13),
  /** Permanent Home Keygen Token (RFC 4866). */
  PERMANENT_HOME_KEYGEN_TOKEN(14),
  /** Care-of Test Init (RFC 4866). */
  CARE_OF_TEST_INIT(15),
  /** Care-of Test (RFC 4866). */
  CARE_OF_TEST(16),
  /** DNS Update (RFC 5026). */
  DNS_UPDATE(17),
  /** Experimental (RFC 5096). */
  EXPERIMENTAL(18),
  /** Vendor Specific (RFC 5094). */
  VENDOR_SPECIFIC(19),
  /** Service Selection (RFC 5149). */
  SERVICE_SELECTION(20),
  /** Binding Authorization Data for FMIPv6 (RFC 5568). */
  FAST_HANDOVER_BINDING_AUTHORIZATION_DATA(21),
  /** Home Network Prefix (RFC 5213). */
  HOME_NETWORK_PREFIX(22),
  /** Handoff Indicator (RFC 5213). */
  HANDOFF_INDICATOR(23),
  /** Access Technology Type (RFC 5213). */
  ACCESS_TECHNOLOGY_TYPE(24),
  /** Mobile Node Link-layer Identifier (RFC 5213). */
  MOBILE_NODE_LINK_LAYER_IDENTIFIER(25),
  /** Link-local Address (RFC 5213). */
  LINK_LOCAL_ADDRESS(26),
  /** Timestamp (RFC 5213). */
  TIMESTAMP(27),
  /** Restart Counter (RFC 5847). */
  RESTART_COUNTER(28),
  /** IPv4 Home Address (RFC 5555). */
  IPV4_HOME_ADDRESS(29),
  /** IPv4 Address Acknowledgement (RFC 5555). */
  IPV4_ADDRESS_ACKNOWLEDGEMENT(30),
  /** NAT Detection (RFC 5555). */
  NAT_DETECTION(31),
  /** IPv4 Care-of Address (RFC 5555). */
  IPV4_CARE_OF_ADDRESS(32),
  /** GRE Key (RFC 5845). */
  GRE_KEY(33),
  /** Mobility Header IPv6 Address/Prefix (RFC 5568). */
  MOBILITY_HEADER_IPV6_ADDRESS_PREFIX(34),
  /** Binding Identifier (RFC 5648). */
  BINDING_IDENTIFIER(35),
  /** IPv4 Home Address Request (RFC 5844). */
  IPV4_HOME_ADDRESS_REQUEST(36),
  /** IPv4 Home Address Reply (RFC 5844). */
  IPV4_HOME_ADDRESS_REPLY(37),
  /** IPv4 Default-Router Address (RFC 5844). */
  IPV4_DEFAULT_ROUTER_ADDRESS(38),
  /** IPv4 DHCP Support Mode (RFC 5844). */
  IPV4_DHCP_SUPPORT_MODE(39),
  /** Context Request (RFC 5949). */
  CONTEXT_REQUEST(40),
  /** Local Mobility Anchor Address (RFC 5949). */
  LOCAL_MOBILITY_ANCHOR_ADDRESS(41),
  /** Mobile Node Link-local Address Interface Identifier (RFC 5949). */
  MOBILE_NODE_LINK_LOCAL_ADDRESS_INTERFACE_IDENTIFIER(42),
  /** Transient Binding (RFC 6058). */
  TRANSIENT_BINDING(43),
  /** Flow Summary (RFC 6089). */
  FLOW_SUMMARY(44),
  /** Flow Identification (RFC 6089). */
  FLOW_IDENTIFICATION(45),
  /** Redirect-Capability (RFC 6463). */
  REDIRECT_CAPABILITY(46),
  /** Redirect (RFC 6463). */
  REDIRECT(47),
  /** Load Information (RFC 6463). */
  LOAD_INFORMATION(48),
  /** Alternate IPv4 Care-of Address (RFC 6463). */
  ALTERNATE_IPV4_CARE_OF_ADDRESS(49),
  /** Mobile Node Group Identifier (RFC 6602). */
  MOBILE_NODE_GROUP_IDENTIFIER(50),
  /** MAG IPv6 Address (RFC 6705). */
  MAG_IPV6_ADDRESS(51),
  /** Access Network Identifier (RFC 6757). */
  ACCESS_NETWORK_IDENTIFIER(52),
  /** IPv4 Traffic Offload Selector (RFC 6909). */
  IPV4_TRAFFIC_OFFLOAD_SELECTOR(53),
  /** Dynamic IP Multicast Selector (RFC 7028). */
  DYNAMIC_IP_MULTICAST_SELECTOR(54),
  /** Delegated Mobile Network Prefix (RFC 7148). */
  DELEGATED_MOBILE_NETWORK_PREFIX(55),
  /** Active Multicast Subscription IPv4 (RFC 7161). */
  ACTIVE_MULTICAST_SUBSCRIPTION_IPV4(56),
  /** Active Multicast Subscription IPv6 (RFC 7161). */
  ACTIVE_MULTICAST_SUBSCRIPTION_IPV6(57),
  /** Quality-of-Service (RFC 7222). */
  QUALITY_OF_SERVICE(58),
  /** LMA User-Plane Address (RFC 7389). */
  LMA_USER_PLANE_ADDRESS(59),
  /** Multicast (RFC 7411). */
  MULTICAST(60),
  /** Multicast Acknowledgement (RFC 7411). */
  MULTICAST_ACKNOWLEDGEMENT(61),
  /** LMA-Controlled MAG Parameters (RFC 8127). */
  LMA_CONTROLLED_MAG_PARAMETERS(62),
  /** MAG Multipath-Binding (RFC 8278). */
  MAG_MULTIPATH_BINDING(63),
  /** MAG Identifier (RFC 8278). */
  MAG_IDENTIFIER(64),
  /** Anchored Prefix (RFC 8885). */
  ANCHORED_PREFIX(65),
  /** Local Prefix (RFC 8885). */
  LOCAL_PREFIX(66),
  /** Previous MAAR (RFC 8885). */
  PREVIOUS_MAAR(67),
  /** Serving MAAR (RFC 8885). */
  SERVING_MAAR(68),
  /** DLIF Link-Local Address (RFC 8885). */
  DLIF_LINK_LOCAL_ADDRESS(69),
  /** DLIF Link-Layer Address (RFC 8885). */
  DLIF_LINK_LAYER_ADDRESS(70);

  private final int code;

  MobilityOptionType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The assignment of {@code code}, where there is one. */
  public static Optional<MobilityOptionType> of(int code) {
    for (MobilityOptionType candidate : values()) {
      if (candidate.code == code) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
