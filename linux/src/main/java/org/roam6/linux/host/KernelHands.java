package org.roam6.linux.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;

/** Does and undoes in the kernel what items need, one at a time and at once. */
final class KernelHands implements AutoCloseable {

  private final RouteNetlink netlink;
  private final InterfaceSettings settings;
  private final GroupMemberships groups;
  private final Map<InterfaceName, Integer> indexes = new TreeMap<>();
  // How many items need each rule: those of several home addresses have some in common.
  private final Map<RuleInfo, Integer> rules = new HashMap<>();

  KernelHands(RouteNetlink netlink, InterfaceSettings settings) throws SystemCallException {
    this.netlink = netlink;
    this.settings = settings;
    this.groups = new GroupMemberships();
  }

  /**
   * Makes the kernel have an item.
   *
   * @param before what is held for an item with this key already
   */
  Grip apply(Desired.OfKernel item, @Nullable Grip before) throws IOException {
    return switch (item) {
      case Desired.InterfaceAddress address -> address(address, before);
      case Desired.Route route -> route(route);
      case Desired.SourceRule rule -> rules(TrafficRules.of(rule), before);
      case Desired.DirectRule rule -> rules(TrafficRules.of(rule), before);
      case Desired.CareOfRule rule -> rules(TrafficRules.of(rule), before);
      case Desired.NeighborEntry neighbor -> neighbor(neighbor);
      case Desired.LinkMtu mtu -> mtu(mtu, before);
      case Desired.GroupMembership(var on, var group) -> group(on, group, before);
      case Desired.AnycastAddress(var on, var address) -> group(on, address, before);
      case Desired.InterfaceHandling handling -> handling(handling, before);
      case Desired.RedirectionRule rule -> rules(TrafficRules.of(rule), before);
    };
  }

  /** Undoes what was done; what is gone already is no error. */
  void release(Grip grip) throws IOException {
    switch (grip) {
      case Grip.OnAddress held -> {
        if (held.ours()) {
          tolerating(() -> netlink.addresses().delete(held.address()), Errno.EADDRNOTAVAIL, Errno.ENODEV);
        }
        groups.leave(held.address().interfaceIndex(), held.address().address().solicitedNode());
      }
      case Grip.OnRoute held -> tolerating(() -> netlink.routes().delete(held.route()), Errno.ESRCH, Errno.ENODEV);
      case Grip.OnRules held -> {
        for (RuleInfo rule : held.rules().reversed()) {
          release(rule);
        }
      }
      case Grip.OnNeighbor held -> tolerating(
          () -> netlink.neighbors().delete(held.neighbor().interfaceIndex(), held.neighbor().address()),
          Errno.ENOENT, Errno.ENODEV);
      case Grip.OnGroup held -> groups.leave(held.interfaceIndex(), held.group());
      case Grip.OnSettings held -> {
        settings.release(held.owner());
        if (held.learned().isPresent()) {
          held.learned().get().giveBack(netlink);
        }
      }
    }
  }

  private Grip address(Desired.InterfaceAddress item, @Nullable Grip before) throws IOException {
    int index = index(item.on());
    if (before instanceof Grip.OnAddress held && held.address().interfaceIndex() != index) {
      release(held);
      return address(item, null);
    }
    if (before == null) {
      // The kernel joins late: a router's first question would be lost, and repeated after a second only.
      groups.join(index, item.address().solicitedNode());
    }
    AddressInfo wanted = new AddressInfo(
        index,
        item.address(),
        item.prefixLength(),
        flags(item.detection()),
        item.use() == SourceUse.DEPRECATED ? 0 : AddressInfo.FOREVER,
        AddressInfo.FOREVER,
        Reconciler.OWN_PROTOCOL);
    try {
      netlink.addresses().add(wanted);
      return new Grip.OnAddress(wanted, true);
    } catch (NetlinkException e) {
      if (e.errno() != Errno.EEXIST) {
        if (before == null) {
          groups.leave(index, item.address().solicitedNode());
        }
        throw e;
      }
      return presentAddress(wanted, before);
    }
  }

  private static Set<AddressFlag> flags(DuplicateDetection detection) {
    return switch (detection) {
      case NONE -> Set.of(AddressFlag.NO_DAD);
      case BEFORE_USE -> Set.of();
      case OPTIMISTIC -> Set.of(AddressFlag.OPTIMISTIC);
    };
  }

  /** The interface has the address: another's is left alone, one of ours is changed. */
  private Grip presentAddress(AddressInfo wanted, @Nullable Grip before) throws NetlinkException {
    AddressInfo present = netlink.addresses().find(wanted.interfaceIndex(), wanted.address()).orElse(wanted);
    boolean ours = before instanceof Grip.OnAddress held ? held.ours() : present.protocol() == Reconciler.OWN_PROTOCOL;
    if (ours && (present.prefixLength() != wanted.prefixLength() || present.is(AddressFlag.DAD_FAILED))) {
      netlink.addresses().delete(present);
      netlink.addresses().add(wanted);
    } else if (ours) {
      netlink.addresses().replace(wanted);
    }
    return new Grip.OnAddress(ours ? wanted : present, ours);
  }

  private Grip route(Desired.Route item) throws IOException {
    RouteInfo route = new RouteInfo(
        item.table(),
        item.destination(),
        RouteKind.UNICAST,
        item.via(),
        index(item.out()),
        Reconciler.ROUTE_METRIC,
        0,
        Reconciler.OWN_PROTOCOL,
        0,
        item.source());
    netlink.routes().replace(route);
    return new Grip.OnRoute(route);
  }

  private Grip rules(List<RuleInfo> wanted, @Nullable Grip before) throws IOException {
    List<RuleInfo> former = before instanceof Grip.OnRules held ? held.rules() : List.of();
    List<RuleInfo> added = new ArrayList<>();
    try {
      for (RuleInfo rule : wanted) {
        tolerating(() -> netlink.rules().add(rule), Errno.EEXIST);
        if (!former.contains(rule)) {
          rules.merge(rule, 1, Integer::sum);
          added.add(rule);
        }
      }
    } catch (NetlinkException e) {
      // Half of them would lead packets where none should go.
      release(new Grip.OnRules(added));
      throw e;
    }
    release(new Grip.OnRules(former.stream().filter(rule -> !wanted.contains(rule)).toList()));
    return new Grip.OnRules(wanted);
  }

  /** One item less needs {@code rule}; it goes with the last one, or where none has it. */
  private void release(RuleInfo rule) throws IOException {
    int left = rules.getOrDefault(rule, 1) - 1;
    if (left > 0) {
      rules.put(rule, left);
    } else {
      rules.remove(rule);
      tolerating(() -> netlink.rules().delete(rule), Errno.ENOENT);
    }
  }

  private Grip neighbor(Desired.NeighborEntry item) throws IOException {
    NeighborInfo neighbor = new NeighborInfo(
        index(item.on()),
        item.address(),
        Optional.of(item.linkLayerAddress()),
        NeighborState.PERMANENT,
        false,
        Reconciler.OWN_PROTOCOL);
    netlink.neighbors().replace(neighbor);
    return new Grip.OnNeighbor(neighbor);
  }

  private Grip group(InterfaceName on, Ipv6Address group, @Nullable Grip before) throws IOException {
    Grip.OnGroup wanted = new Grip.OnGroup(index(on), group);
    if (wanted.equals(before)) {
      return wanted;
    }
    groups.join(wanted.interfaceIndex(), wanted.group());
    if (before != null) {
      release(before);
    }
    return wanted;
  }

  private Grip mtu(Desired.LinkMtu item, @Nullable Grip before) throws IOException {
    String owner = "MTU of " + item.on();
    change(owner, before, () -> settings.mtu(owner, item.on(), item.octets()));
    return new Grip.OnSettings(owner, Optional.empty());
  }

  /** Changes settings in the name of {@code owner}, who holds none after a failure unless some were held before. */
  private void change(String owner, @Nullable Grip before, SettingsChange change) throws IOException {
    try {
      change.make();
    } catch (IOException e) {
      if (!(before instanceof Grip.OnSettings held) || !held.owner().equals(owner)) {
        settings.release(owner);
      }
      throw e;
    }
  }

  private Grip handling(Desired.InterfaceHandling item, @Nullable Grip before) throws IOException {
    String owner = item.on() + " as " + item.handling();
    int index = index(item.on());
    change(owner, before, () -> settings.apply(owner, item.on(), item.handling()));
    Optional<LearnedState> learned = switch (item.handling()) {
      case MOBILE_NODE -> before instanceof Grip.OnSettings held && held.learned().isPresent()
          ? held.learned()
          : Optional.of(LearnedState.take(netlink, index));
      case ROUTER -> Optional.empty();
    };
    Grip.OnSettings wanted = new Grip.OnSettings(owner, learned);
    if (before instanceof Grip.OnSettings held && !held.owner().equals(wanted.owner())) {
      release(held);
    }
    return wanted;
  }

  /** The index of an interface, remembered until {@link #forgetInterface}. */
  int index(InterfaceName name) throws NetlinkException {
    Integer known = indexes.get(name);
    if (known == null) {
      known = netlink.links().find(name.value()).map(LinkInfo::index)
          .orElseThrow(() -> new NetlinkException("interface " + name, Errno.ENODEV, "there is none"));
      indexes.put(name, known);
    }
    return known;
  }

  /** To be called when an interface has come, or has this name now. */
  void interfaceAppeared(InterfaceName name) throws IOException {
    settings.appeared(name);
  }

  /** To be called when an interface has another name now, before what is held on it is released. */
  void interfaceRenamed(InterfaceName before, InterfaceName now) throws IOException {
    settings.renamed(before, now);
  }

  /** To be called when an interface came, changed or went. */
  void forgetInterface(InterfaceName name) {
    indexes.remove(name);
  }

  /** A change of settings, of which some may be refused. */
  private interface SettingsChange {
    void make() throws IOException;
  }

  /** A request that may be refused. */
  private interface Request {
    void send() throws NetlinkException;
  }

  private static void tolerating(Request request, int... errors) throws NetlinkException {
    try {
      request.send();
    } catch (NetlinkException e) {
      for (int error : errors) {
        if (e.errno() == error) {
          return;
        }
      }
      throw e;
    }
  }

  @Override
  public void close() {
    groups.close();
  }
}
