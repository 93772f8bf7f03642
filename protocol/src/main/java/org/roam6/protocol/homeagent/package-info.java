/** The home agent (RFC 6275 sections 8.4 and 10). */
package org.roam6.protocol.homeagent;
