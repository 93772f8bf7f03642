package org.roam6.sim.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** The flows of a simulation. Mobile nodes send from their home addresses and are sent to there. */
public final class Traffic implements Observer {

  private final World world;
  private final List<Running> flows = new ArrayList<>();
  private final List<TrafficListener> listeners = new ArrayList<>();

  /** The flows of a network, which begin with {@link #start}. */
  public Traffic(Network network, List<Flow> flows) {
    this.world = network.world();
    for (Flow flow : flows) {
      this.flows.add(
          new Running(flow, this.flows.size(), network.programAddress(flow.from()), network.programAddress(flow.to())));
    }
    world.observe(this);
  }

  /** Tells somebody of all datagrams from now on. */
  public void listen(TrafficListener listener) {
    listeners.add(listener);
  }

  /** Begins to send; the first datagrams come {@code after} that. */
  public void start(Duration after) {
    for (Running flow : flows) {
      world.at(world.now().plus(after), flow::send);
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (!world.host(from.host()).config().homeAgent().isPresent()) {
      return;
    }
    Datagram.atTheEndOf(frame.packet())
        .filter(datagram -> datagram.flow() >= 0 && datagram.flow() < flows.size())
        .ifPresent(
            datagram ->
                listeners.forEach(
                    listener -> listener.passesHomeAgent(flows.get(datagram.flow()).flow, datagram.number(), now)));
  }

  @Override
  public void delivered(SimulatedHost host, Octets packet, Time now) {
    Optional<Datagram> datagram = Datagram.in(packet);
    if (datagram.isEmpty() || datagram.get().flow() < 0 || datagram.get().flow() >= flows.size()) {
      return;
    }
    Running flow = flows.get(datagram.get().flow());
    if (flow.flow.to().equals(host.name())) {
      listeners.forEach(listener -> listener.arrived(flow.flow, datagram.get().number(), now));
    }
  }

  /** A flow that has begun. */
  private final class Running {
    private final Flow flow;
    private final int number;
    private final Ipv6Address source;
    private final Ipv6Address destination;
    private final SimulatedHost sender;
    private long sent;

    Running(Flow flow, int number, Ipv6Address source, Ipv6Address destination) {
      this.flow = flow;
      this.number = number;
      this.source = source;
      this.destination = destination;
      this.sender = world.host(flow.from());
    }

    void send(Time now) {
      if (!sender.isAsleep()) {
        long next = ++sent;
        listeners.forEach(listener -> listener.sent(flow, next, now));
        sender.send(new Datagram(number, next).packet(source, destination));
      }
      world.at(now.plus(flow.interval()), this::send);
    }
  }
}
