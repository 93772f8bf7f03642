package org.roam6.sim.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.Forwarder;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** The data plane of Roam6 behind its tunnel interface: the same pure function as in the daemon. */
final class TunnelDevice {

  private static final int HEADROOM = 128;
  private static final int LARGEST_PACKET = 65_535 + 40;

  private final ForwardingState state = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(Kernel.TUNNEL);
  private final Packet packet = new Packet();
  private byte[] memory = new byte[0];
  private Verdict verdict = Verdict.NO_BINDING;

  void put(Tunnel tunnel) {
    state.put(tunnel);
  }

  void remove(BindingKey key) {
    state.remove(key);
  }

  void put(DirectPath path) {
    state.put(path, ForwardingState.DEFAULT_PATH_MTU);
  }

  void remove(DirectPath.Key key) {
    state.remove(key);
  }

  void putHomeAddress(Ipv6Address address) {
    state.putHomeAddress(address);
  }

  void removeHomeAddress(Ipv6Address address) {
    state.removeHomeAddress(address);
  }

  /** What became of the last packet. */
  Verdict verdict() {
    return verdict;
  }

  /** Where the ICMPv6 error goes that is owed for the last packet, if one is. */
  Forwarder.Answer answer() {
    return forwarder.answer();
  }

  /** The ICMPv6 error that is owed for the last packet. */
  Octets answerPacket() {
    return shown();
  }

  /** What Roam6 is to hear of the last packet. */
  List<Event> news() {
    return List.copyOf(forwarder.news());
  }

  private Octets shown() {
    return Octets.of(memory, (int) packet.start(), packet.length());
  }

  /** Takes a packet into its tunnel or out of it, or along its direct path; empty where it is dropped. */
  Optional<Octets> forward(Octets octets, Packet.Origin origin, Time now) {
    if (octets.length() > LARGEST_PACKET) {
      verdict = Verdict.TOO_BIG;
      return Optional.empty();
    }
    int needed = HEADROOM + octets.length();
    if (memory.length < needed) {
      memory = new byte[Math.max(needed, 256)];
    }
    octets.copyTo(memory, HEADROOM);
    packet.show(MemorySegment.ofArray(memory), HEADROOM, octets.length(), origin);
    verdict = forwarder.forward(packet, state, now.nanos());
    return verdict.isDrop() ? Optional.empty() : Optional.of(shown());
  }
}
