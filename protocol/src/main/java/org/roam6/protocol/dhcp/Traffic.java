package org.roam6.protocol.dhcp;

import java.time.Duration;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.SolMaxRt;

/**
 * What bounds the messages of an interface, whatever its client is at.
 *
 * @param rate how often messages may be sent
 * @param solicitMaximum SOL_MAX_RT
 */
public record Traffic(RateLimit rate, Duration solicitMaximum) {

  // RFC 8415 14.1: "a DHCP client MUST limit the rate of DHCP messages it transmits or retransmits. [...] A possible
  // default could be 20 packets in 20 seconds."
  static final Traffic NONE =
      new Traffic(RateLimit.of(20, Duration.ofSeconds(1)), Retransmission.SOLICIT.maximumTimeout());

  Traffic used(Time now) {
    return new Traffic(rate.used(now), solicitMaximum);
  }

  // RFC 8415 18.2.9: "The client MUST process any SOL_MAX_RT option [...] present in an Advertise message, even if the
  // message contains a Status Code option [...] indicating a failure"; 18.2.10 has the same for a Reply.
  Traffic after(DhcpMessage message) {
    return message.option(SolMaxRt.class)
        .filter(SolMaxRt::isUsable)
        .map(option -> new Traffic(rate, Duration.ofSeconds(option.seconds())))
        .orElse(this);
  }
}
