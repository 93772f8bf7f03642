/**
 * The data plane as a pure function: which packets enter and leave the tunnels between mobile nodes and home agents
 * (RFC 6275 10.4 and 11.3, RFC 2473).
 */
package org.roam6.protocol.forwarding;
