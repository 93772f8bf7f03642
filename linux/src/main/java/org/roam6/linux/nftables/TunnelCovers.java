package org.roam6.linux.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.nftables.TunnelShield.Ends;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;

/** Keeps the packets of each tunnel from the kernel, as long as they are taken. */
public final class TunnelCovers {

  private final TunnelShield shield;
  private final Map<BindingKey, List<Ends>> covered = new TreeMap<>();

  /**
   * Covers nothing yet.
   *
   * @param shield stays the caller's to close
   */
  public TunnelCovers(SignallingShield shield) {
    this((TunnelShield) shield);
  }

  TunnelCovers(TunnelShield shield) {
    this.shield = shield;
  }

  /** The tunnel of a binding has these ends now. What fails is tried again the next time. */
  public void follow(Tunnel tunnel) throws NetlinkException {
    // There may be a million of them.
    if (!shield.isOwnEnd(tunnel.localEnd())) {
      change(tunnel.key(), ends(tunnel));
    }
  }

  /** A binding has no tunnel any more. What fails is tried again when it has one. */
  public void gone(BindingKey binding) throws NetlinkException {
    change(binding, List.of());
  }

  private void change(BindingKey binding, List<Ends> wanted) throws NetlinkException {
    List<Ends> now = new ArrayList<>(covered.getOrDefault(binding, List.of()));
    try {
      cover(now, wanted);
      uncoverOthers(now, wanted);
    } finally {
      if (now.isEmpty()) {
        covered.remove(binding);
      } else {
        covered.put(binding, List.copyOf(now));
      }
    }
  }

  private void cover(List<Ends> now, List<Ends> wanted) throws NetlinkException {
    for (Ends each : wanted) {
      if (!now.contains(each)) {
        shield.coverTunnel(each.remote(), each.local());
        now.add(each);
      }
    }
  }

  /** Goes on after a failure, and then throws the first. */
  private void uncoverOthers(List<Ends> now, List<Ends> wanted) throws NetlinkException {
    NetlinkException first = null;
    for (Ends each : List.copyOf(now)) {
      if (!wanted.contains(each)) {
        try {
          shield.uncoverTunnel(each.remote(), each.local());
          now.remove(each);
        } catch (NetlinkException e) {
          first = first == null ? e : first;
        }
      }
    }
    if (first != null) {
      throw first;
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
}
