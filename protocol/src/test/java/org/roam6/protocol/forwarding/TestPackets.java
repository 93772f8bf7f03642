package org.roam6.protocol.forwarding;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** Makes packets, and shows them to forwarding with room before them. */
final class TestPackets {

  static final InterfaceName TUNNEL = new InterfaceName("roam0");
  static final int UDP = 17;
  static final int IPV6 = 41;
  static final int DESTINATION_OPTIONS = 60;
  private static final int HEADROOM = 128;
  private static final int TAILROOM = 2048;

  private TestPackets() {}

  /** A packet with hop limit 63, traffic class 0 and flow label 0x12345. */
  static Octets packet(Ipv6Address source, Ipv6Address destination, int nextHeader, Octets payload) {
    ByteBuffer buffer = ByteBuffer.allocate(40 + payload.length());
    buffer.putInt(0x6001_2345).putShort((short) payload.length()).put((byte) nextHeader).put((byte) 63);
    source.writeTo(buffer);
    destination.writeTo(buffer);
    payload.writeTo(buffer);
    return Octets.of(buffer.array());
  }

  /** A UDP packet with {@code payload} octets behind the IPv6 header. */
  static Octets udp(Ipv6Address source, Ipv6Address destination, int payload) {
    byte[] octets = new byte[payload];
    for (int i = 0; i < payload; i++) {
      octets[i] = (byte) i;
    }
    return packet(source, destination, UDP, Octets.of(octets));
  }

  /** One behind the other. */
  static Octets concat(Octets... pieces) {
    ByteBuffer buffer = ByteBuffer.allocate(Arrays.stream(pieces).mapToInt(Octets::length).sum());
    for (Octets piece : pieces) {
      piece.writeTo(buffer);
    }
    return Octets.of(buffer.array());
  }

  /** The octets of an address. */
  static Octets octets(Ipv6Address address) {
    ByteBuffer buffer = ByteBuffer.allocate(Ipv6Address.LENGTH);
    address.writeTo(buffer);
    return Octets.of(buffer.array());
  }

  /** The packet with one octet changed. */
  static Octets with(Octets packet, int offset, int value) {
    byte[] octets = packet.toByteArray();
    octets[offset] = (byte) value;
    return Octets.of(octets);
  }

  /** Shows the octets. */
  static Packet show(Octets octets, Packet.Origin origin) {
    byte[] memory = new byte[HEADROOM + octets.length() + TAILROOM];
    System.arraycopy(octets.toByteArray(), 0, memory, HEADROOM, octets.length());
    Packet packet = new Packet();
    packet.show(MemorySegment.ofArray(memory), HEADROOM, octets.length(), origin);
    return packet;
  }

  /** What a packet shows now. */
  static Octets octets(Packet packet) {
    return Octets.of(packet.memory().asSlice(packet.start(), packet.length()).asByteBuffer());
  }
}
