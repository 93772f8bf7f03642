package org.roam6.linux.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.nftables.SignallingShield.Ends;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;

/** Keeps the packets of each tunnel from the kernel, as long as they are taken. */
public final class TunnelCovers {

  private final SignallingShield shield;
  private final Map<BindingKey, List<Ends>> covered = new TreeMap<>();

  /**
   * Covers nothing yet.
   *
   * @param shield stays the caller's to close
   */
  public TunnelCovers(SignallingShield shield) {
    this.shield = shield;
  }

  /** The tunnel of a binding has these ends now. */
  public void follow(Tunnel tunnel) throws NetlinkException {
    // There may be a million of them.
    if (shield.isOwnEnd(tunnel.localEnd())) {
      return;
    }
    List<Ends> now = new ArrayList<>(covered.getOrDefault(tunnel.key(), List.of()));
    try {
      change(now, ends(tunnel));
    } finally {
      covered.put(tunnel.key(), List.copyOf(now));
    }
  }

  private void change(List<Ends> now, List<Ends> wanted) throws NetlinkException {
    for (Ends each : wanted) {
      if (!now.contains(each)) {
        shield.coverTunnel(each.remote(), each.local());
        now.add(each);
      }
    }
    for (Ends each : List.copyOf(now)) {
      if (!wanted.contains(each)) {
        shield.uncoverTunnel(each.remote(), each.local());
        now.remove(each);
      }
    }
  }

  private static List<Ends> ends(Tunnel tunnel) {
    List<Ends> ends = new ArrayList<>();
    addEnds(ends, tunnel.remoteEnd(), tunnel);
    tunnel.formerRemoteEnd().ifPresent(former -> addEnds(ends, former.address(), tunnel));
    return ends;
  }

  private static void addEnds(List<Ends> ends, Ipv6Address remote, Tunnel tunnel) {
    ends.add(new Ends(remote, tunnel.localEnd()));
    tunnel.formerLocalEnds().forEach(local -> ends.add(new Ends(remote, local)));
  }

  /** A binding has no tunnel any more. */
  public void gone(BindingKey binding) throws NetlinkException {
    List<Ends> before = covered.remove(binding);
    if (before != null) {
      for (Ends each : before) {
        shield.uncoverTunnel(each.remote(), each.local());
      }
    }
  }
}
