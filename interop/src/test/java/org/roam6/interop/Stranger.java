package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.ip.Ipv6Packet;

/** A host that sends whatever it likes, and hears everything on its link. */
public final class Stranger implements AutoCloseable {

  private static final int PATIENCE_MILLISECONDS = 10_000;
  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_OFFSET = 12;

  private final Ipv6Address address;
  private final RoutedSender sender;
  private final LinkCapture capture;
  private int echoes;

  /** A stranger at {@code host}, which is on {@code link} and has {@code address}. */
  public Stranger(Lab lab, String host, String link, Ipv6Address address) throws IOException, LabFailure {
    this(lab.namespace(host).call(RoutedSender::open), lab.capture(link), address);
  }

  /** A stranger at {@code host} with {@code address} there, who hears what passes {@code link} of {@code links}. */
  public Stranger(TestNamespace host, TestNamespace links, String link, Ipv6Address address) {
    this(host.call(RoutedSender::open), capture(links, link), address);
  }

  private Stranger(RoutedSender sender, LinkCapture capture, Ipv6Address address) {
    this.sender = sender;
    this.capture = capture;
    this.address = address;
  }

  private static LinkCapture capture(TestNamespace links, String link) {
    return links.call(() -> LinkCapture.open(Libc.system().interfaceIndex(link)));
  }

  public Ipv6Address address() {
    return address;
  }

  public void send(Octets packet) {
    Dissection.forged(packet);
    assertThat(sender.send(packet)).as("sent %s", packet).isZero();
  }

  /**
   * All that {@code victim}, Roam6 or its kernel, has sent on this link until it answers an echo request that goes out
   * now, but that answer and Neighbour Discovery. Roam6 has to be done with what it was sent before.
   */
  public List<Ipv6Packet> heardFrom(Ipv6Address victim) {
    echoes++;
    EchoRequest echo = new EchoRequest(0xbad, echoes, Octets.EMPTY);
    send(Ipv6Packet.of(address, victim, 64, IpProtocol.ICMPV6, echo.encode(address, victim)).encode());
    List<Ipv6Packet> heard = new ArrayList<>();
    Ipv6Packet next = next(packet -> isFrom(victim, packet));
    while (!isEchoReply(next)) {
      heard.add(next);
      next = next(packet -> isFrom(victim, packet));
    }
    return heard;
  }

  private static boolean isFrom(Ipv6Address victim, Ipv6Packet packet) {
    return packet.header().source().equals(victim)
        && !(isIcmpv6(packet, Icmpv6Type.NEIGHBOR_SOLICITATION) || isIcmpv6(packet, Icmpv6Type.NEIGHBOR_ADVERTISEMENT));
  }

  private boolean isEchoReply(Ipv6Packet packet) {
    return isIcmpv6(packet, Icmpv6Type.ECHO_REPLY) && packet.payload().at(7) == (echoes & 0xff);
  }

  private static boolean isIcmpv6(Ipv6Packet packet, int type) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) == type;
  }

  /** The next packet on the link that is {@code wanted}. */
  public Ipv6Packet next(Predicate<Ipv6Packet> wanted) {
    while (true) {
      Optional<Ipv6Packet> packet = read().filter(wanted);
      if (packet.isPresent()) {
        return packet.get();
      }
    }
  }

  private Optional<Ipv6Packet> read() {
    Optional<ByteBuffer> frame = capture.read();
    while (frame.isEmpty()) {
      awaitFrame();
      frame = capture.read();
    }
    if (frame.get().getShort(ETHERTYPE_OFFSET) != (short) IfEther.ETH_P_IPV6) {
      return Optional.empty();
    }
    return switch (Ipv6Packet.decode(Octets.of(frame.get().position(ETHERNET_HEADER)))) {
      case Decoded.Value<Ipv6Packet>(Ipv6Packet packet) -> Optional.of(packet);
      case Decoded.Malformed<Ipv6Packet> _ -> Optional.empty();
    };
  }

  private void awaitFrame() {
    assertThat(Descriptors.awaitReadable(capture.descriptor(), PATIENCE_MILLISECONDS))
        .as("frames within 10 s")
        .isTrue();
  }

  @Override
  public void close() {
    capture.close();
    sender.close();
  }
}
