package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Arrival;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * A Binding Acknowledgement as it came in.
 *
 * @param arrival how
 * @param header the Mobility Header around it
 * @param message what it says
 */
record ReceivedAcknowledgement(Arrival arrival, MobilityHeader header, BindingAcknowledgement message) {}
