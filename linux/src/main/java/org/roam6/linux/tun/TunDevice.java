package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.IfTun;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.protocol.InterfaceName;

/** A TUN interface with offloads. It vanishes when its descriptor is closed, with its addresses and routes. */
public final class TunDevice implements TunnelDevice {

  private static final String PATH = "/dev/net/tun";

  private final Libc libc = Libc.system();
  private final int descriptor;

  private TunDevice(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Makes the interface, down, in the namespace of this thread.
   *
   * @throws SystemCallException with EACCES or EPERM where the process may not open the device file (in user namespaces
   *     that depends on its mode) or make interfaces; with ENOENT where the kernel has no TUN
   */
  public static TunDevice open(InterfaceName name) throws SystemCallException {
    Libc libc = Libc.system();
    int descriptor = libc.open(PATH, Fcntl.O_RDWR | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(IfTun.IFREQ_SIZE, Long.BYTES);
      request.setString(0, name.value());
      request.set(
          ValueLayout.JAVA_SHORT,
          IfTun.IFREQ_FLAGS,
          (short) (IfTun.IFF_TUN | IfTun.IFF_NO_PI | IfTun.IFF_VNET_HDR));
      SystemCallException.check("TUNSETIFF " + name, libc.ioctl(descriptor, IfTun.TUNSETIFF, request));
      // The argument is the value itself.
      MemorySegment offloads = MemorySegment.ofAddress(IfTun.TUN_F_CSUM | IfTun.TUN_F_TSO6);
      SystemCallException.check("TUNSETOFFLOAD", libc.ioctl(descriptor, IfTun.TUNSETOFFLOAD, offloads));
      return new TunDevice(descriptor);
    } catch (SystemCallException e) {
      libc.close(descriptor);
      throw e;
    }
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int headroom() {
    return VirtioNet.HEADER_SIZE;
  }

  @Override
  public int read(MemorySegment buffer, long offset, long capacity) {
    return libc.readIfReady(descriptor, buffer, offset, capacity);
  }

  @Override
  public int write(MemorySegment vectors, int count, MemorySegment first, long firstOffset) {
    return libc.writev(descriptor, vectors, count);
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
