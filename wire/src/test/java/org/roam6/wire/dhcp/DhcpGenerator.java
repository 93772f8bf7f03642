package org.roam6.wire.dhcp;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

/** Draws DHCPv6 messages, of every kind and with all their bits. */
final class DhcpGenerator {

  private static final int SIMPLE_KINDS = 9;

  private DhcpGenerator() {}

  static DhcpMessage message(RandomGenerator random) {
    return new DhcpMessage(
        1 + random.nextInt(11),
        random.nextInt(1 << 24),
        some(random, () -> random.nextInt(3) == 0 ? identityAssociation(random) : simple(random)));
  }

  private static IdentityAssociation identityAssociation(RandomGenerator random) {
    return new IdentityAssociation(
        unsigned32(random),
        unsigned32(random),
        unsigned32(random),
        some(random, () -> random.nextInt(3) > 0 ? address(random) : simple(random)));
  }

  private static IaAddress address(RandomGenerator random) {
    return new IaAddress(
        Property.address(random), unsigned32(random), unsigned32(random), some(random, () -> simple(random)));
  }

  private static DhcpOption simple(RandomGenerator random) {
    return switch (random.nextInt(SIMPLE_KINDS)) {
      case 0 -> new ClientIdentifier(duid(random));
      case 1 -> new ServerIdentifier(duid(random));
      case 2 -> new OptionRequest(
          Stream.generate(() -> random.nextInt(1 << 16)).limit(random.nextInt(5)).toList());
      case 3 -> new Preference(random.nextInt(256));
      case 4 -> new ElapsedTime(random.nextInt(1 << 16));
      case 5 -> new StatusCode(random.nextInt(1 << 16), Property.octets(random, random.nextInt(30)));
      case 6 -> new RapidCommit();
      case 7 -> new SolMaxRt(unsigned32(random));
      default -> new UnknownDhcpOption(
          84 + random.nextInt((1 << 16) - 84), Property.octets(random, random.nextInt(60)));
    };
  }

  private static Duid duid(RandomGenerator random) {
    return new Duid(Property.octets(random, 3 + random.nextInt(128)));
  }

  private static List<DhcpOption> some(RandomGenerator random, Supplier<DhcpOption> option) {
    return Stream.generate(option).limit(random.nextInt(4)).toList();
  }

  private static long unsigned32(RandomGenerator random) {
    return random.nextLong(1L << 32);
  }

  /** The octets of a drawn message with some of them cut off or changed. */
  static Octets mutated(RandomGenerator random) {
    Octets octets = message(random).encode();
    int length = random.nextInt(4) == 0 ? random.nextInt(octets.length() + 1) : octets.length();
    Octets mutated = octets.slice(0, length);
    for (int i = random.nextInt(4); i > 0 && length > 0; i--) {
      int octet = random.nextBoolean() ? random.nextInt(16) : random.nextInt(256);
      mutated = mutated.with(random.nextInt(length), octet);
    }
    return mutated;
  }
}
