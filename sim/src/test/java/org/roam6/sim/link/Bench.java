package org.roam6.sim.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** A link with ports on which a test sends frames, and all that arrives there. */
final class Bench implements LinkWatcher {

  static final InterfaceName ETH0 = new InterfaceName("eth0");

  final Agenda agenda = new Agenda();
  final FaultBudget budget;
  final Link link;
  final Port a = port("a", 0x0200_0000_000aL);
  final Port b = port("b", 0x0200_0000_000bL);
  final Port c = port("c", 0x0200_0000_000cL);
  final List<Arrived> arrived = new ArrayList<>();
  final List<Harm> harms = new ArrayList<>();

  /** A frame that came in. */
  record Arrived(String host, Octets packet, Time at) {}

  Bench(LinkQuality quality, long faults) {
    this(quality, faults, 1);
  }

  Bench(LinkQuality quality, long faults, long seed) {
    budget = new FaultBudget(faults);
    link = new Link("link", quality, agenda, new SeededRandomness(seed), budget, this);
    link.attach(a);
    link.attach(b);
    link.attach(c);
  }

  static Bench perfect() {
    return new Bench(LinkQuality.perfect(Duration.ofMillis(1)), 0);
  }

  Port port(String host, long address) {
    return new Port(
        host,
        ETH0,
        new LinkLayerAddress(address),
        (_, frame, now) -> arrived.add(new Arrived(host, frame.packet(), now)));
  }

  static Octets packet(int number) {
    return Octets.of((byte) (number >> 8), (byte) number, (byte) 0, (byte) 0);
  }

  static Time millis(long millis) {
    return Time.ZERO.plus(Duration.ofMillis(millis));
  }

  /** Sends so many numbered packets from a to b, all at once. */
  Bench sendToB(int count) {
    for (int i = 0; i < count; i++) {
      a.send(b.address(), packet(i));
    }
    return this;
  }

  Bench run() {
    while (agenda.step(new Time(Long.MAX_VALUE - 1))) {
      // each step lets one thing happen
    }
    return this;
  }

  List<Octets> at(String host) {
    return arrived.stream().filter(each -> each.host().equals(host)).map(Arrived::packet).toList();
  }

  long count(Harm harm) {
    return harms.stream().filter(harm::equals).count();
  }

  @Override
  public void sent(Link on, Port from, Frame frame, Time now) {
    // what arrives is looked at
  }

  @Override
  public void harmed(Link on, Frame frame, Harm harm, Time now) {
    harms.add(harm);
  }
}
