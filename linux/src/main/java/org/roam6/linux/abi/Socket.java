package org.roam6.linux.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sockets and their messages, of {@code linux/socket.h} and {@code asm-generic/socket.h}, on 64-bit machines. */
public final class Socket {

  /** Sockets of this machine. */
  public static final int AF_UNIX = 1;
  /** IPv6. */
  public static final int AF_INET6 = 10;
  /** The kernel's own message sockets. */
  public static final int AF_NETLINK = 16;
  /** Frames of interfaces. */
  public static final int AF_PACKET = 17;

  /** A stream. */
  public static final int SOCK_STREAM = 1;
  /** Datagrams. */
  public static final int SOCK_DGRAM = 2;
  /** With the protocol's header. */
  public static final int SOCK_RAW = 3;
  /** Never wait. */
  public static final int SOCK_NONBLOCK = 0x800;
  /** Not for child programs. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** Level of the options of all sockets. */
  public static final int SOL_SOCKET = 1;
  /** Octets to send that may wait. */
  public static final int SO_SNDBUF = 7;
  /** Received octets that may wait. */
  public static final int SO_RCVBUF = 8;
  /** A classic BPF program that drops what it returns 0 for. */
  public static final int SO_ATTACH_FILTER = 26;
  /** SO_SNDBUF over the limit, for administrators. */
  public static final int SO_SNDBUFFORCE = 32;
  /** SO_RCVBUF over the limit, for administrators. */
  public static final int SO_RCVBUFFORCE = 33;
  /** Send and receive on the named interface only. */
  public static final int SO_BINDTODEVICE = 25;
  /** A number that rules for routing can ask for. */
  public static final int SO_MARK = 36;

  /** Leave the message in the queue. */
  public static final int MSG_PEEK = 2;
  /** The message was longer; asked for: return its true length. */
  public static final int MSG_TRUNC = 0x20;
  /** Never wait. */
  public static final int MSG_DONTWAIT = 0x40;

  /** Octets of {@code struct msghdr}. */
  public static final int MSGHDR_SIZE = 56;
  /** Offset of {@code msg_name}. */
  public static final int MSGHDR_NAME = 0;
  /** Offset of {@code msg_namelen}. */
  public static final int MSGHDR_NAMELEN = 8;
  /** Offset of {@code msg_iov}. */
  public static final int MSGHDR_IOV = 16;
  /** Offset of {@code msg_iovlen}. */
  public static final int MSGHDR_IOVLEN = 24;
  /** Offset of {@code msg_control}. */
  public static final int MSGHDR_CONTROL = 32;
  /** Offset of {@code msg_controllen}. */
  public static final int MSGHDR_CONTROLLEN = 40;
  /** Offset of {@code msg_flags}. */
  public static final int MSGHDR_FLAGS = 48;

  /** Octets of {@code struct mmsghdr}, which begins with a {@code msghdr}. */
  public static final int MMSGHDR_SIZE = 64;
  /** Offset of {@code msg_len}. */
  public static final int MMSGHDR_LEN = 56;

  /** Octets of {@code struct iovec}. */
  public static final int IOVEC_SIZE = 16;
  /** Offset of {@code iov_base}. */
  public static final int IOVEC_BASE = 0;
  /** Offset of {@code iov_len}. */
  public static final int IOVEC_LEN = 8;

  /** Octets of {@code struct cmsghdr}. */
  public static final int CMSGHDR_SIZE = 16;
  /** Offset of {@code cmsg_len}, which counts the header. */
  public static final int CMSGHDR_LEN = 0;
  /** Offset of {@code cmsg_level}. */
  public static final int CMSGHDR_LEVEL = 8;
  /** Offset of {@code cmsg_type}. */
  public static final int CMSGHDR_TYPE = 12;

  private Socket() {}

  /** Writes the {@code struct iovec} that names {@code length} octets of {@code buffer} from {@code offset}. */
  public static void writeIovec(MemorySegment vectors, long at, MemorySegment buffer, long offset, long length) {
    vectors.set(ValueLayout.JAVA_LONG, at + IOVEC_BASE, buffer.address() + offset);
    vectors.set(ValueLayout.JAVA_LONG, at + IOVEC_LEN, length);
  }
}
