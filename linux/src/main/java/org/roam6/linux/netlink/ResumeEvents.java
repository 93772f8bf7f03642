package org.roam6.linux.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/**
 * Tells when a virtual machine goes on from a snapshot of itself, or as a copy of another: its hypervisor gives it a new
 * generation identifier then, of which kernels since 6.10 tell. Elsewhere nothing is ever told.
 */
public final class ResumeEvents implements AutoCloseable {

  /** The group of what the kernel itself tells of its objects. */
  private static final int KERNEL = 1;
  private static final int RECEIVE_BUFFER = 1 << 18;
  /** UEVENT_BUFFER_SIZE of the kernel, and its header. */
  private static final int LONGEST_EVENT = 4096;
  private static final String NEW_GENERATION = "NEW_VMGENID=1";

  private final NetlinkSocket socket;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(LONGEST_EVENT);

  private ResumeEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Begins to listen. Who may send such events may do anything in this network namespace. */
  public static ResumeEvents open() throws SystemCallException {
    return new ResumeEvents(
        NetlinkSocket.openForEvents(Netlink.NETLINK_KOBJECT_UEVENT, RECEIVE_BUFFER, KERNEL));
  }

  /** The descriptor, readable when the kernel tells of an object. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** Whether the machine was resumed, according to what waits to be read. Never waits. */
  public boolean read() {
    boolean resumed = false;
    int length = Libc.system().read(descriptor(), buffer, 0, LONGEST_EVENT);
    // Less than nothing: nothing is left, or some of it was lost, which is no reason to change numbers.
    while (length > 0) {
      byte[] octets = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      resumed |= isResume(new String(octets, StandardCharsets.UTF_8));
      length = Libc.system().read(descriptor(), buffer, 0, LONGEST_EVENT);
    }
    return resumed;
  }

  /** Whether an event, a header and settings with a zero octet behind each, is that of a new generation. */
  static boolean isResume(String event) {
    return Arrays.asList(event.split("\0")).contains(NEW_GENERATION);
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
