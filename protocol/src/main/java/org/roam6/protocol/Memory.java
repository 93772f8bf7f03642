package org.roam6.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Something that a role has to know again after a restart. It says so by {@link Effect.Remember}, and is told by {@link
 * Event.Recalled} when it begins. There is one item for each mobile node and home agent at most, and one for each place
 * that a mobile node has for a correspondent node.
 */
public sealed interface Memory {

  /** What identifies the item: one with an equal key replaces it. */
  Key key();

  /** The identity of an item. */
  sealed interface Key {}

  /**
   * A mobile node may have used all sequence numbers up to {@code last}, and goes on behind that one (RFC 6275 11.7.1).
   *
   * @param homeAddress the home address of the Binding Updates
   * @param peer whom they are sent to
   * @param last the last number that is set aside
   */
  record UsedSequenceNumbers(Ipv6Address homeAddress, Ipv6Address peer, SequenceNumber last) implements Memory {
    @Override
    public NumbersKey key() {
      return new NumbersKey(homeAddress, peer);
    }
  }

  /** Key of {@link UsedSequenceNumbers}. */
  record NumbersKey(Ipv6Address homeAddress, Ipv6Address peer) implements Key {}

  /**
   * The same towards a correspondent node (RFC 6275 11.7.2). They come and go: the next one takes the place of one that
   * was not talked to for long, so that what is remembered does not grow.
   *
   * @param homeAddress the home address of the Binding Updates
   * @param place from 0, below the number of correspondent nodes that a mobile node knows at once
   * @param correspondent whom they are sent to
   * @param last the last number that is set aside
   */
  record CorrespondentSequenceNumbers(
      Ipv6Address homeAddress, int place, Ipv6Address correspondent, SequenceNumber last) implements Memory {

    /** Checks the place. */
    public CorrespondentSequenceNumbers {
      if (place < 0) {
        throw new IllegalArgumentException("place " + place + " is negative");
      }
    }

    @Override
    public CorrespondentKey key() {
      return new CorrespondentKey(homeAddress, place);
    }
  }

  /** Key of {@link CorrespondentSequenceNumbers}. */
  record CorrespondentKey(Ipv6Address homeAddress, int place) implements Key {}

  /**
   * A home agent has accepted this timestamp of a security association last (RFC 4285 6).
   *
   * @param securityParameterIndex the SPI of the association
   * @param networkAccessIdentifier whom it belongs to
   * @param timestamp the timestamp
   */
  record AcceptedTimestamp(long securityParameterIndex, String networkAccessIdentifier, NtpTimestamp timestamp)
      implements Memory {
    @Override
    public TimestampKey key() {
      return new TimestampKey(securityParameterIndex, networkAccessIdentifier);
    }
  }

  /** Key of {@link AcceptedTimestamp}. */
  record TimestampKey(long securityParameterIndex, String networkAccessIdentifier) implements Key {}

  /**
   * A home agent has refused Binding Updates because their timestamps lay ahead of its clock, and none of them is to be
   * accepted when their time has come.
   *
   * @param homeAddress the home address that they are about
   * @param timestamp the latest of their timestamps
   * @param sequence the greatest of their sequence numbers
   */
  record EarlyBindingUpdate(Ipv6Address homeAddress, NtpTimestamp timestamp, SequenceNumber sequence)
      implements Memory {
    @Override
    public EarlyKey key() {
      return new EarlyKey(homeAddress);
    }
  }

  /** Key of {@link EarlyBindingUpdate}. */
  record EarlyKey(Ipv6Address homeAddress) implements Key {}

  /**
   * A home agent holds a binding; or it has deleted one, and no sequence number up to the last makes it again (RFC 6275
   * 10.3.2).
   *
   * @param homeAddress the home address
   * @param careOfAddress where the mobile node is
   * @param sequence the last sequence number that was accepted
   * @param lifetime the lifetime granted; zero for a binding that was deleted
   * @param linkLocalDefended whether the link-local address of the same interface identifier is defended, too
   * @param expiry the time of day at which this is over
   */
  record HomeRegistration(
      Ipv6Address homeAddress,
      Ipv6Address careOfAddress,
      SequenceNumber sequence,
      Lifetime lifetime,
      boolean linkLocalDefended,
      Instant expiry)
      implements Memory {
    @Override
    public RegistrationKey key() {
      return new RegistrationKey(homeAddress);
    }
  }

  /**
   * The home agents that a mobile node has heard (RFC 6275 11.4.1).
   *
   * @param all not many
   */
  record HeardHomeAgents(List<HeardHomeAgent> all) implements Memory {

    /** Takes a copy of the list. */
    public HeardHomeAgents {
      all = List.copyOf(all);
    }

    @Override
    public HomeAgentsKey key() {
      return new HomeAgentsKey();
    }
  }

  /** Key of {@link HeardHomeAgents}. */
  record HomeAgentsKey() implements Key {}

  /**
   * A home agent on some link.
   *
   * @param address its address there
   * @param prefixLength bits of the prefix of that link, 0 to 128
   * @param preference 0 to 65535; the greater, the better
   * @param until the time of day at which it ceases to be one, unless it is heard again
   */
  record HeardHomeAgent(Ipv6Address address, int prefixLength, int preference, Instant until) {

    /** Checks the numbers. */
    public HeardHomeAgent {
      if (prefixLength < 0 || prefixLength > 128 || preference < 0 || preference > 0xffff) {
        throw new IllegalArgumentException("prefix length " + prefixLength + ", preference " + preference);
      }
    }

    /** The prefix of its link. */
    public Ipv6Prefix prefix() {
      return new Ipv6Prefix(address, prefixLength);
    }
  }

  /**
   * The home agents that a mobile node was told of when it asked, and the one that it is registered with (RFC 6275
   * 11.4.1).
   *
   * @param homeAddress the home address
   * @param discovered in the order in which they are to be tried, not many
   * @param used the home agent that accepted last; empty where none has
   */
  record DiscoveredHomeAgents(
      Ipv6Address homeAddress, List<Ipv6Address> discovered, Optional<Ipv6Address> used)
      implements Memory {

    /** Takes a copy of the list. */
    public DiscoveredHomeAgents {
      discovered = List.copyOf(discovered);
    }

    @Override
    public DiscoveryKey key() {
      return new DiscoveryKey(homeAddress);
    }
  }

  /** Key of {@link DiscoveredHomeAgents}. */
  record DiscoveryKey(Ipv6Address homeAddress) implements Key {}

  /**
   * The home agents, besides the one that accepted last, that may have a binding for a home address: after a restart
   * they are to be told to delete it, too.
   *
   * @param homeAddress the home address
   * @param holders not many
   */
  record FormerHomeAgents(Ipv6Address homeAddress, List<Ipv6Address> holders) implements Memory {

    /** Takes a copy of the list. */
    public FormerHomeAgents {
      holders = List.copyOf(holders);
    }

    @Override
    public FormerKey key() {
      return new FormerKey(homeAddress);
    }
  }

  /** Key of {@link FormerHomeAgents}. */
  record FormerKey(Ipv6Address homeAddress) implements Key {}

  /**
   * What has become of the home addresses of a mobile node since its home network was renumbered (RFC 6275 11.4.3).
   *
   * @param formed those that are not configured, the first one first; not many
   * @param ended those that are not used, as their prefix has ended; not many
   */
  record RenumberedHomeAddresses(List<FormedHomeAddress> formed, List<Ipv6Address> ended) implements Memory {

    /** Takes copies of the lists. */
    public RenumberedHomeAddresses {
      formed = List.copyOf(formed);
      ended = List.copyOf(ended);
    }

    @Override
    public RenumberedKey key() {
      return new RenumberedKey();
    }
  }

  /** Key of {@link RenumberedHomeAddresses}. */
  record RenumberedKey() implements Key {}

  /**
   * A home address that was formed.
   *
   * @param like the configured home address whose interface identifier it has
   * @param prefix its prefix, of 64 bits
   */
  record FormedHomeAddress(Ipv6Address like, Ipv6Prefix prefix) {

    private static final int PREFIX_LENGTH = 64;

    /** Checks that an address can be formed. */
    public FormedHomeAddress {
      if (prefix.length() != PREFIX_LENGTH || !prefix.withInterfaceIdentifier(like.low()).isUnicastRoutable()) {
        throw new IllegalArgumentException("no home address like " + like + " in " + prefix);
      }
    }

    /** The home address. */
    public Ipv6Address address() {
      return prefix.withInterfaceIdentifier(like.low());
    }
  }

  /** Key of {@link HomeRegistration}. */
  record RegistrationKey(Ipv6Address homeAddress) implements Key {}
}
