package org.roam6.wire.icmp;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

/** Draws ICMPv6 messages, of every kind and with all their bits. */
public final class Icmpv6Generator {

  private static final int KINDS = 21;
  private static final int OPTION_KINDS = 9;

  private Icmpv6Generator() {}

  /** A drawn message. */
  public static Icmpv6Message message(RandomGenerator random) {
    int code = random.nextInt(256);
    return switch (random.nextInt(KINDS)) {
      case 0 -> new DestinationUnreachable(code, random.nextInt(), data(random));
      case 1 -> new PacketTooBig(code, unsigned32(random), data(random));
      case 2 -> new TimeExceeded(code, random.nextInt(), data(random));
      case 3 -> new ParameterProblem(code, unsigned32(random), data(random));
      case 4 -> new EchoRequest(code, unsigned16(random), unsigned16(random), data(random));
      case 5 -> new EchoReply(code, unsigned16(random), unsigned16(random), data(random));
      case 6 -> new RouterSolicitation(options(random), random.nextInt());
      case 7 -> routerAdvertisement(random);
      case 8 -> new NeighborSolicitation(Property.address(random), options(random), random.nextInt());
      case 9 -> new NeighborAdvertisement(
          random.nextBoolean(),
          random.nextBoolean(),
          random.nextBoolean(),
          Property.address(random),
          options(random),
          random.nextInt(1 << 29));
      case 10 -> new Redirect(Property.address(random), Property.address(random), options(random), random.nextInt());
      case 11 -> new HomeAgentAddressDiscoveryRequest(
          unsigned16(random), random.nextBoolean(), random.nextInt(1 << 15), data(random));
      case 12 -> new HomeAgentAddressDiscoveryReply(
          unsigned16(random), random.nextBoolean(), addresses(random), random.nextInt(1 << 15));
      case 13 -> new MobilePrefixSolicitation(unsigned16(random), options(random), unsigned16(random));
      case 14 -> new MobilePrefixAdvertisement(
          unsigned16(random), random.nextBoolean(), random.nextBoolean(), options(random), random.nextInt(1 << 14));
      case 15 -> new MulticastListenerQuery(code, unsigned16(random), Property.address(random), unsigned16(random));
      case 16 -> new MulticastListenerQueryV2(
          code,
          unsigned16(random),
          unsigned16(random),
          Property.address(random),
          random.nextInt(256),
          random.nextInt(256),
          addresses(random),
          data(random));
      case 17 -> new MulticastListenerReport(code, Property.address(random), random.nextInt(), data(random));
      case 18 -> new MulticastListenerDone(code, Property.address(random), random.nextInt(), data(random));
      case 19 -> new MulticastListenerReportV2(code, unsigned16(random), records(random), data(random));
      default -> new UnknownIcmpv6Message(200 + random.nextInt(56), code, data(random));
    };
  }

  private static RouterAdvertisement routerAdvertisement(RandomGenerator random) {
    return new RouterAdvertisement(
        random.nextInt(256),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        RouterPreference.ofBits(random.nextInt(4)),
        unsigned16(random),
        unsigned32(random),
        unsigned32(random),
        options(random),
        random.nextInt(8));
  }

  private static List<NeighborDiscoveryOption> options(RandomGenerator random) {
    return Stream.generate(() -> option(random)).limit(random.nextInt(5)).toList();
  }

  private static NeighborDiscoveryOption option(RandomGenerator random) {
    LinkLayerAddress linkLayerAddress = new LinkLayerAddress(random.nextLong(1L << 48));
    return switch (random.nextInt(OPTION_KINDS)) {
      case 0 -> new SourceLinkLayerAddress(linkLayerAddress);
      case 1 -> new TargetLinkLayerAddress(linkLayerAddress);
      case 2 -> new PrefixInformation(
          Property.address(random),
          random.nextInt(129),
          random.nextBoolean(),
          random.nextBoolean(),
          random.nextBoolean(),
          unsigned32(random),
          unsigned32(random),
          random.nextInt(32),
          random.nextInt());
      case 3 -> new RedirectedHeader(Property.octets(random, 8 * random.nextInt(10)), random.nextLong(1L << 48));
      case 4 -> new Mtu(unsigned32(random), unsigned16(random));
      case 5 -> new AdvertisementInterval(unsigned32(random), unsigned16(random));
      case 6 -> new HomeAgentInformation(
          random.nextBoolean(), unsigned16(random), unsigned16(random), random.nextInt(1 << 15));
      case 7 -> routeInformation(random);
      default -> new UnknownNeighborDiscoveryOption(
          100 + random.nextInt(156), Property.octets(random, 6 + 8 * random.nextInt(5)));
    };
  }

  private static RouteInformation routeInformation(RandomGenerator random) {
    int octets = 8 * random.nextInt(3);
    return new RouteInformation(
        new Ipv6Prefix(Property.address(random), octets * 8).address(),
        random.nextInt(octets * 8 + 1),
        RouterPreference.ofBits(random.nextInt(4)),
        unsigned32(random),
        octets,
        random.nextInt(256) & 0b1110_0111);
  }

  private static List<MulticastAddressRecord> records(RandomGenerator random) {
    return Stream.generate(
            () -> new MulticastAddressRecord(
                random.nextInt(256),
                Property.address(random),
                addresses(random),
                Property.octets(random, 4 * random.nextInt(4))))
        .limit(random.nextInt(4))
        .toList();
  }

  private static List<Ipv6Address> addresses(RandomGenerator random) {
    return Stream.generate(() -> Property.address(random)).limit(random.nextInt(6)).toList();
  }

  private static Octets data(RandomGenerator random) {
    return Property.octets(random, random.nextInt(100));
  }

  private static int unsigned16(RandomGenerator random) {
    return random.nextInt(1 << 16);
  }

  private static long unsigned32(RandomGenerator random) {
    return random.nextLong(1L << 32);
  }
}
