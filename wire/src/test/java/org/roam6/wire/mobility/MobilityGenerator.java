package org.roam6.wire.mobility;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;

/** Draws legal messages and options. */
final class MobilityGenerator {

  private MobilityGenerator() {}

  static MobilityMessage message(RandomGenerator random) {
    List<MobilityOption> options = Stream.generate(() -> option(random)).limit(random.nextInt(6)).toList();
    return switch (random.nextInt(9)) {
      case 0 -> new BindingRefreshRequest(bits(random, 16), options);
      case 1 -> new HomeTestInit(bits(random, 16), random.nextLong(), options);
      case 2 -> new CareOfTestInit(bits(random, 16), random.nextLong(), options);
      case 3 -> new HomeTest(bits(random, 16), random.nextLong(), random.nextLong(), options);
      case 4 -> new CareOfTest(bits(random, 16), random.nextLong(), random.nextLong(), options);
      case 5 -> bindingUpdate(random, options);
      case 6 ->
          new BindingAcknowledgement(
              bits(random, 8), random.nextBoolean(), bits(random, 7), bits(random, 16), bits(random, 16), options);
      case 7 -> new BindingError(bits(random, 8), bits(random, 8), Property.address(random), options);
      default -> new UnknownMobilityMessage(random.nextInt(8, 256), octets(random, 2 + 8 * random.nextInt(6)));
    };
  }

  static BindingUpdate bindingUpdate(RandomGenerator random, List<MobilityOption> options) {
    return new BindingUpdate(
        bits(random, 16),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        bits(random, 12),
        bits(random, 16),
        options);
  }

  static MobilityOption option(RandomGenerator random) {
    return switch (random.nextInt(11)) {
      case 0 -> new Pad1();
      case 1 -> new PadN(octets(random, random.nextInt(10)));
      case 2 -> new BindingRefreshAdvice(bits(random, 16));
      case 3 -> new AlternateCareOfAddress(Property.address(random));
      case 4 -> new NonceIndices(bits(random, 16), bits(random, 16));
      case 5 -> new BindingAuthorizationData(octets(random, random.nextInt(40)));
      case 6 -> new MobileNodeIdentifier(bits(random, 8), octets(random, random.nextInt(255)));
      case 7 ->
          new MessageAuthentication(bits(random, 8), random.nextLong(1L << 32), octets(random, random.nextInt(30)));
      case 8 -> new MessageReplayProtection(random.nextLong());
      case 9 -> new UnknownMobilityOption(6 + random.nextInt(2), octets(random, random.nextInt(256)));
      default -> new UnknownMobilityOption(random.nextInt(11, 256), octets(random, random.nextInt(256)));
    };
  }

  private static int bits(RandomGenerator random, int count) {
    return random.nextInt(1 << count);
  }

  private static Octets octets(RandomGenerator random, int length) {
    return Property.octets(random, length);
  }
}
