package org.roam6.protocol;

import java.util.Optional;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.IpProtocol;

/**
 * A kind of traffic that a host begins: what it says of both destination and service has to fit.
 *
 * @param to where to; {@code ::/0} for everywhere
 * @param service what it is for; empty for everything
 */
public record Traffic(Ipv6Prefix to, Optional<Service> service) {

  /**
   * What a transport protocol's destination ports say of the traffic.
   *
   * @param transport the protocol
   * @param firstPort the first port, from 1 on
   * @param lastPort the last port, not less than the first one, up to {@link #LAST_PORT}
   */
  public record Service(Transport transport, int firstPort, int lastPort) {

    /** The greatest port that can be named: the kernel has no rules for 65535. */
    public static final int LAST_PORT = 65_534;

    /** Checks the range; the message names the ports. */
    public Service {
      if (firstPort < 1 || lastPort < firstPort || lastPort > LAST_PORT) {
        throw new IllegalArgumentException(
            "ports " + firstPort + " to " + lastPort + " are not within 1 to " + LAST_PORT);
      }
    }
  }

  /** A protocol with ports. */
  public enum Transport {
    /** Connections. */
    TCP(IpProtocol.TCP),
    /** Datagrams. */
    UDP(IpProtocol.UDP);

    private final int number;

    Transport(int number) {
      this.number = number;
    }

    /** Its number in the Next Header field. */
    public int number() {
      return number;
    }
  }
}
