package org.roam6.daemon;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.raw.SignallingTap;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Decoded;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/** Listens on the interfaces that matter, as they come and go. */
final class Taps implements AutoCloseable {

  private record Tapped(int index, SignallingTap tap, int mtu) {}

  private final EventLoop loop;
  private final Predicate<InterfaceName> matters;
  private final Optional<Tunnels> tunnels;
  private final Consumer<Event> sink;
  private final Map<InterfaceName, Tapped> taps = new TreeMap<>();

  /**
   * Listens nowhere yet.
   *
   * @param loop wakes the taps
   * @param matters on which interfaces to listen
   * @param tunnels listen on the same interfaces
   * @param sink takes {@link Event.PacketReceived}
   */
  Taps(
      EventLoop loop,
      Predicate<InterfaceName> matters,
      Optional<Tunnels> tunnels,
      Consumer<Event> sink) {
    this.loop = loop;
    this.matters = matters;
    this.tunnels = tunnels;
    this.sink = sink;
  }

  /**
   * To be called before a node is told of a link: what it asks for there may be answered at once. And where the link is
   * lost the node hears before what came over it: later, a router of that link would be taken for one of the next.
   *
   * @param index the number of the interface; 0 where it is gone
   */
  void follow(Event.LinkChanged link, int index) throws IOException {
    InterfaceName name = link.name();
    Tapped tapped = taps.get(name);
    if (tapped != null && tapped.index() != index) {
      forget(name, tapped);
      tapped = null;
    }
    if (tapped != null && link.presence() != LinkPresence.CARRIER) {
      tapped.tap().receiveAll(receiver(name));
    }
    if (tapped != null && tapped.mtu() != link.mtu() && link.mtu() != 0) {
      taps.put(name, new Tapped(index, tapped.tap(), link.mtu()));
      tunnels.ifPresent(Tunnels::measureLinks);
    }
    if (tapped == null
        && index != 0
        && link.presence() != LinkPresence.ABSENT
        && matters.test(name)) {
      SignallingTap tap = SignallingTap.open(index);
      taps.put(name, new Tapped(index, tap, link.mtu()));
      // An error here is one of the link, which is told of elsewhere; reading it clears it.
      loop.onReadable(tap.descriptor(), () -> tap.receive(receiver(name)));
      if (tunnels.isPresent()) {
        tunnels.get().listen(name, index);
      }
    }
  }

  private SignallingTap.Receiver receiver(InterfaceName name) {
    return (from, packet, checksumDone) ->
        sink.accept(new Event.PacketReceived(name, from, checksumDone ? packet : withUdpChecksum(packet)));
  }

  /** The sender is on this machine, and has left the checksum of UDP to hardware that is not there. */
  private static Octets withUdpChecksum(Octets octets) {
    if (!(Ipv6Packet.decode(octets) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet packet))
        || packet.protocol() != IpProtocol.UDP
        || packet.payload().length() < UdpDatagram.HEADER_LENGTH) {
      return octets;
    }
    Octets datagram =
        UdpDatagram.withChecksum(
            packet.payload(), packet.checksumSource(), packet.checksumDestination());
    return new Ipv6Packet(packet.header(), packet.extensionHeaders(), IpProtocol.UDP, datagram)
        .encode();
  }

  private void forget(InterfaceName name, Tapped tapped) throws IOException {
    taps.remove(name);
    loop.forget(tapped.tap().descriptor());
    tapped.tap().close();
    if (tunnels.isPresent()) {
      tunnels.get().ignore(name, tapped.index());
    }
  }

  @Override
  public void close() throws IOException {
    for (Map.Entry<InterfaceName, Tapped> each : Map.copyOf(taps).entrySet()) {
      forget(each.getKey(), each.getValue());
    }
  }
}
