/** Writing of captures in the pcapng format (draft-ietf-opsawg-pcapng), which Wireshark and tcpdump read. */
package org.roam6.wire.pcapng;
