package org.roam6.linux.raw;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/**
 * Sees the packets of one interface that may be signalling, before the kernel judges them, and whether or not it knows
 * mobility: neighbour discovery, ICMPv6 errors, the Mobility Header, DHCPv6 to clients, and all that begins with an
 * extension header.
 * Packets to any destination come; which are for this host is for the reader to say.
 */
public final class SignallingTap implements AutoCloseable {

  /** Takes packets. */
  @FunctionalInterface
  public interface Receiver {

    /**
     * A packet came.
     *
     * @param from the link-layer address of the neighbour that sent it
     * @param packet the packet from its IPv6 header on
     * @param checksumDone false where the upper-layer checksum is not written, as the sender is on this machine
     */
    void received(LinkLayerAddress from, Octets packet, boolean checksumDone);
  }

  private static final int BATCH = 16;
  // Longer than any MTU in use, and than what GRO makes of signalling.
  private static final int SLOT_SIZE = 16 * 1024;
  private static final int RECEIVE_BUFFER = 1 << 20;
  // As the kernel counts, a packet takes more room than this: what comes beyond has come meanwhile.
  private static final int MOST_BATCHES = RECEIVE_BUFFER / (BATCH * 512);

  private final Libc libc = Libc.system();
  private final ReceiveBatch batch = new ReceiveBatch(BATCH, SLOT_SIZE);
  private final int descriptor;

  private SignallingTap(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a tap on the interface with the given index, in the namespace of this thread. */
  public static SignallingTap open(int interfaceIndex) throws SystemCallException {
    int descriptor = PacketSocket.prepare(Socket.SOCK_DGRAM);
    try {
      Libc.system().setsockopt(descriptor, IfPacket.SOL_PACKET, IfPacket.PACKET_AUXDATA, 1);
      PacketSocket.joinAllGroups(descriptor, interfaceIndex);
      PacketSocket.listen(descriptor, interfaceIndex, PacketFilter.signalling(), RECEIVE_BUFFER);
      return new SignallingTap(descriptor);
    } catch (SystemCallException e) {
      Libc.system().close(descriptor);
      throw e;
    }
  }

  /** The descriptor, readable when packets wait. */
  public int descriptor() {
    return descriptor;
  }

  /** Hands a batch of what waits to {@code receiver}: how many packets, 0 where none waits, or -errno. */
  public int receive(Receiver receiver) {
    int count = batch.receive(descriptor);
    for (int i = 0; i < count; i++) {
      int length = batch.length(i);
      if (length > 0) {
        Octets packet = Octets.of(batch.buffer().asSlice(batch.offset(i), length).asByteBuffer());
        receiver.received(batch.from(i), packet, batch.checksumDone(i));
      }
    }
    return count == -Errno.EAGAIN ? 0 : count;
  }

  /** Hands all that waits to {@code receiver}. */
  public void receiveAll(Receiver receiver) {
    // An error, as that the interface was turned off, stands before what waits.
    int calls = 0;
    while (calls < MOST_BATCHES && receive(receiver) != 0) {
      calls++;
    }
  }

  @Override
  public void close() {
    libc.close(descriptor);
    batch.close();
  }
}
