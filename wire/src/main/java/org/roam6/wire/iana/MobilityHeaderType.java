package org.roam6.wire.iana;

/** The MH Type values of the IANA registry "Mobility Header Types" (RFC 6275 6.1.1). */
public final class MobilityHeaderType {

  /** Binding Refresh Request (RFC 6275). */
  public static final int BINDING_REFRESH_REQUEST = 0;
  /** Home Test Init (RFC 6275). */
  public static final int HOME_TEST_INIT = 1;
  /** Care-of Test Init (RFC 6275). */
  public static final int CARE_OF_TEST_INIT = 2;
  /** Home Test (RFC 6275). */
  public static final int HOME_TEST = 3;
  /** Care-of Test (RFC 6275). */
  public static final int CARE_OF_TEST = 4;
  /** Binding Update (RFC 6275). */
  public static final int BINDING_UPDATE = 5;
  /** Binding Acknowledgement (RFC 6275). */
  public static final int BINDING_ACKNOWLEDGEMENT = 6;
  /** Binding Error (RFC 6275). */
  public static final int BINDING_ERROR = 7;
  /** Fast Binding Update (RFC 5568). */
  public static final int FAST_BINDING_UPDATE = 8;
  /** Fast Binding Acknowledgment (RFC 5568). */
  public static final int FAST_BINDING_ACKNOWLEDGEMENT = 9;
  /** Fast Neighbor Advertisement; deprecated (RFC 5568). */
  public static final int FAST_NEIGHBOR_ADVERTISEMENT = 10;
  /** Experimental Mobility Header (RFC 5096). */
  public static final int EXPERIMENTAL_MOBILITY_HEADER = 11;
  /** Home Agent Switch Message (RFC 5142). */
  public static final int HOME_AGENT_SWITCH = 12;
  /** Heartbeat Message (RFC 5847). */
  public static final int HEARTBEAT = 13;
  /** Handover Initiate Message (RFC 5568). */
  public static final int HANDOVER_INITIATE = 14;
  /** Handover Acknowledge Message (RFC 5568). */
  public static final int HANDOVER_ACKNOWLEDGE = 15;
  /** Binding Revocation Message (RFC 5846). */
  public static final int BINDING_REVOCATION = 16;
  /** Localized Routing Initiation (RFC 6705). */
  public static final int LOCALIZED_ROUTING_INITIATION = 17;
  /** Localized Routing Acknowledgment (RFC 6705). */
  public static final int LOCALIZED_ROUTING_ACKNOWLEDGEMENT = 18;
  /** Update Notification (RFC 7077). */
  public static final int UPDATE_NOTIFICATION = 19;
  /** Update Notification Acknowledgement (RFC 7077). */
  public static final int UPDATE_NOTIFICATION_ACKNOWLEDGEMENT = 20;
  /** Flow Binding Message (RFC 7109). */
  public static final int FLOW_BINDING = 21;
  /** Subscription Query (RFC 7161). */
  public static final int SUBSCRIPTION_QUERY = 22;
  /** Subscription Response (RFC 7161). */
  public static final int SUBSCRIPTION_RESPONSE = 23;

  private MobilityHeaderType() {}
}
