package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Addressing;
import org.roam6.sim.network.LeaseServer;
import org.roam6.sim.network.LeaseServer.Given;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Where addresses are leased a mobile node sends from none but that which the server has leased to it, and not after the
 * end of the lease (RFC 8415 18.2.5), nor after it has declined it (18.2.8).
 */
final class LeasedAddressesAreOwn extends Checker {

  /** A client counts from when it hears of a lease, which a link may have held back. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

  /** All that a sleeper has missed comes in its turn. */
  private static final Duration AWAKE = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final Map<String, Time> awakeFrom = new HashMap<>();

  LeasedAddressesAreOwn(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "leased-addresses-are-own";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    switch (disturbance) {
      case Disturbance.WokeUp _, Disturbance.Started _ -> awakeFrom.put(host.name(), now.plus(AWAKE));
      // Nobody takes the address off then.
      case Disturbance.Stopped _ -> awakeFrom.put(host.name(), Time.NEVER);
      case Disturbance.PluggedIn _,
          Disturbance.Unplugged _,
          Disturbance.FellAsleep _,
          Disturbance.AddressTaken _,
          Disturbance.ClockSet _ -> {}
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (!ledger.network().settings().leasing().links().isEmpty() && ledger.mobileNode(from.host()).isPresent()) {
      Ipv6Address source = PacketFields.source(frame.packet());
      ledger
          .network()
          .leaseServer(new Ipv6Prefix(source, Addressing.PREFIX_LENGTH))
          .ifPresent(server -> judge(server, from, source, now));
    }
  }

  private void judge(LeaseServer server, Port from, Ipv6Address source, Time now) {
    Optional<Given> given = server.givenTo(from.address());
    if (given.filter(each -> each.address().equals(source)).isEmpty()) {
      violated(now, from + " sends from " + source + ", and has leased " + given);
    } else if (given.get().until().plus(ON_THE_WAY).isDue(now)
        && awakeFrom.getOrDefault(from.host(), Time.ZERO).isDue(now)) {
      violated(now, from + " sends from " + source + " after its lease has ended: " + given.get());
    }
  }
}
