package org.roam6.wire.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.roam6.wire.Property;
import org.roam6.wire.iana.IpProtocol;

/** Draws IPv6 packets with every kind of extension header and option. */
public final class PacketGenerator {

  private PacketGenerator() {}

  /** A drawn packet. */
  public static Ipv6Packet packet(RandomGenerator random) {
    Ipv6Header header = new Ipv6Header(
        random.nextInt(256),
        random.nextInt(1 << 20),
        random.nextInt(256),
        Property.address(random),
        Property.address(random));
    List<ExtensionHeader> headers = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      headers.add(new HopByHopOptions(options(random, false)));
    }
    boolean homeAddress = random.nextBoolean();
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(extensionHeader(random, homeAddress));
      homeAddress &= !(headers.getLast() instanceof DestinationOptions);
    }
    if (random.nextInt(4) == 0) {
      int offset = 8 * (1 + random.nextInt(8191));
      headers.add(new FragmentHeader(
          offset, random.nextBoolean(), random.nextLong(1L << 32), random.nextInt(256), random.nextInt(4)));
    }
    int[] protocols = {IpProtocol.ICMPV6, IpProtocol.MOBILITY, IpProtocol.IPV6, IpProtocol.NO_NEXT_HEADER};
    int protocol = protocols[random.nextInt(protocols.length)];
    return new Ipv6Packet(header, headers, protocol, Property.octets(random, random.nextInt(100)));
  }

  private static ExtensionHeader extensionHeader(RandomGenerator random, boolean homeAddress) {
    return switch (random.nextInt(4)) {
      case 0 -> new Type2RoutingHeader(Property.address(random), random.nextInt());
      case 1 -> new UnknownRoutingHeader(
          3 + random.nextInt(253), random.nextInt(256), Property.octets(random, 4 + 8 * random.nextInt(4)));
      case 2 -> new FragmentHeader(0, false, random.nextLong(1L << 32), random.nextInt(256), random.nextInt(4));
      default -> new DestinationOptions(options(random, homeAddress));
    };
  }

  private static List<Ipv6Option> options(RandomGenerator random, boolean homeAddress) {
    List<Ipv6Option> options = new ArrayList<>();
    if (homeAddress) {
      options.add(new HomeAddressOption(Property.address(random)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      options.add(switch (random.nextInt(3)) {
        case 0 -> new Pad1();
        case 1 -> new PadN(Property.octets(random, random.nextInt(8)));
        default -> new UnknownIpv6Option(2 + random.nextInt(190), Property.octets(random, random.nextInt(20)));
      });
    }
    int missing = Math.floorMod(-Ipv6Options.length(options), 8);
    if (missing == 1) {
      options.add(new Pad1());
    } else if (missing > 1 || options.isEmpty()) {
      options.add(PadN.ofLength(missing == 0 ? 6 : missing));
    }
    return options;
  }
}
