package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.wire.Ipv6Address;

/** Where the registration with a correspondent node stands: its entry in the Binding Update List (RFC 6275 11.1). */
sealed interface CorrespondentState {

  /** What is known of the correspondent node whatever happens. */
  Known known();

  /** The same with something else known. */
  CorrespondentState with(Known other);

  /** When something is due. */
  Time deadline();

  /** The word for it in the diagram of the package. */
  String label();

  /** What a registration is to end in. */
  enum Goal {
    /** The correspondent node has a binding for the care-of address. */
    REGISTERED,
    /** The correspondent node has no binding. */
    DELETED
  }

  /**
   * What is known of a correspondent node.
   *
   * @param address its address; its home address where it is mobile itself
   * @param last the sequence number of the last Binding Update
   * @param sends when it was sent what lately
   * @param tokens the keygen tokens that it has sent
   * @param binding the binding that it has, as far as that is certain
   * @param heldUntil until when it may have one, for whatever care-of address
   * @param traffic when packets went to or from it last
   * @param trouble what has gone wrong
   */
  record Known(
      Ipv6Address address,
      SequenceNumber last,
      Sends sends,
      Tokens tokens,
      Optional<Binding> binding,
      Time heldUntil,
      Time traffic,
      Trouble trouble) {

    static Known of(Ipv6Address address, SequenceNumber last, Time heldUntil, Time now) {
      return new Known(
          address, last, Sends.NONE, Tokens.NONE, Optional.empty(), heldUntil, now, Trouble.NONE);
    }

    Known withSends(Sends others) {
      return new Known(address, last, others, tokens, binding, heldUntil, traffic, trouble);
    }

    Known withTokens(Tokens others) {
      return new Known(address, last, sends, others, binding, heldUntil, traffic, trouble);
    }

    Known withBinding(Optional<Binding> other, Time until) {
      return new Known(address, last, sends, tokens, other, until, traffic, trouble);
    }

    Known withoutBinding() {
      return withBinding(Optional.empty(), heldUntil);
    }

    Known withLast(SequenceNumber other) {
      return new Known(address, other, sends, tokens, binding, heldUntil, traffic, trouble);
    }

    Known withTrafficAt(Time moment) {
      return new Known(address, last, sends, tokens, binding, heldUntil, moment, trouble);
    }

    Known withTrouble(Trouble other) {
      return new Known(address, last, sends, tokens, binding, heldUntil, traffic, other);
    }

    /** The binding, where it is one for {@code careOfAddress} that is still used. */
    Optional<Binding> bindingFor(Ipv6Address careOfAddress, Time now) {
      return binding.filter(one -> one.careOfAddress().equals(careOfAddress) && now.isBefore(one.usedUntil()));
    }

    boolean isHeldOff(Time now) {
      return trouble.holdOff().filter(off -> now.isBefore(off.until())).isPresent();
    }
  }

  /**
   * When messages were sent lately.
   *
   * @param homeTests Home Test Init messages
   * @param careOfTests Care-of Test Init messages
   * @param updates Binding Updates
   */
  record Sends(RecentSends homeTests, RecentSends careOfTests, RecentSends updates) {
    static final Sends NONE = new Sends(RecentSends.NONE, RecentSends.NONE, RecentSends.NONE);

    /** Together with {@code others}. */
    Sends and(Sends others) {
      return new Sends(
          homeTests.and(others.homeTests), careOfTests.and(others.careOfTests), updates.and(others.updates));
    }

    Sends withHomeTests(RecentSends others) {
      return new Sends(others, careOfTests, updates);
    }

    Sends withCareOfTests(RecentSends others) {
      return new Sends(homeTests, others, updates);
    }

    Sends withUpdates(RecentSends others) {
      return new Sends(homeTests, careOfTests, others);
    }
  }

  /**
   * A keygen token.
   *
   * @param token the 64 bits
   * @param nonceIndex the nonce that it was made of
   * @param address the address that it was sent to
   * @param until until when it may be used
   */
  record Token(KeygenToken token, int nonceIndex, Ipv6Address address, Time until) {

    // RFC 6275 5.2.7: "the mobile node MAY use them beyond a single run of the return routability procedure until
    // MAX_TOKEN_LIFETIME expires". Counted from the question, which came before the answer.
    static Token of(long bits, int nonceIndex, Ipv6Address address, Time asked) {
      return new Token(
          new KeygenToken(bits), nonceIndex, address, asked.plus(ProtocolConstants.MAX_TOKEN_LIFETIME));
    }

    boolean isFor(Ipv6Address other, Time moment) {
      return address.equals(other) && moment.isBefore(until);
    }
  }

  /** The keygen tokens of the home address and of a care-of address. */
  record Tokens(Optional<Token> home, Optional<Token> careOf) {
    static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    Tokens withHome(Optional<Token> other) {
      return new Tokens(other, careOf);
    }

    Tokens withCareOf(Optional<Token> other) {
      return new Tokens(home, other);
    }

    /** Without those that end before {@code moment}. */
    Tokens validAt(Time moment) {
      return new Tokens(
          home.filter(token -> moment.isBefore(token.until())),
          careOf.filter(token -> moment.isBefore(token.until())));
    }
  }

  /**
   * A binding that the correspondent node has.
   *
   * @param careOfAddress the care-of address in it
   * @param sent when the Binding Update was sent
   * @param lifetime as granted
   */
  record Binding(Ipv6Address careOfAddress, Time sent, Lifetime lifetime) {

    private static final Duration SAFETY = Duration.ofSeconds(1);

    Time expiry() {
      return sent.plus(lifetime.duration());
    }

    /** What is left of it where a Binding Update that asks for {@code asked} was sent and may be accepted. */
    Binding notLongerThan(Time updateSent, Lifetime asked) {
      Binding renewed = new Binding(careOfAddress, updateSent, asked);
      return renewed.expiry().isBefore(expiry()) ? renewed : this;
    }

    /** Until when packets go the direct way: the last one should find the binding. */
    Time usedUntil() {
      return expiry().plus(SAFETY.negated());
    }
  }

  /**
   * What has gone wrong with a correspondent node.
   *
   * @param failures registrations in a row that came to nothing
   * @param renewed whether the tests were made anew because a nonce was refused
   * @param holdOff until when no other registration is begun
   * @param hints how often messages that anyone can send have led to new tests
   */
  record Trouble(int failures, boolean renewed, Optional<HoldOff> holdOff, RateLimit hints) {

    private static final int HINTS_IN_A_ROW = 3;
    private static final Duration HINT_INTERVAL = Duration.ofSeconds(10);

    static final Trouble NONE =
        new Trouble(0, false, Optional.empty(), RateLimit.of(HINTS_IN_A_ROW, HINT_INTERVAL));

    Trouble over() {
      return new Trouble(0, false, Optional.empty(), hints);
    }

    Trouble failed(HoldOff off) {
      return new Trouble(failures + 1, false, Optional.of(off), hints);
    }

    Trouble renewing() {
      return new Trouble(failures, true, holdOff, hints);
    }

    Trouble withHoldOff(Optional<HoldOff> other) {
      return new Trouble(failures, renewed, other, hints);
    }

    Trouble hinted(Time now) {
      return new Trouble(failures, renewed, holdOff, hints.used(now));
    }
  }

  /**
   * A time in which a correspondent node is left alone.
   *
   * @param until when it ends
   * @param anywhere whether the reason has nothing to do with the care-of address, so that another one does not help
   */
  record HoldOff(Time until, boolean anywhere) {}

  /**
   * A test that waits for its answer.
   *
   * @param cookie the cookie of the last test init message
   * @param transmissions how often one was sent
   * @param sent when the last one was
   * @param timeout how long the next transmission waits for its answer
   * @param next when it is sent again; never where it has to wait for the home agent
   */
  record Probe(long cookie, int transmissions, Time sent, Duration timeout, Time next) {

    static Probe first(Duration timeout, Time next) {
      return new Probe(0, 0, Entry.LONG_AGO, timeout, next);
    }

    Probe sent(long newCookie, Time now, Duration maximum) {
      return new Probe(newCookie, transmissions + 1, now, doubled(timeout, maximum), now.plus(timeout));
    }

    Probe at(Time moment) {
      return new Probe(cookie, transmissions, sent, timeout, moment);
    }

    /** Whether {@code answer} is the cookie of a message that was sent. */
    boolean isAnsweredBy(long answer) {
      return transmissions > 0 && cookie == answer;
    }

    boolean isExhausted(Time now) {
      return transmissions > ProtocolConstants.MAX_RO_FAILURE && next.isDue(now);
    }
  }

  // RFC 6275 11.8: "the timeout period is doubled upon each retransmission, until either the node receives a response
  // or the timeout period reaches the value MAX_BINDACK_TIMEOUT"
  private static Duration doubled(Duration timeout, Duration maximum) {
    Duration twice = timeout.multipliedBy(2);
    return twice.compareTo(maximum) < 0 ? twice : maximum;
  }

  /**
   * A Binding Update that was sent.
   *
   * @param sequence its sequence number
   * @param sent when it was sent
   * @param lifetime what it asks for
   */
  record SentUpdate(SequenceNumber sequence, Time sent, Lifetime lifetime) implements TransmittedUpdate {}

  /**
   * The delivery of a Binding Update.
   *
   * @param outstanding the transmissions, oldest first; there are few before the node gives up
   * @param corrections how often it was sent again at once because the number was refused
   * @param timeout how long the next transmission waits for its answer
   * @param next when it is sent again
   */
  record Delivery(List<SentUpdate> outstanding, int corrections, Duration timeout, Time next) {

    /** Takes a copy of the list. */
    public Delivery {
      outstanding = List.copyOf(outstanding);
    }

    static Delivery first(Duration timeout, Time now) {
      return new Delivery(List.of(), 0, timeout, now);
    }

    Delivery sent(SentUpdate update, Duration maximum) {
      List<SentUpdate> all = new ArrayList<>(outstanding);
      all.add(update);
      return new Delivery(all, corrections, doubled(timeout, maximum), update.sent().plus(timeout));
    }

    Delivery at(Time moment) {
      return new Delivery(outstanding, corrections, timeout, moment);
    }

    Delivery corrected(Time now) {
      return new Delivery(outstanding, corrections + 1, timeout, now);
    }

    /** The shortest lifetime in {@code update} and those sent after it, which may have been accepted, too. */
    Lifetime shortestSince(SentUpdate update) {
      return TransmittedUpdate.shortestSince(outstanding, update);
    }

    /** The transmission with this sequence number. */
    Optional<SentUpdate> find(SequenceNumber sequence) {
      return TransmittedUpdate.find(outstanding, sequence);
    }

    boolean isExhausted(Time now) {
      return outstanding.size() - corrections > ProtocolConstants.MAX_RO_FAILURE && next.isDue(now);
    }
  }

  /** Nothing is under way: packets go by the home agent. */
  record Idle(Known known) implements CorrespondentState {
    @Override
    public Idle with(Known other) {
      return new Idle(other);
    }

    @Override
    public Time deadline() {
      return Time.NEVER;
    }

    @Override
    public String label() {
      return "idle";
    }
  }

  /**
   * The return routability procedure is in progress.
   *
   * @param goal what for
   * @param careOfAddress the care-of address of the Binding Update to come; the home address at home
   * @param home the home test; empty where there is a home keygen token, or none is needed
   * @param careOf the care-of test, likewise
   */
  record Testing(
      Known known, Goal goal, Ipv6Address careOfAddress, Optional<Probe> home, Optional<Probe> careOf)
      implements CorrespondentState {
    @Override
    public Testing with(Known other) {
      return new Testing(other, goal, careOfAddress, home, careOf);
    }

    Testing withHome(Known other, Optional<Probe> probe) {
      return new Testing(other, goal, careOfAddress, probe, careOf);
    }

    Testing withCareOf(Known other, Optional<Probe> probe) {
      return new Testing(other, goal, careOfAddress, home, probe);
    }

    @Override
    public Time deadline() {
      return Time.earlier(
          home.map(Probe::next).orElse(Time.NEVER), careOf.map(Probe::next).orElse(Time.NEVER));
    }

    @Override
    public String label() {
      return "testing";
    }
  }

  /**
   * The Binding Update has gone out.
   *
   * @param goal what for
   * @param careOfAddress the care-of address in it; the home address at home
   * @param key with which it and its acknowledgement are authorized
   * @param delivery its transmissions
   * @param firstBinding whether the correspondent node certainly had no binding before
   */
  record Updating(
      Known known,
      Goal goal,
      Ipv6Address careOfAddress,
      BindingManagementKey key,
      Delivery delivery,
      boolean firstBinding)
      implements CorrespondentState {
    @Override
    public Updating with(Known other) {
      return new Updating(other, goal, careOfAddress, key, delivery, firstBinding);
    }

    Updating with(Known other, Delivery next) {
      return new Updating(other, goal, careOfAddress, key, next, firstBinding);
    }

    @Override
    public Time deadline() {
      return delivery.next();
    }

    @Override
    public String label() {
      return goal == Goal.REGISTERED ? "updating" : "deleting";
    }
  }

  /**
   * The correspondent node has the binding.
   *
   * @param refresh when it is to be refreshed, if packets go then
   */
  record Bound(Known known, Time refresh) implements CorrespondentState {
    @Override
    public Bound with(Known other) {
      return new Bound(other, refresh);
    }

    @Override
    public Time deadline() {
      return refresh;
    }

    @Override
    public String label() {
      return "bound";
    }
  }

  /**
   * The correspondent node has the binding, and as nobody talks it is left to end.
   *
   * @param end when
   */
  record Lapsing(Known known, Time end) implements CorrespondentState {
    @Override
    public Lapsing with(Known other) {
      return new Lapsing(other, end);
    }

    @Override
    public Time deadline() {
      return end;
    }

    @Override
    public String label() {
      return "lapsing";
    }
  }
}
