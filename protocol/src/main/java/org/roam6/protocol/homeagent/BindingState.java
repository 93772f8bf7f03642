package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.neighbor.DuplicateAddressDetection;
import org.roam6.wire.Ipv6Address;

/** What a home agent knows of one binding. */
sealed interface BindingState {

  /** The state of a binding that is not there. */
  BindingState ABSENT = new Absent();

  /** Nothing. */
  record Absent() implements BindingState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }

    @Override
    public Optional<SequenceNumber> lastSequence() {
      return Optional.empty();
    }

    @Override
    public List<Ipv6Address> claimed() {
      return List.of();
    }
  }

  /**
   * Duplicate address detection runs before the first acknowledgement.
   *
   * @param newest the newest Binding Update, which will be answered
   * @param careOfAddresses those of the Binding Updates so far, by which the mobile node is known, the last {@value
   *     #MOST_CARE_OF_ADDRESSES}
   * @param detection how far it is
   */
  record Detecting(
      BindingRequest newest, List<Ipv6Address> careOfAddresses, DuplicateAddressDetection.Probing detection)
      implements BindingState {

    private static final int MOST_CARE_OF_ADDRESSES = 8;

    /** Takes a copy of the list. */
    public Detecting {
      careOfAddresses = List.copyOf(careOfAddresses);
    }

    /** The detection for {@code first}. */
    static Detecting begin(BindingRequest first, DuplicateAddressDetection.Probing detection) {
      return new Detecting(first, List.of(first.careOfAddress()), detection);
    }

    /** The detection after {@code next} has come. */
    Detecting with(BindingRequest next) {
      List<Ipv6Address> all = new ArrayList<>(careOfAddresses);
      all.remove(next.careOfAddress());
      all.add(next.careOfAddress());
      int surplus = Math.max(0, all.size() - MOST_CARE_OF_ADDRESSES);
      return new Detecting(next, all.subList(surplus, all.size()), detection);
    }

    /** The detection, so far. */
    Detecting with(DuplicateAddressDetection.Probing next) {
      return new Detecting(newest, careOfAddresses, next);
    }

    @Override
    public Time deadline() {
      return detection.deadline();
    }

    @Override
    public Optional<SequenceNumber> lastSequence() {
      return Optional.of(newest.sequence());
    }

    @Override
    public List<Ipv6Address> claimed() {
      return detection.targets();
    }
  }

  /**
   * The mobile node is registered: packets for it are intercepted and tunnelled.
   *
   * @param entry the binding
   * @param announcement when and how often it is still to be announced
   * @param defendedUntil up to when claims of others are not contradicted again
   */
  record Bound(BindingCacheEntry entry, Announcement announcement, Time defendedUntil) implements BindingState {

    Bound with(BindingCacheEntry news) {
      return new Bound(news, announcement, defendedUntil);
    }

    Bound announced(Announcement next) {
      return new Bound(entry, next, defendedUntil);
    }

    Bound contradicted(Time until) {
      return new Bound(entry, announcement, until);
    }

    @Override
    public Time deadline() {
      Time formerEnd = entry.former().map(Tunnel.FormerEnd::until).orElse(Time.NEVER);
      return Time.earlier(Time.earlier(entry.expiry(), announcement.due()), formerEnd);
    }

    @Override
    public Optional<SequenceNumber> lastSequence() {
      return Optional.of(entry.sequence());
    }

    @Override
    public List<Ipv6Address> claimed() {
      return entry.defended();
    }
  }

  /**
   * The mobile node has given the binding up, or does not want the one that its Binding Update has not made yet; only
   * the sequence number is remembered, so that a Binding Update that was sent before and comes late cannot make a new
   * one.
   *
   * @param last the last sequence number that was heard
   * @param end when that is forgotten
   * @param wasBound whether there was a binding
   */
  record Deleted(SequenceNumber last, Time end, boolean wasBound) implements BindingState {
    @Override
    public Time deadline() {
      return end;
    }

    @Override
    public Optional<SequenceNumber> lastSequence() {
      return Optional.of(last);
    }

    @Override
    public List<Ipv6Address> claimed() {
      return List.of();
    }
  }

  /**
   * Unsolicited advertisements that are still to be sent.
   *
   * @param due when the next one is; never where there is none
   * @param left how many
   */
  record Announcement(Time due, int left) {
    static final Announcement DONE = new Announcement(Time.NEVER, 0);
  }

  /** When something is to be done about it. */
  Time deadline();

  /** The sequence number that the next Binding Update has to exceed; empty where any will do (RFC 6275 9.5.1). */
  Optional<SequenceNumber> lastSequence();

  /** The addresses on the home link that are taken for this binding. */
  List<Ipv6Address> claimed();
}
