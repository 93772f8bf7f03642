package org.roam6.wire.iana;

import java.util.Optional;

/** The Status values of Binding Acknowledgements: the IANA registry "Status Codes" (RFC 6275 6.1.8). */
public enum BindingAcknowledgementStatus {
  /** Binding Update accepted/Proxy Binding Update accepted (RFC 6275, RFC 5213). */
  ACCEPTED(0),
  /** Accepted but prefix discovery necessary (RFC 6275). */
  ACCEPTED_BUT_PREFIX_DISCOVERY_NECESSARY(1),
  /** GRE_KEY_OPTION_NOT_REQUIRED (RFC 5845). */
  GRE_KEY_OPTION_NOT_REQUIRED(2),
  /** GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED (RFC 5845). */
  GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED(3),
  /** MCOA NOTCOMPLETE (RFC 5648). */
  MCOA_NOTCOMPLETE(4),
  /** MCOA RETURNHOME WO/NDP (RFC 5648). */
  MCOA_RETURNHOME_WITHOUT_NDP(5),
  /** PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH (RFC 6058). */
  PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH(6),
  /** Reason unspecified (RFC 6275). */
  REASON_UNSPECIFIED(128),
  /** Administratively prohibited (RFC 6275). */
  ADMINISTRATIVELY_PROHIBITED(129),
  /** Insufficient resources (RFC 6275). */
  INSUFFICIENT_RESOURCES(130),
  /** Home registration not supported (RFC 6275). */
  HOME_REGISTRATION_NOT_SUPPORTED(131),
  /** Not home subnet (RFC 6275). */
  NOT_HOME_SUBNET(132),
  /** Not home agent for this mobile node (RFC 6275). */
  NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE(133),
  /** Duplicate Address Detection failed (RFC 6275). */
  DUPLICATE_ADDRESS_DETECTION_FAILED(134),
  /** Sequence number out of window (RFC 6275). */
  SEQUENCE_NUMBER_OUT_OF_WINDOW(135),
  /** Expired home nonce index (RFC 6275). */
  EXPIRED_HOME_NONCE_INDEX(136),
  /** Expired care-of nonce index (RFC 6275). */
  EXPIRED_CARE_OF_NONCE_INDEX(137),
  /** Expired nonces (RFC 6275). */
  EXPIRED_NONCES(138),
  /** Registration type change disallowed (RFC 6275). */
  REGISTRATION_TYPE_CHANGE_DISALLOWED(139),
  /** Mobile Router Operation not permitted (RFC 3963). */
  MOBILE_ROUTER_OPERATION_NOT_PERMITTED(140),
  /** Invalid Prefix (RFC 3963). */
  INVALID_PREFIX(141),
  /** Not Authorized for Prefix (RFC 3963). */
  NOT_AUTHORIZED_FOR_PREFIX(142),
  /** Forwarding Setup failed (RFC 3963). */
  FORWARDING_SETUP_FAILED(143),
  /** MIPV6-ID-MISMATCH (RFC 4285). */
  ID_MISMATCH(144),
  /** MIPV6-MESG-ID-REQD (RFC 4285). */
  MESSAGE_ID_REQUIRED(145),
  /** MIPV6-AUTH-FAIL (RFC 4285). */
  AUTHENTICATION_FAILED(146),
  /** Permanent home keygen token unavailable (RFC 4866). */
  PERMANENT_HOME_KEYGEN_TOKEN_UNAVAILABLE(147),
  /** CGA and signature verification failed (RFC 4866). */
  CGA_AND_SIGNATURE_VERIFICATION_FAILED(148),
  /** Permanent home keygen token exists (RFC 4866). */
  PERMANENT_HOME_KEYGEN_TOKEN_EXISTS(149),
  /** Non-null home nonce index expected (RFC 4866). */
  NON_NULL_HOME_NONCE_INDEX_EXPECTED(150),
  /** SERVICE_AUTHORIZATION_FAILED (RFC 5149). */
  SERVICE_AUTHORIZATION_FAILED(151),
  /** PROXY_REG_NOT_ENABLED (RFC 5213). */
  PROXY_REG_NOT_ENABLED(152),
  /** NOT_LMA_FOR_THIS_MOBILE_NODE (RFC 5213). */
  NOT_LMA_FOR_THIS_MOBILE_NODE(153),
  /** MAG_NOT_AUTHORIZED_FOR_PROXY_REG (RFC 5213). */
  MAG_NOT_AUTHORIZED_FOR_PROXY_REG(154),
  /** NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX (RFC 5213). */
  NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX(155),
  /** TIMESTAMP_MISMATCH (RFC 5213). */
  TIMESTAMP_MISMATCH(156),
  /** TIMESTAMP_LOWER_THAN_PREV_ACCEPTED (RFC 5213). */
  TIMESTAMP_LOWER_THAN_PREV_ACCEPTED(157),
  /** MISSING_HOME_NETWORK_PREFIX_OPTION (RFC 5213). */
  MISSING_HOME_NETWORK_PREFIX_OPTION(158),
  /** BCE_PBU_PREFIX_SET_DO_NOT_MATCH (RFC 5213). */
  BCE_PBU_PREFIX_SET_DO_NOT_MATCH(159),
  /** MISSING_MN_IDENTIFIER_OPTION (RFC 5213). */
  MISSING_MN_IDENTIFIER_OPTION(160),
  /** MISSING_HANDOFF_INDICATOR_OPTION (RFC 5213). */
  MISSING_HANDOFF_INDICATOR_OPTION(161),
  /** MISSING_ACCESS_TECH_TYPE_OPTION (RFC 5213). */
  MISSING_ACCESS_TECH_TYPE_OPTION(162),
  /** GRE_KEY_OPTION_REQUIRED (RFC 5845). */
  GRE_KEY_OPTION_REQUIRED(163),
  /** MCOA MALFORMED (RFC 5648). */
  MCOA_MALFORMED(164),
  /** MCOA NON-MCOA BINDING EXISTS (RFC 5648). */
  MCOA_NON_MCOA_BINDING_EXISTS(165),
  /** MCOA PROHIBITED (RFC 5648). */
  MCOA_PROHIBITED(166),
  /** MCOA UNKNOWN COA (RFC 5648). */
  MCOA_UNKNOWN_COA(167),
  /** MCOA BULK REGISTRATION PROHIBITED (RFC 5648). */
  MCOA_BULK_REGISTRATION_PROHIBITED(168),
  /** MCOA SIMULTANEOUS HOME AND FOREIGN PROHIBITED (RFC 5648). */
  MCOA_SIMULTANEOUS_HOME_AND_FOREIGN_PROHIBITED(169),
  /** NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE (RFC 5844). */
  NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE(170),
  /** NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS (RFC 5844). */
  NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS(171),
  /** NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE (RFC 5844). */
  NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE(172),
  /** MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED (RFC 5844). */
  MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED(173),
  /** Invalid Care-of Address (RFC 6275). */
  INVALID_CARE_OF_ADDRESS(174),
  /** INVALID_MOBILE_NODE_GROUP_IDENTIFIER (RFC 6602). */
  INVALID_MOBILE_NODE_GROUP_IDENTIFIER(175),
  /** REINIT_SA_WITH_HAC (RFC 6618). */
  REINIT_SA_WITH_HAC(176),
  /** NOT_AUTHORIZED_FOR_DELEGATED_MNP (RFC 7148). */
  NOT_AUTHORIZED_FOR_DELEGATED_MNP(177),
  /** REQUESTED_DMNP_IN_USE (RFC 7148). */
  REQUESTED_DMNP_IN_USE(178),
  /** CANNOT_MEET_QOS_SERVICE_REQUEST (RFC 7222). */
  CANNOT_MEET_QOS_SERVICE_REQUEST(179),
  /** CANNOT_SUPPORT_MULTIPATH_BINDING (RFC 8278). */
  CANNOT_SUPPORT_MULTIPATH_BINDING(180);

  private final int code;

  BindingAcknowledgementStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The assignment of {@code code}, where there is one. */
  public static Optional<BindingAcknowledgementStatus> of(int code) {
    for (BindingAcknowledgementStatus candidate : values()) {
      if (candidate.code == code) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  // RFC 6275 6.1.8: "Values of the Status field less than 128 indicate that the Binding Update was accepted"
  /** Whether a Status field of {@code code}, assigned or not, says that the Binding Update was accepted. */
  public static boolean isAccepted(int code) {
    return code < 128;
  }
}
