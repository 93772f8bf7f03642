package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Attempt;
import org.roam6.protocol.mobilenode.RegistrationState.Because;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * Keeps the home agent informed of where the mobile node is (RFC 6275 11.5.5, 11.7.1, 11.7.3, 11.8); the diagram stands
 * at the package. What becomes of acknowledgements is in {@link Acknowledgements}.
 */
final class HomeRegistration {

  private HomeRegistration() {}

  /** What registration hears of. */
  sealed interface Input {

    /** The node is on a visited link and has this care-of address. */
    record Away(CareOf careOf) implements Input {}

    /**
     * The node is on its home link.
     *
     * @param homeAgent the home agent's link-layer address where it is known
     * @param otherInterface whether it is there by another interface than where it was until now
     */
    record Home(Optional<LinkLayerAddress> homeAgent, boolean otherInterface) implements Input {}

    /** The node has no link, or no address there. */
    record Lost() implements Input {}

    /** On the home link another node defends the home address: the home agent, as far as one can tell. */
    record HomeAddressDefended() implements Input {}

    /** On the home link somebody with this link-layer address advertises himself for the home address. */
    record HomeAddressClaimed(LinkLayerAddress by) implements Input {}

    /** A Binding Acknowledgement came in. */
    record Acknowledged(ReceivedAcknowledgement acknowledgement) implements Input {}

    /** The home agent asks for a Binding Update, in a message of this name. */
    record RefreshRequested(String message) implements Input {}

    /** The deadline of the state has come. */
    record Due() implements Input {}
  }

  /**
   * What a step may know.
   *
   * @param config what the node is to do
   * @param link its end of the link
   * @param timeOfDay its own time of day
   * @param resumed when the machine last went on from a snapshot; long ago where it never did
   * @param homePrefixUntil when the home prefix ends, by what was last advertised on the home link
   * @param heldElsewhere whether another home agent may have a binding for the home address, and defend it
   * @param leftHome when the node left the home link last; long ago where it was not there
   * @param besides when the home agent was sent Binding Updates for other home addresses lately
   * @param now the time
   */
  record Context(
      MobileNodeConfig config,
      Link link,
      NtpTimestamp timeOfDay,
      Time resumed,
      Time homePrefixUntil,
      boolean heldElsewhere,
      Time leftHome,
      RecentSends besides,
      Time now) {

    /** The same before another home agent. */
    Context with(MobileNodeConfig other) {
      return new Context(
          other, link, timeOfDay, resumed, homePrefixUntil, heldElsewhere, leftHome, besides, now);
    }
  }

  /** The state that follows, and what to do. */
  record Step(RegistrationState next, List<Effect> effects) {}

  static Step step(Context context, RegistrationState state, Input input) {
    return switch (input) {
      case Input.Away(CareOf careOf) -> away(context, state, careOf);
      case Input.Home(var homeAgent, boolean otherInterface) when otherInterface && state instanceof AtHome atHome ->
          announce(
              context,
              new AtHome(atHome.history(), true, Transmission.MAX_NEIGHBOR_ADVERTISEMENT, context.now()));
      case Input.Home(Optional<LinkLayerAddress> homeAgent, _) -> home(context, state, homeAgent);
      case Input.Lost() -> lost(context, state);
      case Input.HomeAddressDefended() -> defended(context, state);
      case Input.HomeAddressClaimed(LinkLayerAddress by) -> claimed(context, state, by);
      case Input.Acknowledged(ReceivedAcknowledgement acknowledgement) ->
          Acknowledgements.receive(context, state, acknowledgement);
      case Input.RefreshRequested(String message) -> refreshRequested(context, state, message);
      case Input.Due() -> due(context, state);
    };
  }

  private static Step away(Context context, RegistrationState state, CareOf careOf) {
    return switch (state) {
      case HomeAddressLost lost -> new Step(lost, List.of());
      case Interrupted(History history, Optional<Entry> entry) ->
          entry
              .filter(known -> isStillRegistered(context, known, careOf))
              .map(known -> Acknowledgements.registered(context, history, careOf, known))
              .map(registered -> new Step(registered, List.of()))
              .orElseGet(() -> register(context, history, careOf, entry));
      case AtHome atHome -> register(context, atHome.history(), careOf, Optional.empty());
      case Resolving resolving -> register(context, resolving.history(), careOf, resolving.entry());
      case Returning returning ->
          register(context, returning.history(), careOf, Optional.of(returning.existing().unsure()));
      case Registering(var history, var before, var entry, var former, var attempt) ->
          before.address().equals(careOf.address())
              ? new Step(new Registering(history, careOf, entry, former, attempt), List.of())
              : register(context, history, careOf, entry);
      case Registered(var history, var before, var binding, var refresh) ->
          before.address().equals(careOf.address())
              ? new Step(new Registered(history, careOf, binding, refresh), List.of())
              : register(context, history, careOf, Optional.of(binding));
      case Refused(var history, var before, var entry, var because, var retry) ->
          because == Because.HOME_AGENT || before.map(CareOf::address).equals(Optional.of(careOf.address()))
              ? new Step(new Refused(history, Optional.of(careOf), entry, because, retry), List.of())
              : register(context, history, careOf, entry);
    };
  }

  private static boolean isStillRegistered(Context context, Entry entry, CareOf careOf) {
    return entry.acknowledged()
        && entry.careOfAddress().equals(careOf.address())
        && context.now().isBefore(entry.expiry());
  }

  private static Step interrupted(Context context, History history, Optional<Entry> entry) {
    boolean ended = entry.filter(known -> known.end().isDue(context.now())).isPresent();
    return ended
        ? new Step(
            new Interrupted(history, Optional.empty()), entry.stream().map(HomeRegistration::expired).toList())
        : new Step(new Interrupted(history, entry), List.of());
  }

  private static Step home(Context context, RegistrationState state, Optional<LinkLayerAddress> homeAgent) {
    return switch (state) {
      case AtHome _, HomeAddressLost _ -> new Step(state, List.of());
      case Resolving(var history, var existing, _, _) ->
          homeAgent
              .map(address -> deregister(context, history, existing, address, false))
              .orElseGet(() -> new Step(state, List.of()));
      case Returning returning ->
          new Step(returning.withHomeAgent(homeAgent.orElse(returning.homeAgent())), List.of());
      case Interrupted _, Registering _, Registered _, Refused _ -> returnHome(context, state, homeAgent);
    };
  }

  private static Step returnHome(Context context, RegistrationState state, Optional<LinkLayerAddress> homeAgent) {
    Optional<Entry> existing = state.entry().filter(entry -> context.now().isBefore(entry.end()));
    if (existing.isEmpty()) {
      return atHome(context, state.history(), false);
    }
    return homeAgent
        .map(address -> deregister(context, state.history(), existing.get(), address, false))
        .orElseGet(
            () -> resolve(context, new Resolving(state.history(), existing.get(), 0, context.now())));
  }

  /** At home without a binding that would have to be deleted: duplicate address detection is the host's business. */
  private static Step atHome(Context context, History history, boolean defended) {
    return new Step(
        new AtHome(history, defended, 0, Time.NEVER),
        List.of(new Notify(new MobileNodeNotice.ReturnedHome(context.config().homeAddress(), false))));
  }

  private static Step lost(Context context, RegistrationState state) {
    return switch (state) {
      case HomeAddressLost _, Interrupted _ -> new Step(state, List.of());
      case Refused(var history, _, var entry, var because, var retry) ->
          new Step(new Refused(history, Optional.empty(), entry, because, retry), List.of());
      case Returning(var history, var existing, _, _, _) ->
          interrupted(context, history, Optional.of(existing.unsure()));
      case AtHome _, Resolving _, Registering _, Registered _ ->
          interrupted(context, state.history(), state.entry());
    };
  }

  /**
   * At home without any binding that this node would know of, somebody answered for the home address: after a crash it
   * can be the home agent, which still has a binding of the node's earlier life. Deleting it tells.
   */
  private static Step defended(Context context, RegistrationState state) {
    return switch (state) {
      case AtHome(var history, var defended, _, _) when !defended ->
          resolve(context, new Resolving(history, presumed(context), 0, context.now()));
      case AtHome _,
          Resolving _,
          Returning _,
          Registering _,
          Registered _,
          Refused _,
          Interrupted _,
          HomeAddressLost _ ->
          new Step(state, List.of());
    };
  }

  /** What a home agent may have of an earlier life of the node. */
  private static Entry presumed(Context context) {
    return Entry.unknown(
        context.config().homeAddress(), context.now(), Transmission.lifetime(context, Time.NEVER));
  }

  // RFC 6275 11.5.5: "the mobile node SHOULD record the information from the Source Link-Layer Address option or from
  // the advertisement"
  /**
   * Who stands in for the home address while the node looks for its home agent is that. It can also be a home agent
   * that was down when the node came home: it is told then, and the home address goes on being used, as anybody on the
   * link can say such a thing.
   */
  private static Step claimed(Context context, RegistrationState state, LinkLayerAddress by) {
    return switch (state) {
      case Resolving(var history, var existing, _, _) -> deregister(context, history, existing, by, false);
      case AtHome(var history, var defended, _, _) when !defended ->
          deregister(context, history, presumed(context), by, true);
      case AtHome _, Returning _, Registering _, Registered _, Refused _, Interrupted _, HomeAddressLost _ ->
          new Step(state, List.of());
    };
  }

  /** Begins to register {@code careOf}, where {@code entry} is what the home agent may have. */
  static Step register(Context context, History history, CareOf careOf, Optional<Entry> entry) {
    MobileNodeTimers timers = context.config().timers();
    boolean existing = entry.filter(known -> context.now().isBefore(known.heldUntil())).isPresent();
    // RFC 6275 11.8: "If the mobile node is sending a Binding Update and does not have an existing binding at the home
    // agent, it SHOULD use InitialBindackTimeoutFirstReg"
    Duration timeout = existing ? timers.initialBindackTimeout() : timers.initialBindackTimeoutFirstReg();
    Optional<Ipv6Address> former =
        entry.map(Entry::careOfAddress)
            .filter(address -> !address.equals(careOf.address()) && !address.equals(context.config().homeAddress()));
    return Transmission.send(
        context, new Registering(history, careOf, entry, former, Attempt.first(timeout, context.now())));
  }

  private static Step deregister(
      Context context, History history, Entry existing, LinkLayerAddress homeAgent, boolean used) {
    Attempt attempt = Attempt.first(context.config().timers().initialBindackTimeout(), context.now());
    return Transmission.send(context, new Returning(history, existing, homeAgent, used, attempt));
  }

  // RFC 6275 11.5.5: "the mobile node MUST multicast the packet, and in addition set the Source Address of this
  // Neighbor Solicitation to the unspecified address (0:0:0:0:0:0:0:0). The target of the Neighbor Solicitation MUST be
  // set to the mobile node's home address."
  private static Step resolve(Context context, Resolving state) {
    int sent = state.sent() + 1;
    Duration wait = Transmission.backOff(context, sent);
    return new Step(
        new Resolving(state.history(), state.existing(), sent, context.now().plus(wait)),
        List.of(
            NeighborPackets.duplicateProbe(context.link().on(), context.config().homeAddress()),
            new Notify(new MobileNodeNotice.HomeAgentSolicited(sent))));
  }

  private static Step refreshRequested(Context context, RegistrationState state, String message) {
    return switch (state) {
      case Registered(var history, var careOf, var binding, _) -> {
        // RFC 6275 11.7.4: "the mobile node should be careful not to respond" to what an attacker can send; once in the
        // time that an answer takes is enough
        if (context.now().isBefore(binding.sent().plus(context.config().timers().initialBindackTimeout()))) {
          yield new Step(state, List.of());
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Notify(new MobileNodeNotice.RefreshRequested(message)));
        Step step = register(context, history, careOf, Optional.of(binding));
        effects.addAll(step.effects());
        yield new Step(step.next(), effects);
      }
      case AtHome _,
          Resolving _,
          Returning _,
          Registering _,
          Refused _,
          Interrupted _,
          HomeAddressLost _ ->
          new Step(state, List.of());
    };
  }

  private static Step due(Context context, RegistrationState state) {
    Time now = context.now();
    return switch (state) {
      case HomeAddressLost _ -> new Step(state, List.of());
      case AtHome atHome -> announce(context, atHome);
      case Interrupted(var history, var entry) -> interrupted(context, history, entry);
      case Resolving resolving ->
          resolving.existing().end().isDue(now)
              ? atHome(context, resolving.history(), false)
              : resolve(context, resolving);
      case Returning returning ->
          // RFC 6275 11.5.5: "If the mobile node returns home after the bindings for all of its care-of addresses have
          // expired, then it SHOULD perform DAD."
          returning.existing().end().isDue(now)
              ? atHome(context, returning.history(), false)
              : Transmission.send(context, returning);
      case Registering registering -> Transmission.send(context, registering);
      case Registered(var history, var careOf, var binding, _) ->
          register(context, history, careOf, Optional.of(binding));
      case Refused(var history, var careOf, var entry, _, _) ->
          careOf
              .map(address -> register(context, history, address, entry))
              .orElseGet(() -> interrupted(context, history, entry));
    };
  }

  private static Effect expired(Entry entry) {
    return new Notify(new MobileNodeNotice.BindingExpired(entry.careOfAddress()));
  }

  /** Tells the neighbours of the home link that the home address is here now, once more. */
  static Step announce(Context context, AtHome state) {
    if (state.announcementsLeft() == 0) {
      return new Step(state, List.of());
    }
    int left = state.announcementsLeft() - 1;
    Time next = left == 0 ? Time.NEVER : context.now().plus(Transmission.RETRANS_TIMER);
    return new Step(
        new AtHome(state.history(), state.defended(), left, next), Transmission.announcements(context));
  }
}
