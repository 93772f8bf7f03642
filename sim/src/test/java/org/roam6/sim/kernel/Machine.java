package org.roam6.sim.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.link.FaultBudget;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.link.LinkWatcher;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.sim.time.Occurrence;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;

/** What a kernel under test runs on: virtual time, and all that the kernel tells. */
final class Machine implements Upcalls {

  static final InterfaceName ETH0 = new InterfaceName("eth0");
  static final Duration LINK_DELAY = Duration.ofMillis(1);

  final Agenda agenda;
  final Kernel kernel;
  final List<Event> events = new ArrayList<>();
  final List<Octets> delivered = new ArrayList<>();
  final List<String> dropped = new ArrayList<>();
  boolean asleep;

  Machine(Agenda agenda) {
    this.agenda = agenda;
    this.kernel = new Kernel(this);
  }

  static Link link(String name, Agenda agenda) {
    return new Link(
        name, LinkQuality.perfect(LINK_DELAY), agenda, new SeededRandomness(1), new FaultBudget(0), new Nobody());
  }

  /** Lets all happen within {@code duration} from now on. */
  static void pass(Agenda agenda, Duration duration) {
    Time end = agenda.now().plus(duration);
    while (agenda.step(end)) {
      // each step lets one thing happen
    }
    agenda.advance(end);
  }

  /** A port of somebody who only listens. */
  static Port listener(String name, LinkLayerAddress address, List<Frame> heard) {
    return new Port(name, ETH0, address, (_, frame, _) -> heard.add(frame));
  }

  static Octets datagram(Ipv6Address source, Ipv6Address destination, int hopLimit, int content) {
    Octets payload = Octets.of((byte) 0, (byte) 9, (byte) 0, (byte) 9, (byte) 0, (byte) 9, (byte) 0, (byte) content);
    return Ipv6Packet.of(source, destination, hopLimit, IpProtocol.UDP, payload).encode();
  }

  static Octets icmp(Ipv6Address source, Ipv6Address destination, int hopLimit, Icmpv6Message message) {
    return Ipv6Packet.of(source, destination, hopLimit, IpProtocol.ICMPV6, message.encode(source, destination))
        .encode();
  }

  static Ipv6Packet decode(Octets octets) {
    if (Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)) {
      return packet;
    }
    throw new AssertionError("no packet: " + octets);
  }

  /** The ICMPv6 messages of a kind among packets. */
  static <T extends Icmpv6Message> List<T> messages(List<Octets> packets, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Octets octets : packets) {
      Ipv6Packet packet = decode(octets);
      if (packet.protocol() == IpProtocol.ICMPV6
          && Icmpv6Message.decode(packet.payload(), packet.header().source(), packet.header().destination())
              instanceof Value<Icmpv6Message>(Icmpv6Message message)
          && kind.isInstance(message)) {
        found.add(kind.cast(message));
      }
    }
    return found;
  }

  static List<Octets> packets(List<Frame> frames) {
    return frames.stream().map(Frame::packet).toList();
  }

  @Override
  public boolean isAsleep() {
    return asleep;
  }

  @Override
  public Time now() {
    return agenda.now();
  }

  @Override
  public void at(Time moment, Occurrence occurrence) {
    agenda.at(moment, occurrence);
  }

  @Override
  public void happened(Event event) {
    events.add(event);
  }

  @Override
  public void delivered(Octets packet) {
    delivered.add(packet);
  }

  @Override
  public void dropped(Octets packet, String reason) {
    dropped.add(reason);
  }

  /** Looks at no link. */
  private static final class Nobody implements LinkWatcher {
    @Override
    public void sent(Link link, Port from, Frame frame, Time now) {
      // what arrives is looked at
    }

    @Override
    public void harmed(Link link, Frame frame, Harm harm, Time now) {
      throw new AssertionError("a frame is " + harm);
    }
  }
}
