package org.roam6.linux.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.protocol.Desired;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;

/**
 * Makes the kernel have what a node wants: at once when it says so, again when somebody else takes it away, and as soon
 * as it is possible where it was not. What a killed predecessor left is removed at the start, and all is undone at the
 * end. Everything of ours in the kernel carries {@link #OWN_PROTOCOL}.
 *
 * <p>Used by the one thread of the event loop, in the network namespace of that thread.
 */
public final class Reconciler implements EventLoop.Deadlines, AutoCloseable {

  /** Who made it: the number by which routes, rules, neighbours and addresses of Roam6 are known ({@code RTPROT_}). */
  public static final int OWN_PROTOCOL = 62;

  /** Metric of our routes, better than that of the kernel's own (256) and of learned ones (1024). */
  public static final int ROUTE_METRIC = 62;

  /** An item that somebody keeps taking away is given back no more often than this. */
  static final Duration REPAIR_INTERVAL = Duration.ofMillis(20);

  /**
   * An item that the kernel does not have.
   *
   * @param item the item
   * @param reason the kernel's words
   * @param waiting whether it only waits for its interface, which is not there
   */
  public record Unmet(Desired.OfKernel item, String reason, boolean waiting) {}

  /** A wanted item, what was done for it ({@code null} for nothing yet), and when it was last repaired. */
  private record Held(Desired.OfKernel item, @Nullable Grip grip, Time repaired) {}

  private final RouteNetlink netlink;
  private final KernelHands hands;
  private final Map<Desired.Key, Held> wanted = new LinkedHashMap<>();
  private final Map<Desired.Key, Time> dueRepairs = new LinkedHashMap<>();
  private final Map<Desired.Key, Unmet> unmet = new LinkedHashMap<>();
  private final Map<Integer, InterfaceName> names = new LinkedHashMap<>();

  private Reconciler(RouteNetlink netlink, KernelHands hands) {
    this.netlink = netlink;
    this.hands = hands;
  }

  /**
   * Begins with nothing wanted, and removes what a killed predecessor left.
   *
   * @param netlink for requests; stays the caller's to close
   * @param runtime a directory of this network namespace's own that survives the process; made where it is not there
   */
  public static Reconciler open(RouteNetlink netlink, Path runtime) throws IOException {
    Files.createDirectories(runtime);
    Sysctls sysctls = Sysctls.open(runtime.resolve("kernel-settings"));
    KernelHands hands = new KernelHands(netlink, new InterfaceSettings(netlink, sysctls));
    Reconciler reconciler = new Reconciler(netlink, hands);
    reconciler.sweep();
    for (LinkInfo link : netlink.links().all()) {
      reconciler.names.put(link.index(), new InterfaceName(link.name()));
    }
    return reconciler;
  }

  /**
   * The host shall have this item from now on.
   *
   * @return why it does not have it yet; it is tried again when its interface changes
   */
  public Optional<Unmet> want(Desired.OfKernel item, Time now) {
    Held before = wanted.get(item.key());
    wanted.put(item.key(), new Held(item, before == null ? null : before.grip(), Time.ZERO));
    return apply(item.key(), now);
  }

  /** The host need no longer have the item of this key, if it has one. */
  public void unwant(Desired.Key key) throws IOException {
    Held held = wanted.remove(key);
    dueRepairs.remove(key);
    unmet.remove(key);
    if (held != null && held.grip() != null) {
      hands.release(held.grip());
    }
  }

  /** Forgets what the host learned of the neighbours on a link; wanted entries stay. */
  public void flushNeighbors(InterfaceName on) throws IOException {
    netlink.neighbors().flush(hands.index(on));
  }

  /** The wanted items that the kernel does not have, in the order in which they were wanted. */
  public List<Unmet> unmet() {
    return wanted.keySet().stream().flatMap(key -> Optional.ofNullable(unmet.get(key)).stream()).toList();
  }

  /** Repairs what the event says is broken. */
  public void handle(KernelEvent event, Time now) throws IOException {
    switch (event) {
      case KernelEvent.LinkEvent link -> linkChanged(link, now);
      case KernelEvent.AddressEvent address -> addressChanged(address, now);
      case KernelEvent.RouteEvent route -> routeChanged(route, now);
      case KernelEvent.RuleEvent rule -> ruleChanged(rule, now);
      case KernelEvent.NeighborEvent neighbor -> neighborChanged(neighbor, now);
      case KernelEvent.EventsLost lost -> {
        lookAtLinks(now);
        sweep();
        wanted.keySet().forEach(key -> repair(key, now));
      }
    }
  }

  private void linkChanged(KernelEvent.LinkEvent event, Time now) throws IOException {
    if (event.gone()) {
      linkGone(event.link().index());
    } else {
      linkSeen(event.link(), now);
    }
  }

  private void lookAtLinks(Time now) throws IOException {
    List<LinkInfo> present = netlink.links().all();
    for (int index : List.copyOf(names.keySet())) {
      if (present.stream().noneMatch(link -> link.index() == index)) {
        linkGone(index);
      }
    }
    for (LinkInfo link : present) {
      linkSeen(link, now);
    }
  }

  private void linkGone(int index) throws IOException {
    InterfaceName name = names.remove(index);
    if (name != null) {
      letGo(name, index);
    }
  }

  private void linkSeen(LinkInfo link, Time now) throws IOException {
    InterfaceName name = new InterfaceName(link.name());
    hands.forgetInterface(name);
    InterfaceName before = names.put(link.index(), name);
    boolean appeared = !name.equals(before);
    if (appeared && before != null) {
      hands.interfaceRenamed(before, name);
      letGo(before, link.index());
    }
    if (appeared) {
      hands.interfaceAppeared(name);
    }
    if (link.up()) {
      List.copyOf(unmet.keySet()).forEach(key -> repair(key, now));
    }
    wanted.forEach((key, held) -> {
      // With the MTU of an interface the kernel changes that of IPv6.
      if ((appeared || held.item() instanceof Desired.LinkMtu) && name.equals(interfaceOf(held.item()))) {
        repair(key, now);
      }
    });
  }

  /**
   * An interface has gone, or has another name: what is wanted of its name waits for the next one of that name, and
   * nothing is left on this one. A host that is a router stays one meanwhile.
   */
  private void letGo(InterfaceName name, int index) throws IOException {
    hands.forgetInterface(name);
    for (Map.Entry<Desired.Key, Held> each : List.copyOf(wanted.entrySet())) {
      Held held = each.getValue();
      if (held.grip() != null && name.equals(interfaceOf(held.item())) && isOn(held.grip(), index)) {
        hands.release(held.grip());
        wanted.replace(each.getKey(), new Held(held.item(), null, Time.ZERO));
        unmet.put(each.getKey(), new Unmet(held.item(), "interface " + name + " is not there", true));
      }
    }
  }

  private static boolean isOn(Grip grip, int index) {
    return switch (grip) {
      case Grip.OnAddress held -> held.address().interfaceIndex() == index;
      case Grip.OnRoute held -> held.route().out() == index;
      case Grip.OnNeighbor held -> held.neighbor().interfaceIndex() == index;
      case Grip.OnGroup held -> held.interfaceIndex() == index;
      case Grip.OnSettings held -> held.learned().filter(learned -> learned.interfaceIndex() == index).isPresent();
      case Grip.OnRules held -> false;
    };
  }

  private static @Nullable InterfaceName interfaceOf(Desired.OfKernel item) {
    return switch (item) {
      case Desired.InterfaceAddress address -> address.on();
      case Desired.Route route -> route.out();
      case Desired.NeighborEntry neighbor -> neighbor.on();
      case Desired.LinkMtu mtu -> mtu.on();
      case Desired.GroupMembership group -> group.on();
      case Desired.AnycastAddress address -> address.on();
      case Desired.InterfaceHandling handling -> handling.on();
      case Desired.SourceRule rule -> null;
      case Desired.DirectRule rule -> null;
      case Desired.CareOfRule rule -> null;
      case Desired.RedirectionRule rule -> null;
    };
  }

  private void addressChanged(KernelEvent.AddressEvent event, Time now) throws IOException {
    AddressInfo address = event.address();
    InterfaceName on = names.get(address.interfaceIndex());
    // The kernel does not say whose request removed an address: what matters is whether it is there.
    if (event.gone()
        && on != null
        && wanted.containsKey(new Desired.AddressKey(on, address.address()))
        && netlink.addresses().find(address.interfaceIndex(), address.address()).isEmpty()) {
      repair(new Desired.AddressKey(on, address.address()), now);
    }
  }

  private void routeChanged(KernelEvent.RouteEvent event, Time now) {
    RouteInfo route = event.route();
    Desired.RouteKey key = new Desired.RouteKey(route.table(), route.destination());
    if (grip(key) instanceof Grip.OnRoute(RouteInfo ours) && byOthers(event.cause())) {
      boolean removed = event.gone() && route.out() == ours.out() && route.via().equals(ours.via());
      boolean overwritten = event.replaces() && !event.gone();
      if (route.metric() == ours.metric() && (removed || overwritten)) {
        repair(key, now);
      }
    }
  }

  private void ruleChanged(KernelEvent.RuleEvent event, Time now) {
    if (event.gone() && byOthers(event.cause())) {
      holderOf(event.rule()).ifPresent(key -> repair(key, now));
    }
  }

  private Optional<Desired.Key> holderOf(RuleInfo rule) {
    return wanted.entrySet().stream()
        .filter(entry -> entry.getValue().grip() instanceof Grip.OnRules(var rules) && rules.contains(rule))
        .<Desired.Key>map(Map.Entry::getKey)
        .findFirst();
  }

  private void neighborChanged(KernelEvent.NeighborEvent event, Time now) {
    NeighborInfo neighbor = event.neighbor();
    InterfaceName on = names.get(neighbor.interfaceIndex());
    if (on != null && byOthers(event.cause())) {
      Desired.NeighborKey key = new Desired.NeighborKey(on, neighbor.address());
      if (grip(key) instanceof Grip.OnNeighbor(NeighborInfo ours) && (event.gone() || !neighbor.equals(ours))) {
        repair(key, now);
      }
    }
  }

  private boolean byOthers(int cause) {
    return cause != netlink.socket().port();
  }

  private void repair(Desired.Key key, Time now) {
    Held held = wanted.get(key);
    if (held == null) {
      return;
    }
    Time due = held.repaired().plus(REPAIR_INTERVAL);
    if (due.isDue(now)) {
      dueRepairs.remove(key);
      apply(key, now);
    } else {
      dueRepairs.put(key, due);
    }
  }

  /** Tries to make the kernel have an item, and notes what came of it. */
  private Optional<Unmet> apply(Desired.Key key, Time now) {
    Held held = wanted.get(key);
    if (held == null) {
      return Optional.empty();
    }
    try {
      Grip grip = hands.apply(held.item(), held.grip());
      wanted.replace(key, new Held(held.item(), grip, now));
      unmet.remove(key);
      return Optional.empty();
    } catch (IOException e) {
      wanted.replace(key, new Held(held.item(), held.grip(), now));
      InterfaceName on = interfaceOf(held.item());
      boolean waiting = on != null && !names.containsValue(on);
      Unmet failure = new Unmet(held.item(), String.valueOf(e.getMessage()), waiting);
      unmet.put(key, failure);
      return Optional.of(failure);
    }
  }

  @Override
  public Time next() {
    return dueRepairs.values().stream().min(Time::compareTo).orElse(Time.NEVER);
  }

  @Override
  public void reached(Time now) {
    for (Map.Entry<Desired.Key, Time> due : List.copyOf(dueRepairs.entrySet())) {
      if (due.getValue().isDue(now)) {
        repair(due.getKey(), now);
      }
    }
  }

  /** Removes what carries our mark and is not wanted. */
  private void sweep() throws IOException {
    for (RouteInfo route : netlink.routes().madeBy(OWN_PROTOCOL)) {
      if (!(grip(new Desired.RouteKey(route.table(), route.destination())) instanceof Grip.OnRoute held)
          || !isSame(held.route(), route)) {
        hands.release(new Grip.OnRoute(route));
      }
    }
    for (RuleInfo rule : netlink.rules().all()) {
      if (rule.protocol() == OWN_PROTOCOL && holderOf(rule).isEmpty()) {
        hands.release(new Grip.OnRules(List.of(rule)));
      }
    }
    for (AddressInfo address : netlink.addresses().all()) {
      InterfaceName on = names.get(address.interfaceIndex());
      if (address.protocol() == OWN_PROTOCOL
          && (on == null || grip(new Desired.AddressKey(on, address.address())) == null)) {
        hands.release(new Grip.OnAddress(address, true));
      }
    }
    for (NeighborInfo neighbor : netlink.neighbors().all()) {
      InterfaceName on = names.get(neighbor.interfaceIndex());
      if (neighbor.protocol() == OWN_PROTOCOL
          && (on == null || grip(new Desired.NeighborKey(on, neighbor.address())) == null)) {
        hands.release(new Grip.OnNeighbor(neighbor));
      }
    }
  }

  private @Nullable Grip grip(Desired.Key key) {
    Held held = wanted.get(key);
    return held == null ? null : held.grip();
  }

  private static boolean isSame(RouteInfo one, RouteInfo other) {
    return one.out() == other.out()
        && one.via().equals(other.via())
        && one.metric() == other.metric()
        && one.source().equals(other.source());
  }

  /** Undoes everything, the latest first; goes on after a failure and then throws the first. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Desired.Key key : new ArrayList<>(wanted.keySet()).reversed()) {
      try {
        unwant(key);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    hands.close();
    if (first != null) {
      throw first;
    }
  }
}
