/**
 * The authentication protocol of RFC 4285 between mobile node and home agent: keys and security associations, the
 * authentication data of sections 5 and 5.1, the timestamps of section 6, and what each end makes of a message that it
 * receives. It stands in for the IPsec of RFC 6275 5.1.
 */
package org.roam6.protocol.auth;
