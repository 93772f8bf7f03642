/**
 * What both ends of a binding share: sequence numbers (RFC 6275 9.5.1), lifetimes (6.1.7) and the protocol constants
 * and configuration variables of sections 12 and 13.
 */
package org.roam6.protocol.binding;
