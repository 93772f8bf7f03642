package org.roam6.daemon;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.linux.nftables.TunnelCovers;
import org.roam6.linux.raw.LinkMtu;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.linux.tun.TunDevice;
import org.roam6.linux.tun.TunnelDataPlane;
import org.roam6.linux.tun.TunnelDevice;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice.Level;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Verdict;
import org.roam6.wire.Ipv6Address;

/** The tunnel interface, and the tunnels behind it. */
final class Tunnels implements AutoCloseable {

  /** As on an Ethernet: the kernel tells senders of too big packets itself. */
  private static final int MTU = Tunnel.interfaceMtu(ForwardingState.DEFAULT_PATH_MTU);

  private final TunnelDevice device;
  private final ForwardingState state = new ForwardingState();
  private final TunnelDataPlane plane;
  private final TunnelCovers covers;
  private final Voice voice;
  private final Map<InterfaceName, Integer> indexes = new TreeMap<>();
  private Optional<InterfaceName> homeInterface = Optional.empty();

  private Tunnels(
      TunnelDevice device,
      InterfaceName name,
      EventLoop loop,
      SignallingShield shield,
      HoldLimits limits,
      Voice voice)
      throws IOException {
    this.device = device;
    this.covers = new TunnelCovers(shield);
    this.voice = voice;
    this.plane = TunnelDataPlane.open(loop, device, name, state, limits);
  }

  /**
   * Makes the interface and turns it on.
   *
   * @param shield keeps what comes out of tunnels from the kernel; stays the caller's to close
   * @param voice takes what fails
   */
  static Tunnels open(
      InterfaceName name,
      EventLoop loop,
      RouteNetlink netlink,
      SignallingShield shield,
      HoldLimits limits,
      Voice voice)
      throws IOException {
    TunnelDevice device = TunDevice.open(name);
    try {
      int index =
          netlink
              .links()
              .find(name.value())
              .map(LinkInfo::index)
              .orElseThrow(() -> new IOException("interface " + name + " vanished"));
      netlink.links().setNoLinkLocalAddress(index);
      netlink.links().setMtu(index, MTU);
      netlink.links().setUp(index, true);
      return new Tunnels(device, name, loop, shield, limits, voice);
    } catch (IOException failure) {
      device.close();
      throw failure;
    }
  }

  /**
   * Wants an item of the data plane, in place of one with an equal key.
   *
   * @return why packets of it cannot be kept from the kernel, where they cannot
   */
  Optional<String> want(Desired.OfDataPlane item) {
    switch (item) {
      case Desired.WantedTunnel(var tunnel) -> {
        put(tunnel);
        return cover(tunnel);
      }
      // The shield holds all packets with its headers.
      case Desired.WantedDirectPath(var path) -> put(path);
      case Desired.ListenerReports(var through) -> state.groups().putAsked(through);
      case Desired.GroupForwarding(var on) -> {
        state.groups().setForwarding(true);
        homeInterface = Optional.of(on);
        followGroups();
      }
      case Desired.GroupListener(var listener, var group) -> {
        state.groups().putListener(group, listener.homeAddress());
        followGroups();
      }
    }
    return Optional.empty();
  }

  private Optional<String> cover(Tunnel tunnel) {
    try {
      covers.follow(tunnel);
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  /** From now on {@code address} is a home address of this host. */
  void putHomeAddress(Ipv6Address address) {
    state.putHomeAddress(address);
  }

  /** No longer wants what has this key. */
  void unwant(Desired.Key key) throws IOException {
    switch (key) {
      case Desired.TunnelKey(var binding) -> {
        state.remove(binding);
        plane.tunnelGone();
        covers.gone(binding);
      }
      case Desired.DirectPathKey(var path) -> state.remove(path);
      case Desired.SourceRuleKey(var source) -> state.removeHomeAddress(source);
      case Desired.ListenerReportsKey(var through) -> state.groups().removeAsked(through);
      case Desired.GroupForwardingKey _ -> {
        state.groups().setForwarding(false);
        homeInterface = Optional.empty();
        followGroups();
      }
      case Desired.GroupListenerKey(var listener, var group) -> {
        state.groups().removeListener(group, listener.homeAddress());
        followGroups();
      }
      case Desired.AddressKey _,
          Desired.RouteKey _,
          Desired.DirectRuleKey _,
          Desired.CareOfRuleKey _,
          Desired.RedirectionRuleKey _,
          Desired.NeighborKey _,
          Desired.LinkMtuKey _,
          Desired.GroupKey _,
          Desired.AnycastKey _,
          Desired.HandlingKey _ -> {}
    }
  }

  private void put(Tunnel tunnel) {
    state.put(tunnel, linkMtu(tunnel.localEnd(), tunnel.remoteEnd()));
    plane.tunnelsChanged();
  }

  private void put(DirectPath path) {
    DirectPath.Key key = path.key();
    int linkMtu =
        switch (key.side()) {
          case MOBILE_NODE -> linkMtu(path.careOfAddress(), key.correspondent());
          case CORRESPONDENT -> linkMtu(key.correspondent(), path.careOfAddress());
        };
    state.put(path, linkMtu);
    plane.tunnelsChanged();
  }

  // Where there is no route yet the usual MTU will do: nothing can be sent.
  private static int linkMtu(Ipv6Address source, Ipv6Address destination) {
    try {
      return LinkMtu.between(source, destination);
    } catch (SystemCallException noRoute) {
      return ForwardingState.DEFAULT_PATH_MTU;
    }
  }

  /** The MTU of a link changed. */
  void measureLinks() {
    state.tunnels().forEach(this::put);
    state.directPaths().forEach(this::put);
  }

  /** Tells {@code receiver} from now on what Roam6 should hear of packets. */
  void tell(Consumer<Event> receiver) {
    plane.tell(receiver);
  }

  /** Takes tunnelled packets from an interface too. */
  void listen(InterfaceName name, int interfaceIndex) throws IOException {
    plane.listen(interfaceIndex);
    indexes.put(name, interfaceIndex);
    followGroups();
  }

  void ignore(InterfaceName name, int interfaceIndex) throws IOException {
    indexes.remove(name);
    followGroups();
    plane.ignore(interfaceIndex);
  }

  private void followGroups() {
    try {
      plane.groupsChanged(homeInterface.map(indexes::get).orElse(0));
    } catch (SystemCallException failure) {
      voice.say(Level.WARNING, "cannot hear multicast groups on the home link: " + failure.getMessage());
    }
  }

  /** Packets by what became of them. */
  SortedMap<String, Long> counters() {
    SortedMap<String, Long> counters = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      counters.put(verdict.name().toLowerCase(Locale.ROOT), plane.count(verdict));
    }
    counters.put("sent", plane.sent());
    counters.put("lost", plane.lost());
    counters.put("held", plane.held());
    counters.put("held_in_vain", plane.heldInVain());
    return counters;
  }

  @Override
  public void close() throws IOException {
    plane.close();
    device.close();
  }
}
