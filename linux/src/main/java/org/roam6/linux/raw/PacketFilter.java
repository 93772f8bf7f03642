package org.roam6.linux.raw;

import static org.roam6.linux.abi.Filter.AND;
import static org.roam6.linux.abi.Filter.JEQ;
import static org.roam6.linux.abi.Filter.JGE;
import static org.roam6.linux.abi.Filter.JGT;
import static org.roam6.linux.abi.Filter.LD_B_ABS;
import static org.roam6.linux.abi.Filter.LD_H_ABS;
import static org.roam6.linux.abi.Filter.RET;
import static org.roam6.linux.abi.Filter.SKF_AD_PKTTYPE;
import static org.roam6.linux.abi.Filter.SKF_NET_OFF;
import static org.roam6.linux.abi.IfPacket.PACKET_OTHERHOST;
import static org.roam6.linux.abi.IfPacket.PACKET_OUTGOING;
import static org.roam6.linux.abi.In6.IPPROTO_DSTOPTS;
import static org.roam6.linux.abi.In6.IPPROTO_FRAGMENT;
import static org.roam6.linux.abi.In6.IPPROTO_HOPOPTS;
import static org.roam6.linux.abi.In6.IPPROTO_ICMPV6;
import static org.roam6.linux.abi.In6.IPPROTO_IPV6;
import static org.roam6.linux.abi.In6.IPPROTO_MH;
import static org.roam6.linux.abi.In6.IPPROTO_ROUTING;
import static org.roam6.linux.abi.In6.IPPROTO_TCP;
import static org.roam6.linux.abi.In6.IPPROTO_UDP;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.roam6.linux.abi.Filter;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.ip.UdpDatagram;

/**
 * A classic BPF program of tests, each of which accepts, drops or goes on to the next. The kernel runs it on each
 * packet, so that the daemon is not woken by traffic that is none of its business.
 */
final class PacketFilter {

  private static final int NEXT_HEADER = 6;
  private static final int DESTINATION = 24;
  private static final int MULTICAST_PREFIX = 0xff;
  private static final int SCOPE = 0xf;
  private static final int GLOBAL_SCOPE = 0xe;
  private static final int AFTER_BASE_HEADER = 40;
  // A type 2 routing header, and destination options with a home address and padding.
  private static final int DIRECT_HEADER_LENGTH = 24;
  // Behind the base header and the 8 octets of an ICMPv6 error.
  private static final int QUOTED_NEXT_HEADER = AFTER_BASE_HEADER + 8 + NEXT_HEADER;
  private static final int WHOLE_PACKET = 0x40000;

  private record Instruction(int code, int ifTrue, int ifFalse, int k) {}

  private final List<Instruction> instructions = new ArrayList<>();

  /** Drops packets of the given kind and the kinds above: see the PACKET_ values of {@code linux/if_packet.h}. */
  private PacketFilter(int firstDropped) {
    instructions.add(new Instruction(LD_B_ABS, 0, 0, SKF_AD_PKTTYPE));
    then(JGE, firstDropped, 0);
  }

  /**
   * Neighbour discovery (133-137), ICMPv6 errors (1-4), home agent discovery and prefix messages (144-147), the
   * Mobility Header, DHCPv6 to a client, and whatever begins with another header, behind which these may stand. Not
   * tunnel packets, nor packets of direct paths as most are: TCP, UDP or other ICMPv6 behind a type 2 routing header, a
   * Home Address option, or both.
   */
  static PacketFilter signalling() {
    // What is for others on the link is not for us.
    PacketFilter filter = new PacketFilter(PACKET_OTHERHOST);
    filter.load(NEXT_HEADER);
    filter.then(JEQ, IPPROTO_MH, WHOLE_PACKET);
    filter.then(JEQ, IPPROTO_HOPOPTS, WHOLE_PACKET);
    filter.routed();
    int fragment = filter.onlyIf(IPPROTO_FRAGMENT);
    filter.load(AFTER_BASE_HEADER);
    filter.then(JEQ, IPPROTO_IPV6, 0);
    filter.end(WHOLE_PACKET);
    filter.otherwise(fragment);
    int options = filter.onlyIf(IPPROTO_DSTOPTS);
    filter.load(AFTER_BASE_HEADER);
    filter.then(JEQ, IPPROTO_IPV6, 0);
    int direct = filter.beginDirectHeader(AFTER_BASE_HEADER);
    filter.upperLayers(AFTER_BASE_HEADER + DIRECT_HEADER_LENGTH);
    filter.otherwise(direct);
    filter.end(WHOLE_PACKET);
    filter.otherwise(options);
    filter.dhcpClients();
    filter.icmpTypes();
    return filter.end(0);
  }

  private void routed() {
    int routing = onlyIf(IPPROTO_ROUTING);
    int first = beginDirectHeader(AFTER_BASE_HEADER);
    upperLayers(AFTER_BASE_HEADER + DIRECT_HEADER_LENGTH);
    int options = onlyIf(IPPROTO_DSTOPTS);
    int second = beginDirectHeader(AFTER_BASE_HEADER + DIRECT_HEADER_LENGTH);
    upperLayers(AFTER_BASE_HEADER + 2 * DIRECT_HEADER_LENGTH);
    otherwise(second);
    otherwise(options);
    otherwise(first);
    end(WHOLE_PACKET);
    otherwise(routing);
  }

  /**
   * Loads what stands behind the header at {@code octet} if that has the length which an address needs; else goes on at
   * {@link #otherwise} of the returned place.
   */
  private int beginDirectHeader(int octet) {
    load(octet + 1);
    int place = onlyIf(DIRECT_HEADER_LENGTH / 8 - 1);
    load(octet);
    return place;
  }

  /** Drops what is TCP, UDP, or ICMPv6 whose type stands at {@code payload} and is none of discovery; else goes on. */
  private void upperLayers(int payload) {
    then(JEQ, IPPROTO_TCP, 0);
    then(JEQ, IPPROTO_UDP, 0);
    int icmp = onlyIf(IPPROTO_ICMPV6);
    load(payload);
    then(JGT, 147, 0);
    then(JGE, 144, WHOLE_PACKET);
    end(0);
    otherwise(icmp);
  }

  private void dhcpClients() {
    load(NEXT_HEADER);
    int udp = onlyIf(IPPROTO_UDP);
    instructions.add(
        new Instruction(LD_H_ABS, 0, 0, SKF_NET_OFF + AFTER_BASE_HEADER + UdpDatagram.DESTINATION_PORT_OFFSET));
    then(JEQ, UdpPort.DHCPV6_CLIENT, WHOLE_PACKET);
    end(0);
    otherwise(udp);
  }

  private void icmpTypes() {
    load(NEXT_HEADER);
    int icmp = onlyIf(IPPROTO_ICMPV6);
    load(AFTER_BASE_HEADER);
    then(JEQ, 0, 0);
    then(JGT, 147, 0);
    then(JGE, 144, WHOLE_PACKET);
    then(JGT, 137, 0);
    then(JGE, 133, WHOLE_PACKET);
    then(JGT, 4, 0);
    end(WHOLE_PACKET);
    otherwise(icmp);
  }

  /**
   * IPv6 in IPv6, at once or behind destination options (the Tunnel Encapsulation Limit of RFC 2473 4.1.1); fragments of
   * such packets; packets with destination options or a routing header, among which are those of direct paths; and ICMPv6
   * errors about all these.
   */
  static PacketFilter tunnels() {
    // What is for others on the link is not for us.
    PacketFilter filter = new PacketFilter(PACKET_OTHERHOST);
    filter.load(NEXT_HEADER);
    filter.then(JEQ, IPPROTO_IPV6, WHOLE_PACKET);
    filter.then(JEQ, IPPROTO_DSTOPTS, WHOLE_PACKET);
    filter.then(JEQ, IPPROTO_ROUTING, WHOLE_PACKET);
    int hopByHop = filter.onlyIf(IPPROTO_HOPOPTS);
    filter.load(AFTER_BASE_HEADER);
    filter.then(JEQ, IPPROTO_DSTOPTS, WHOLE_PACKET);
    filter.then(JEQ, IPPROTO_ROUTING, WHOLE_PACKET);
    filter.end(0);
    filter.otherwise(hopByHop);
    int fragment = filter.onlyIf(IPPROTO_FRAGMENT);
    filter.load(AFTER_BASE_HEADER);
    filter.then(JEQ, IPPROTO_IPV6, WHOLE_PACKET);
    filter.then(JEQ, IPPROTO_DSTOPTS, WHOLE_PACKET);
    filter.end(0);
    filter.otherwise(fragment);
    filter.errorsAboutTunnels();
    return filter.end(0);
  }

  private void errorsAboutTunnels() {
    int icmp = onlyIf(IPPROTO_ICMPV6);
    load(AFTER_BASE_HEADER);
    then(JEQ, 0, 0);
    then(JGT, 4, 0);
    load(QUOTED_NEXT_HEADER);
    then(JEQ, IPPROTO_IPV6, WHOLE_PACKET);
    then(JEQ, IPPROTO_FRAGMENT, WHOLE_PACKET);
    then(JEQ, IPPROTO_DSTOPTS, WHOLE_PACKET);
    then(JEQ, IPPROTO_ROUTING, WHOLE_PACKET);
    then(JEQ, IPPROTO_HOPOPTS, WHOLE_PACKET);
    otherwise(icmp);
  }

  /**
   * Packets to multicast groups of global scope (RFC 4291 2.7), be they sent by others or by this host, but not what
   * the host loops back to itself.
   */
  static PacketFilter groups() {
    PacketFilter filter = new PacketFilter(PACKET_OUTGOING + 1);
    filter.then(JEQ, PACKET_OTHERHOST, 0);
    filter.load(DESTINATION);
    int multicast = filter.onlyIf(MULTICAST_PREFIX);
    filter.load(DESTINATION + 1);
    filter.instructions.add(new Instruction(AND, 0, 0, SCOPE));
    filter.then(JEQ, GLOBAL_SCOPE, WHOLE_PACKET);
    filter.otherwise(multicast);
    return filter.end(0);
  }

  /** Whatever the other end of a cable sends, to whomever: without ARP it is to its own address. */
  static PacketFilter arriving() {
    return new PacketFilter(PACKET_OUTGOING).end(WHOLE_PACKET);
  }

  private void load(int octet) {
    instructions.add(new Instruction(LD_B_ABS, 0, 0, SKF_NET_OFF + octet));
  }

  /** Where the test holds, ends with {@code octets} of the packet. */
  private void then(int test, int value, int octets) {
    instructions.add(new Instruction(test, 0, 1, value));
    instructions.add(new Instruction(RET, 0, 0, octets));
  }

  /** Where the loaded octet is another than {@code value}, goes on at {@link #otherwise} of the returned place. */
  private int onlyIf(int value) {
    instructions.add(new Instruction(JEQ, 0, 0, value));
    return instructions.size() - 1;
  }

  private void otherwise(int place) {
    int skipped = instructions.size() - place - 1;
    instructions.set(place, new Instruction(JEQ, 0, skipped, instructions.get(place).k));
  }

  private PacketFilter end(int octets) {
    instructions.add(new Instruction(RET, 0, 0, octets));
    return this;
  }

  /** The {@code struct sock_fprog}, which lives as long as {@code arena}. */
  MemorySegment program(Arena arena) {
    MemorySegment code = arena.allocate((long) instructions.size() * Filter.SOCK_FILTER_SIZE, Long.BYTES);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      long at = (long) i * Filter.SOCK_FILTER_SIZE;
      code.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code);
      code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) instruction.ifTrue);
      code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) instruction.ifFalse);
      code.set(ValueLayout.JAVA_INT, at + 4, instruction.k);
    }
    MemorySegment program = arena.allocate(Filter.SOCK_FPROG_SIZE, Long.BYTES);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
    program.set(ValueLayout.ADDRESS, Filter.SOCK_FPROG_FILTER, code);
    return program;
  }
}
