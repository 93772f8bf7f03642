package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * No two nodes own one address: the home agent stands in for no address that another node on the home link had when it
 * began to ask, if nothing on that link was lost meanwhile, and asks for each new binding anew (RFC 6275 10.3.1,
 * RFC 4862 5.4).
 */
final class DuplicatesAreFound extends HomeAgentChecker {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<SimulatedHost> neighbors;
  private final Map<Detection, Boolean> takenAtTheStart = new HashMap<>();
  private final Map<Detection, Time> begun = new HashMap<>();
  private Time lastHarm = Time.ZERO;

  /** Of what address, and by whom. */
  private record Detection(Ipv6Address address, String homeAgent) {}

  DuplicatesAreFound(Ledger ledger) {
    super(ledger);
    Network network = ledger.network();
    this.neighbors =
        network.topology().of(Kind.PLAIN).stream()
            .filter(plan -> plan.links().getFirst().equals(network.homeLink()))
            .map(plan -> network.world().host(plan.name()))
            .toList();
  }

  @Override
  public String name() {
    return "duplicates-are-found";
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    if (link.name().equals(ledger.network().homeLink())) {
      lastHarm = now;
    }
  }

  @Override
  protected void told(SimulatedHost host, Notice notice, Event event, Time now) {
    if (notice instanceof HomeAgentNotice.DetectionStarted(Ipv6Address address, _)) {
      Detection detection = new Detection(address, host.name());
      takenAtTheStart.put(detection, isTaken(address));
      begun.put(detection, now);
    } else if (notice instanceof HomeAgentNotice.BindingCreated(Ipv6Address address, _, _)) {
      Detection detection = new Detection(address, host.name());
      Time asked = begun.getOrDefault(detection, now);
      // RFC 4862 5.1: DupAddrDetectTransmits 1, and RetransTimer after it
      if (now.isBefore(asked.plus(PATIENCE))) {
        violated(now, "the home agent stands in for " + address + ", and has given nobody the time to object");
      }
      boolean harmless = lastHarm.isBefore(asked);
      begun.remove(detection);
      boolean taken = takenAtTheStart.getOrDefault(detection, isTaken(address)) && isTaken(address);
      if (harmless && taken) {
        violated(now, "the home agent stands in for " + address + ", which another node on the home link has");
      }
    }
  }

  private boolean isTaken(Ipv6Address address) {
    return neighbors.stream()
        .filter(host -> host.kernel().addressState(Network.MOBILE_INTERFACE, address) == AddressState.READY)
        .anyMatch(host -> !host.isAsleep());
  }
}
