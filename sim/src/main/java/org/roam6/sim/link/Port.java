package org.roam6.sim.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.wire.LinkLayerAddress;

/** The network card of a host, whose cable is in a link or in none. */
public final class Port {

  private final String host;
  private final InterfaceName name;
  private final LinkLayerAddress address;
  private final FrameReceiver receiver;
  // How many wishes there are for each group.
  private final Map<LinkLayerAddress, Integer> groups = new LinkedHashMap<>();
  private @Nullable Link link;
  private int attachments;
  private long lastArrivalNanos;

  /**
   * A port without cable.
   *
   * @param host the name of its host
   * @param name its own name there
   * @param receiver takes what arrives
   */
  public Port(String host, InterfaceName name, LinkLayerAddress address, FrameReceiver receiver) {
    this.host = host;
    this.name = name;
    this.address = address;
    this.receiver = receiver;
  }

  /** The name of its host. */
  public String host() {
    return host;
  }

  /** Its name in its host. */
  public InterfaceName name() {
    return name;
  }

  /** Its link-layer address. */
  public LinkLayerAddress address() {
    return address;
  }

  /** The link that its cable is in. */
  public Optional<Link> link() {
    return Optional.ofNullable(link);
  }

  /** How often its cable was plugged in. */
  public int attachments() {
    return attachments;
  }

  /** Sends a frame from this port; without cable it goes nowhere. */
  public void send(LinkLayerAddress to, org.roam6.wire.Octets packet) {
    if (link != null) {
      link.send(this, new Frame(address, to, packet));
    }
  }

  /** Wants the frames for a group; once more for each call. */
  public void join(LinkLayerAddress group) {
    if (groups.merge(group, 1, Integer::sum) == 1 && link != null) {
      link.join(group, this);
    }
  }

  /** Withdraws one {@link #join}. */
  public void leave(LinkLayerAddress group) {
    Integer left = groups.computeIfPresent(group, (_, count) -> count == 1 ? null : count - 1);
    if (left == null && link != null) {
      link.leave(group, this);
    }
  }

  Iterable<LinkLayerAddress> groups() {
    return groups.keySet();
  }

  void attached(Link to) {
    link = to;
    attachments++;
    lastArrivalNanos = 0;
  }

  void detached() {
    link = null;
  }

  /** The moment not before {@code arrivalNanos} at which a frame arrives behind those that were sent before it. */
  long inOrder(long arrivalNanos) {
    lastArrivalNanos = Math.max(lastArrivalNanos, arrivalNanos);
    return lastArrivalNanos;
  }

  void receive(Frame frame, Time now) {
    receiver.receive(this, frame, now);
  }

  @Override
  public String toString() {
    return host + "." + name;
  }
}
