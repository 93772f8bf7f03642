package org.roam6.linux.nftables;

import org.roam6.linux.netlink.NetlinkException;
import org.roam6.wire.Ipv6Address;

/** What keeps the packets of single tunnels from the kernel. */
interface TunnelShield {

  /** A packet's source and destination as it comes through a tunnel. */
  record Ends(Ipv6Address remote, Ipv6Address local) implements Comparable<Ends> {
    @Override
    public int compareTo(Ends other) {
      int byRemote = remote.compareTo(other.remote);
      return byRemote != 0 ? byRemote : local.compareTo(other.local);
    }
  }

  /** Whether all that comes out of tunnels at this address is kept from the kernel anyway. */
  boolean isOwnEnd(Ipv6Address local);

  /** Keeps what comes out of a tunnel from the kernel too. Where it fails all is as it was. */
  void coverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException;

  /** Takes one {@link #coverTunnel} back; the tunnel is uncovered when all are. Where it fails all is as it was. */
  void uncoverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException;
}
