/**
 * DHCPv6 as a client that leases addresses needs it (RFC 8415 8 and 21): messages and their options. What an option of
 * another kind says is kept as octets. Messages of relay agents, which have another format, are refused.
 */
package org.roam6.wire.dhcp;
