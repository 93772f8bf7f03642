package org.roam6.wire.iana;

/** The option types of the IANA registry "Mobility Options" (RFC 6275 6.2). */
public final class MobilityOptionType {

  /** Pad1 (RFC 6275). */
  public static final int PAD1 = 0;
  /** PadN (RFC 6275). */
  public static final int PADN = 1;
  /** Binding Refresh Advice (RFC 6275). */
  public static final int BINDING_REFRESH_ADVICE = 2;
  /** Alternate Care-of Address (RFC 6275). */
  public static final int ALTERNATE_CARE_OF_ADDRESS = 3;
  /** Nonce Indices (RFC 6275). */
  public static final int NONCE_INDICES = 4;
  /** Binding Authorization Data (RFC 6275). */
  public static final int BINDING_AUTHORIZATION_DATA = 5;
  /** Mobile Network Prefix (RFC 3963). */
  public static final int MOBILE_NETWORK_PREFIX = 6;
  /** Mobility Header Link-Layer Address (RFC 5568). */
  public static final int MOBILITY_HEADER_LINK_LAYER_ADDRESS = 7;
  /** Mobile Node Identifier (RFC 4283). */
  public static final int MOBILE_NODE_IDENTIFIER = 8;
  /** Mobility Message Authentication (RFC 4285). */
  public static final int MESSAGE_AUTHENTICATION = 9;
  /** Mobility Message Replay Protection (RFC 4285). */
  public static final int MESSAGE_REPLAY_PROTECTION = 10;
  /** CGA Parameters Request (RFC 4866). */
  public static final int CGA_PARAMETERS_REQUEST = 11;
  /** CGA Parameters (RFC 4866). */
  public static final int CGA_PARAMETERS = 12;
  /** Signature (RFC 4866). */
  public static final int SIGNATURE = 13;
  /** Permanent Home Keygen Token (RFC 4866). */
  public static final int PERMANENT_HOME_KEYGEN_TOKEN = 14;
  /** Care-of Test Init (RFC 4866). */
  public static final int CARE_OF_TEST_INIT = 15;
  /** Care-of Test (RFC 4866). */
  public static final int CARE_OF_TEST = 16;
  /** DNS Update (RFC 5026). */
  public static final int DNS_UPDATE = 17;
  /** Experimental (RFC 5096). */
  public static final int EXPERIMENTAL = 18;
  /** Vendor Specific (RFC 5094). */
  public static final int VENDOR_SPECIFIC = 19;
  /** Service Selection (RFC 5149). */
  public static final int SERVICE_SELECTION = 20;
  /** Binding Authorization Data for FMIPv6 (RFC 5568). */
  public static final int FAST_HANDOVER_BINDING_AUTHORIZATION_DATA = 21;
  /** Home Network Prefix (RFC 5213). */
  public static final int HOME_NETWORK_PREFIX = 22;
  /** Handoff Indicator (RFC 5213). */
  public static final int HANDOFF_INDICATOR = 23;
  /** Access Technology Type (RFC 5213). */
  public static final int ACCESS_TECHNOLOGY_TYPE = 24;
  /** Mobile Node Link-layer Identifier (RFC 5213). */
  public static final int MOBILE_NODE_LINK_LAYER_IDENTIFIER = 25;
  /** Link-local Address (RFC 5213). */
  public static final int LINK_LOCAL_ADDRESS = 26;
  /** Timestamp (RFC 5213). */
  public static final int TIMESTAMP = 27;
  /** Restart Counter (RFC 5847). */
  public static final int RESTART_COUNTER = 28;
  /** IPv4 Home Address (RFC 5555). */
  public static final int IPV4_HOME_ADDRESS = 29;
  /** IPv4 Address Acknowledgement (RFC 5555). */
  public static final int IPV4_ADDRESS_ACKNOWLEDGEMENT = 30;
  /** NAT Detection (RFC 5555). */
  public static final int NAT_DETECTION = 31;
  /** IPv4 Care-of Address (RFC 5555). */
  public static final int IPV4_CARE_OF_ADDRESS = 32;
  /** GRE Key (RFC 5845). */
  public static final int GRE_KEY = 33;
  /** Mobility Header IPv6 Address/Prefix (RFC 5568). */
  public static final int MOBILITY_HEADER_IPV6_ADDRESS_PREFIX = 34;
  /** Binding Identifier (RFC 5648). */
  public static final int BINDING_IDENTIFIER = 35;
  /** IPv4 Home Address Request (RFC 5844). */
  public static final int IPV4_HOME_ADDRESS_REQUEST = 36;
  /** IPv4 Home Address Reply (RFC 5844). */
  public static final int IPV4_HOME_ADDRESS_REPLY = 37;
  /** IPv4 Default-Router Address (RFC 5844). */
  public static final int IPV4_DEFAULT_ROUTER_ADDRESS = 38;
  /** IPv4 DHCP Support Mode (RFC 5844). */
  public static final int IPV4_DHCP_SUPPORT_MODE = 39;
  /** Context Request (RFC 5949). */
  public static final int CONTEXT_REQUEST = 40;
  /** Local Mobility Anchor Address (RFC 5949). */
  public static final int LOCAL_MOBILITY_ANCHOR_ADDRESS = 41;
  /** Mobile Node Link-local Address Interface Identifier (RFC 5949). */
  public static final int MOBILE_NODE_LINK_LOCAL_ADDRESS_INTERFACE_IDENTIFIER = 42;
  /** Transient Binding (RFC 6058). */
  public static final int TRANSIENT_BINDING = 43;
  /** Flow Summary (RFC 6089). */
  public static final int FLOW_SUMMARY = 44;
  /** Flow Identification (RFC 6089). */
  public static final int FLOW_IDENTIFICATION = 45;
  /** Redirect-Capability (RFC 6463). */
  public static final int REDIRECT_CAPABILITY = 46;
  /** Redirect (RFC 6463). */
  public static final int REDIRECT = 47;
  /** Load Information (RFC 6463). */
  public static final int LOAD_INFORMATION = 48;
  /** Alternate IPv4 Care-of Address (RFC 6463). */
  public static final int ALTERNATE_IPV4_CARE_OF_ADDRESS = 49;
  /** Mobile Node Group Identifier (RFC 6602). */
  public static final int MOBILE_NODE_GROUP_IDENTIFIER = 50;
  /** MAG IPv6 Address (RFC 6705). */
  public static final int MAG_IPV6_ADDRESS = 51;
  /** Access Network Identifier (RFC 6757). */
  public static final int ACCESS_NETWORK_IDENTIFIER = 52;
  /** IPv4 Traffic Offload Selector (RFC 6909). */
  public static final int IPV4_TRAFFIC_OFFLOAD_SELECTOR = 53;
  /** Dynamic IP Multicast Selector (RFC 7028). */
  public static final int DYNAMIC_IP_MULTICAST_SELECTOR = 54;
  /** Delegated Mobile Network Prefix (RFC 7148). */
  public static final int DELEGATED_MOBILE_NETWORK_PREFIX = 55;
  /** Active Multicast Subscription IPv4 (RFC 7161). */
  public static final int ACTIVE_MULTICAST_SUBSCRIPTION_IPV4 = 56;
  /** Active Multicast Subscription IPv6 (RFC 7161). */
  public static final int ACTIVE_MULTICAST_SUBSCRIPTION_IPV6 = 57;
  /** Quality-of-Service (RFC 7222). */
  public static final int QUALITY_OF_SERVICE = 58;
  /** LMA User-Plane Address (RFC 7389). */
  public static final int LMA_USER_PLANE_ADDRESS = 59;
  /** Multicast (RFC 7411). */
  public static final int MULTICAST = 60;
  /** Multicast Acknowledgement (RFC 7411). */
  public static final int MULTICAST_ACKNOWLEDGEMENT = 61;
  /** LMA-Controlled MAG Parameters (RFC 8127). */
  public static final int LMA_CONTROLLED_MAG_PARAMETERS = 62;
  /** MAG Multipath-Binding (RFC 8278). */
  public static final int MAG_MULTIPATH_BINDING = 63;
  /** MAG Identifier (RFC 8278). */
  public static final int MAG_IDENTIFIER = 64;
  /** Anchored Prefix (RFC 8885). */
  public static final int ANCHORED_PREFIX = 65;
  /** Local Prefix (RFC 8885). */
  public static final int LOCAL_PREFIX = 66;
  /** Previous MAAR (RFC 8885). */
  public static final int PREVIOUS_MAAR = 67;
  /** Serving MAAR (RFC 8885). */
  public static final int SERVING_MAAR = 68;
  /** DLIF Link-Local Address (RFC 8885). */
  public static final int DLIF_LINK_LOCAL_ADDRESS = 69;
  /** DLIF Link-Layer Address (RFC 8885). */
  public static final int DLIF_LINK_LAYER_ADDRESS = 70;

  private MobilityOptionType() {}
}
