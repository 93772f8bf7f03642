package org.roam6.linux.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.Ipv6Address;

/**
 * Multicast groups that this host is a member of, and anycast addresses that it has, as often as somebody joined them.
 * They end with the process.
 */
final class GroupMemberships implements AutoCloseable {

  private record Membership(int interfaceIndex, Ipv6Address group) implements Comparable<Membership> {
    @Override
    public int compareTo(Membership other) {
      int byInterface = Integer.compare(interfaceIndex, other.interfaceIndex);
      return byInterface != 0 ? byInterface : group.compareTo(other.group);
    }
  }

  /** Through which socket a group was joined, and how often. */
  private record Joined(int socket, int times) {}

  private final Libc libc = Libc.system();
  private final List<Integer> sockets = new ArrayList<>();
  private final Map<Membership, Joined> memberships = new TreeMap<>();

  /** Opens the first socket in the network namespace of the calling thread. */
  GroupMemberships() throws SystemCallException {
    sockets.add(newSocket());
  }

  private int newSocket() throws SystemCallException {
    return libc.socket(Socket.AF_INET6, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
  }

  /** Joins a group, or counts one membership more. */
  void join(int interfaceIndex, Ipv6Address group) throws SystemCallException {
    Membership membership = new Membership(interfaceIndex, group);
    Joined joined = memberships.get(membership);
    if (joined != null) {
      memberships.put(membership, new Joined(joined.socket(), joined.times() + 1));
      return;
    }
    try {
      join(sockets.getLast(), membership);
    } catch (SystemCallException e) {
      // The kernel bounds the groups of one socket (net.core.optmem_max): go on with another.
      if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.ENOMEM) {
        throw e;
      }
      sockets.add(newSocket());
      join(sockets.getLast(), membership);
    }
    memberships.put(membership, new Joined(sockets.getLast(), 1));
  }

  /** Takes one {@link #join} back. */
  void leave(int interfaceIndex, Ipv6Address group) throws SystemCallException {
    Membership membership = new Membership(interfaceIndex, group);
    Joined joined = memberships.remove(membership);
    if (joined != null && joined.times() > 1) {
      memberships.put(membership, new Joined(joined.socket(), joined.times() - 1));
    } else if (joined != null) {
      try {
        change(joined.socket(), isAnycast(group) ? In6.IPV6_LEAVE_ANYCAST : In6.IPV6_LEAVE_GROUP, membership);
      } catch (SystemCallException e) {
        // With the interface its memberships went.
        if (e.errno() != Errno.ENODEV && e.errno() != Errno.EADDRNOTAVAIL) {
          throw e;
        }
      }
    }
  }

  private void join(int socket, Membership membership) throws SystemCallException {
    change(socket, isAnycast(membership.group()) ? In6.IPV6_JOIN_ANYCAST : In6.IPV6_JOIN_GROUP, membership);
  }

  private static boolean isAnycast(Ipv6Address group) {
    return !group.isMulticast();
  }

  private void change(int socket, int option, Membership membership) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(In6.IPV6_MREQ_SIZE, Integer.BYTES);
      In6.writeAddress(request, 0, membership.group());
      request.set(ValueLayout.JAVA_INT, Ipv6Address.LENGTH, membership.interfaceIndex());
      libc.setsockopt(socket, In6.IPPROTO_IPV6, option, request);
    }
  }

  @Override
  public void close() {
    sockets.forEach(libc::close);
    sockets.clear();
    memberships.clear();
  }
}
