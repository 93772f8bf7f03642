package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/** Lists of Neighbor Discovery options. */
public final class NeighborDiscoveryOptions {

  /** How many options a message may have that is accepted: more than fit into an Ethernet frame. */
  public static final int MAX_OPTIONS = 192;

  private static final int UNIT = 8;

  private NeighborDiscoveryOptions() {}

  /** The options from {@code from} to the end of {@code message}; pointers count from the start of the buffer. */
  static Decoded<List<NeighborDiscoveryOption>> decode(ByteBuffer message, int from) {
    List<NeighborDiscoveryOption> options = new ArrayList<>();
    int at = from;
    while (at < message.limit()) {
      if (message.limit() - at < UNIT) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, at);
      }
      int length = (message.get(at + 1) & 0xff) * UNIT;
      // RFC 4861 4.6: "Nodes MUST silently discard an ND packet that contains an option with length zero."
      if (length == 0) {
        return Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, at + 1);
      }
      if (length > message.limit() - at) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, at + 1);
      }
      if (options.size() == MAX_OPTIONS) {
        return Decoded.malformed(MalformedCause.TOO_MANY, at);
      }
      options.add(read(message.get(at) & 0xff, message.slice(at + 2, length - 2)));
      at += length;
    }
    return Decoded.of(List.copyOf(options));
  }

  private static NeighborDiscoveryOption read(int type, ByteBuffer body) {
    boolean shortest = body.remaining() + 2 == UNIT;
    return switch (type) {
      case NeighborDiscoveryOptionType.SOURCE_LINK_LAYER_ADDRESS ->
          readIf(shortest, type, body, SourceLinkLayerAddress::read);
      case NeighborDiscoveryOptionType.TARGET_LINK_LAYER_ADDRESS ->
          readIf(shortest, type, body, TargetLinkLayerAddress::read);
      case NeighborDiscoveryOptionType.PREFIX_INFORMATION ->
          readIf(PrefixInformation.isReadable(body), type, body, PrefixInformation::read);
      case NeighborDiscoveryOptionType.REDIRECTED_HEADER -> RedirectedHeader.read(body);
      case NeighborDiscoveryOptionType.MTU -> readIf(shortest, type, body, Mtu::read);
      case NeighborDiscoveryOptionType.ADVERTISEMENT_INTERVAL ->
          readIf(shortest, type, body, AdvertisementInterval::read);
      case NeighborDiscoveryOptionType.HOME_AGENT_INFORMATION ->
          readIf(shortest, type, body, HomeAgentInformation::read);
      case NeighborDiscoveryOptionType.ROUTE_INFORMATION ->
          readIf(RouteInformation.isReadable(body), type, body, RouteInformation::read);
      default -> new UnknownNeighborDiscoveryOption(type, Octets.of(body));
    };
  }

  private static NeighborDiscoveryOption readIf(
      boolean readable, int type, ByteBuffer body, Function<ByteBuffer, NeighborDiscoveryOption> reader) {
    return readable ? reader.apply(body) : new UnknownNeighborDiscoveryOption(type, Octets.of(body));
  }

  static int length(List<NeighborDiscoveryOption> options) {
    int length = 0;
    for (NeighborDiscoveryOption option : options) {
      length += option.length();
    }
    return length;
  }

  static void write(List<NeighborDiscoveryOption> options, ByteBuffer buffer) {
    for (NeighborDiscoveryOption option : options) {
      buffer.put((byte) option.type()).put((byte) (option.length() / UNIT));
      option.writeBody(buffer);
    }
  }

  /** The options of type {@code type} among {@code options}, in their order. */
  public static <T extends NeighborDiscoveryOption> List<T> ofType(
      List<NeighborDiscoveryOption> options, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (NeighborDiscoveryOption option : options) {
      if (type.isInstance(option)) {
        found.add(type.cast(option));
      }
    }
    return Collections.unmodifiableList(found);
  }

  /** The first option of a type. */
  public static <T extends NeighborDiscoveryOption> Optional<T> first(
      List<NeighborDiscoveryOption> options, Class<T> type) {
    for (NeighborDiscoveryOption option : options) {
      if (type.isInstance(option)) {
        return Optional.of(type.cast(option));
      }
    }
    return Optional.empty();
  }
}
