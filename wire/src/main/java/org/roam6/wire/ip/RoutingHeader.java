package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.RoutingType;

/** A Routing header (RFC 8200 4.4). */
public sealed interface RoutingHeader extends ExtensionHeader permits Type2RoutingHeader, UnknownRoutingHeader {

  @Override
  default int type() {
    return IpProtocol.ROUTING;
  }

  // RFC 6275 11.3.3: "If any of these checks fail, the node MUST silently discard the packet. The length field in the
  // routing header is exactly 2. The segments left field in the routing header is 1 on the wire."
  static Decoded<ExtensionHeader> read(ByteBuffer buffer, int at, int length) {
    int routingType = buffer.get(at + 2) & 0xff;
    int segmentsLeft = buffer.get(at + 3) & 0xff;
    if (routingType != RoutingType.TYPE_2) {
      return Decoded.of(
          new UnknownRoutingHeader(routingType, segmentsLeft, Octets.of(buffer.slice(at + 4, length - 4))));
    }
    if (length != Type2RoutingHeader.LENGTH) {
      return Decoded.malformed(MalformedCause.BAD_LENGTH, at + 1);
    }
    if (segmentsLeft != 1) {
      return Decoded.malformed(MalformedCause.BAD_VALUE, at + 3);
    }
    return Decoded.of(Type2RoutingHeader.read(buffer, at));
  }
}
