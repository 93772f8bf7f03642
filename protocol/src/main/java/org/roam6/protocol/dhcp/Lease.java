package org.roam6.protocol.dhcp;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;

/**
 * An address that a server has leased.
 *
 * @param on the link where it is of use
 * @param server who has leased it
 * @param address the address
 * @param since when it was leased; that it is extended does not change this
 * @param t1 when to ask that server to extend it
 * @param t2 when to ask any server, not before T1
 * @param validUntil when it ends
 */
public record Lease(
    Attachment on, Duid server, Ipv6Address address, Time since, Time t1, Time t2, Time validUntil) {

  /** What {@code address} of {@code association} says at {@code now}, when it was received. */
  static Lease of(Attachment on, Duid server, IdentityAssociation association, IaAddress address, Time now) {
    // RFC 8415 21.4: "Recommended values for T1 and T2 are 0.5 and 0.8 times the shortest preferred lifetime", which
    // the client takes too where, 14.2, "the renew and rebind times are left to the discretion of the client"
    long basis = address.preferredSeconds() > 0 ? address.preferredSeconds() : address.validSeconds();
    Time t1 = association.t1Seconds() > 0 ? end(association.t1Seconds(), now) : part(basis, 5, now);
    Time t2 = association.t2Seconds() > 0 ? end(association.t2Seconds(), now) : part(basis, 8, now);
    if (t2.isBefore(t1)) {
      t1 = association.t1Seconds() > 0 ? t1 : t2;
      t2 = t1;
    }
    return new Lease(on, server, address.address(), now, t1, t2, end(address.validSeconds(), now));
  }

  /** This lease as one that extends {@code former}, which is of the same address. */
  Lease extending(Lease former) {
    return new Lease(on, server, address, former.since, t1, t2, validUntil);
  }

  // RFC 8415 7.7: "The value 0xffffffff is taken to mean "infinity" when used as a lifetime [...] or a value for T1 or
  // T2."
  private static Time end(long seconds, Time now) {
    return seconds == IaAddress.INFINITY ? Time.NEVER : now.plus(Duration.ofSeconds(seconds));
  }

  private static Time part(long seconds, int tenths, Time now) {
    return seconds == IaAddress.INFINITY
        ? Time.NEVER
        : now.plus(Duration.ofSeconds(seconds).multipliedBy(tenths).dividedBy(10));
  }

  /** Whether its address may be used at {@code now}. */
  public boolean isValid(Time now) {
    return !validUntil.isDue(now);
  }
}
