package org.roam6.linux.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/**
 * A netlink socket in the network namespace of the thread that opens it. Requests are answered at once: the kernel does
 * the work within the system call. One thread at a time.
 */
public final class NetlinkSocket implements AutoCloseable {

  /** The kernel puts at most 32 KiB of a dump into one datagram. */
  private static final int BUFFER_SIZE = 1 << 16;

  /** How often a dump is repeated because something changed under it, before the last try is taken as it is. */
  private static final int DUMP_TRIES = 8;

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_SIZE, Long.BYTES);
  private final int descriptor;
  private final int port;
  private int sequence;

  private NetlinkSocket(int descriptor, int port) {
    this.descriptor = descriptor;
    this.port = port;
  }

  /**
   * Opens a socket.
   *
   * @param protocol {@link Netlink#NETLINK_ROUTE} or {@link Netlink#NETLINK_NETFILTER}
   * @throws SystemCallException where the kernel lacks the protocol
   */
  public static NetlinkSocket open(int protocol) throws SystemCallException {
    Libc libc = Libc.system();
    int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK;
    int descriptor = libc.socket(Socket.AF_NETLINK, type, protocol);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(Netlink.SOCKADDR_NL_SIZE, Integer.BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) Socket.AF_NETLINK);
      libc.bind(descriptor, address);
      libc.getsockname(descriptor, address);
      libc.setsockopt(descriptor, Netlink.SOL_NETLINK, Netlink.NETLINK_EXT_ACK, 1);
      libc.setsockopt(descriptor, Netlink.SOL_NETLINK, Netlink.NETLINK_CAP_ACK, 1);
      libc.setsockopt(descriptor, Netlink.SOL_NETLINK, Netlink.NETLINK_GET_STRICT_CHK, 1);
      return new NetlinkSocket(descriptor, address.get(ValueLayout.JAVA_INT, Netlink.SOCKADDR_NL_PID));
    } catch (SystemCallException e) {
      libc.close(descriptor);
      throw e;
    }
  }

  /** Opens a socket for the events of {@code groups}, with {@code receiveBuffer} octets of room for them. */
  static NetlinkSocket openForEvents(int protocol, int receiveBuffer, int... groups) throws SystemCallException {
    NetlinkSocket socket = open(protocol);
    try {
      socket.setReceiveBuffer(receiveBuffer);
      for (int group : groups) {
        socket.libc.setsockopt(socket.descriptor, Netlink.SOL_NETLINK, Netlink.NETLINK_ADD_MEMBERSHIP, group);
      }
      return socket;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  private void setReceiveBuffer(int octets) throws SystemCallException {
    try {
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_RCVBUFFORCE, octets);
    } catch (SystemCallException notAdministrator) {
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_RCVBUF, octets);
    }
  }

  /** The descriptor, to wait for. */
  public int descriptor() {
    return descriptor;
  }

  /** The number under which the kernel knows this socket: events that its requests cause carry it. */
  public int port() {
    return port;
  }

  /**
   * Has the kernel do something.
   *
   * @throws NetlinkException where it refuses
   */
  public void request(MessageBuilder message) throws NetlinkException {
    batch(List.of(message.flags(Netlink.NLM_F_ACK)), 1);
  }

  /**
   * Sends several messages in one datagram.
   *
   * @param acknowledgements how many of them ask for an answer
   * @throws NetlinkException the first refusal; the answers to the others are taken away
   */
  public void batch(List<MessageBuilder> messages, int acknowledgements) throws NetlinkException {
    int first = sequence + 1;
    send(messages);
    int missing = acknowledgements;
    NetlinkException refusal = null;
    List<NetlinkMessage> answers = receive();
    while (missing > 0 && !answers.isEmpty()) {
      for (NetlinkMessage answer : answers) {
        int number = answer.sequence() - first;
        if (answer.type() == Netlink.NLMSG_ERROR && number >= 0 && number < messages.size()) {
          missing--;
          if (refusal == null && errno(answer) != 0) {
            refusal = refusal(messages.get(number), answer);
          }
        }
      }
      answers = missing > 0 ? receive() : List.of();
    }
    if (refusal != null) {
      throw refusal;
    }
    if (missing > 0) {
      throw unanswered(messages.getFirst());
    }
  }

  /** Asks for one object. */
  public NetlinkMessage ask(MessageBuilder message) throws NetlinkException {
    send(List.of(message));
    while (true) {
      for (NetlinkMessage answer : answers(message)) {
        if (answer.sequence() == sequence) {
          if (answer.type() == Netlink.NLMSG_ERROR) {
            throw refusal(message, answer);
          }
          return answer;
        }
      }
    }
  }

  /** Asks for all objects; once more where the kernel says that something changed meanwhile. */
  public List<NetlinkMessage> dump(MessageBuilder message) throws NetlinkException {
    message.flags(Netlink.NLM_F_DUMP);
    List<NetlinkMessage> objects = new ArrayList<>();
    for (int attempt = 1; !dumpOnce(message, objects) && attempt < DUMP_TRIES; attempt++) {
      objects.clear();
    }
    return objects;
  }

  /** Whether the dump was consistent. */
  private boolean dumpOnce(MessageBuilder message, List<NetlinkMessage> objects) throws NetlinkException {
    send(List.of(message));
    boolean consistent = true;
    while (true) {
      for (NetlinkMessage answer : answers(message)) {
        if (answer.sequence() != sequence) {
          continue;
        }
        consistent &= !answer.has(Netlink.NLM_F_DUMP_INTR);
        if (answer.type() == Netlink.NLMSG_ERROR
            || answer.type() == Netlink.NLMSG_DONE && errno(answer) != 0) {
          throw refusal(message, answer);
        }
        if (answer.type() == Netlink.NLMSG_DONE) {
          return consistent;
        }
        objects.add(answer);
      }
    }
  }

  /**
   * The messages of one datagram; none where there is nothing to read.
   *
   * @throws NetlinkException with {@link Errno#ENOBUFS} where events were lost
   */
  List<NetlinkMessage> receive() throws NetlinkException {
    int length;
    do {
      length = libc.read(descriptor, buffer, 0, BUFFER_SIZE);
    } while (length == -Errno.EINTR);
    if (length == -Errno.EAGAIN) {
      return List.of();
    }
    if (length < 0) {
      throw new NetlinkException("receive", -length, "");
    }
    return NetlinkMessage.parse(ByteBuffer.wrap(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)));
  }

  private List<NetlinkMessage> answers(MessageBuilder request) throws NetlinkException {
    List<NetlinkMessage> answers = receive();
    if (answers.isEmpty()) {
      throw unanswered(request);
    }
    return answers;
  }

  private void send(List<MessageBuilder> messages) throws NetlinkException {
    int length = 0;
    for (MessageBuilder message : messages) {
      byte[] octets = message.build(++sequence);
      MemorySegment.copy(octets, 0, buffer, ValueLayout.JAVA_BYTE, length, octets.length);
      length += NetlinkMessage.align(octets.length);
    }
    int sent = libc.write(descriptor, buffer, 0, length);
    if (sent < 0) {
      throw new NetlinkException(name(messages.getFirst()), -sent, "");
    }
  }

  private static int errno(NetlinkMessage answer) {
    return answer.payload().limit() < Integer.BYTES ? 0 : -answer.payload().getInt(0);
  }

  private static NetlinkException refusal(MessageBuilder request, NetlinkMessage answer) {
    String explanation = "";
    if (answer.has(Netlink.NLM_F_ACK_TLVS) && answer.type() == Netlink.NLMSG_ERROR) {
      int repeated = answer.has(Netlink.NLM_F_CAPPED)
          ? Netlink.NLMSG_HDRLEN
          : NetlinkMessage.align(answer.payload().getInt(4));
      explanation = Attributes.parse(answer.payload(), 4 + repeated).text(Netlink.NLMSGERR_ATTR_MSG).orElse("");
    }
    return new NetlinkException(name(request), errno(answer), explanation);
  }

  private static NetlinkException unanswered(MessageBuilder request) {
    return new NetlinkException(name(request), Errno.EAGAIN, "the kernel gave no answer");
  }

  private static String name(MessageBuilder request) {
    return "netlink request " + request.type();
  }

  @Override
  public void close() {
    libc.close(descriptor);
    arena.close();
  }
}
