package org.roam6.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingUpdateAuthenticator;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityMessage;

/**
 * RFC 4285 6: "the 64-bit timestamp used in a Binding Update from the Mobile Node MUST be greater than that used in any
 * previous successful Binding Update", whatever becomes of its clock. That is asked for as long as neither the mobile
 * node has been started anew nor the home agent has lost its storage. An update that was refused for its timestamp and
 * is accepted when it comes once more does not count: the mobile node has corrected its clock, and cannot know of it. Nor
 * does one whose acceptance the mobile node has not heard of when the home agent tells it a time that lies far before.
 */
final class TimestampsGrow extends Checker {

  private final Ledger ledger;
  private final Map<Accepted, NtpTimestamp> accepted = new HashMap<>();
  private final Set<NtpTimestamp> refused = new HashSet<>();
  private final Set<NtpTimestamp> heardOf = new HashSet<>();
  // What nodes that were stopped have sent since: what is accepted later of their former lives they cannot know of.
  private final Map<String, Set<NtpTimestamp>> sentAnew = new HashMap<>();

  TimestampsGrow(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Whose timestamp, and by whom. */
  private record Accepted(String identifier, String homeAgent) {}

  @Override
  public String name() {
    return "timestamps-grow";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Stopped) {
      sentAnew.put(identifier(host.name()), new HashSet<>());
    } else if (disturbance instanceof Disturbance.Started(boolean withStorage)) {
      if (ledger.isHomeAgent(host) && !withStorage) {
        accepted.keySet().removeIf(each -> each.homeAgent.equals(host.name()));
      } else {
        accepted.keySet().removeIf(each -> each.identifier.equals(identifier(host.name())));
      }
    }
  }

  /** Where it is the copy of an update that was accepted, the refusal may be what the mobile node hears first. */
  private void refuses(NtpTimestamp timestamp) {
    refused.add(timestamp);
    accepted.values().remove(timestamp);
  }

  private boolean isOfThisLife(String identifier, NtpTimestamp timestamp) {
    Set<NtpTimestamp> since = sentAnew.get(identifier);
    return since == null || since.contains(timestamp);
  }

  private static String identifier(String host) {
    return host + "@example.org";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    // RFC 4285 6: "greater than that used in any previous successful Binding Update": a repeated one with a number that
    // is out of date is none, and the mobile node hears nothing of it that it would believe.
    boolean isRefused =
        effects.stream().anyMatch(each -> each instanceof Effect.Notify(HomeAgentNotice.BindingUpdateRefused _));
    for (Effect effect : effects) {
      if (effect instanceof Effect.Remember(Memory.AcceptedTimestamp(_, String identifier, NtpTimestamp timestamp))
          && !isRefused
          && !refused.contains(timestamp)
          && isOfThisLife(identifier, timestamp)) {
        accepted.put(new Accepted(identifier, host.name()), timestamp);
      } else if (effect instanceof Effect.Notify(HomeAgentNotice.BindingUpdateRefused(_, var status))
          && status == BindingAcknowledgementStatus.ID_MISMATCH
          && event instanceof Event.PacketReceived received) {
        MobilityMessages.in(received.packet())
            .flatMap(seen -> seen.message().option(MessageReplayProtection.class))
            .ifPresent(option -> refuses(new NtpTimestamp(option.timestamp())));
      }
    }
    if (event instanceof Event.PacketReceived received && ledger.mobileNode(host).isPresent()) {
      MobilityMessages.in(received.packet()).ifPresent(seen -> hears(host, seen.message(), effects));
    }
  }

  private void hears(SimulatedHost host, MobilityMessage message, List<Effect> effects) {
    Optional<NtpTimestamp> told =
        message.option(MessageReplayProtection.class).map(option -> new NtpTimestamp(option.timestamp()));
    if (message instanceof BindingAcknowledgement acknowledgement && acknowledgement.isAccepted()) {
      told.ifPresent(heardOf::add);
    } else if (effects.stream().anyMatch(TimestampsGrow::isCorrection)) {
      told.map(time -> time.plus(BindingUpdateAuthenticator.CLOSE_ENOUGH))
          .ifPresent(latest -> goesBack(identifier(host.name()), latest));
    }
  }

  private static boolean isCorrection(Effect effect) {
    return effect instanceof Effect.Notify(MobileNodeNotice.ClockCorrected _);
  }

  private void goesBack(String identifier, NtpTimestamp latest) {
    accepted
        .entrySet()
        .removeIf(
            each ->
                each.getKey().identifier.equals(identifier)
                    && each.getValue().isAfter(latest)
                    && !heardOf.contains(each.getValue()));
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    ledger
        .updateSent(from, frame)
        .ifPresent(
            seen ->
                ledger
                    .homeAgentAt(seen.destination())
                    .ifPresent(to -> judge(from, to.name(), (BindingUpdate) seen.message(), now)));
  }

  private void judge(Port from, String homeAgent, BindingUpdate update, Time now) {
    String identifier = identifier(from.host());
    if (sentAnew.containsKey(identifier)) {
      update
          .option(MessageReplayProtection.class)
          .ifPresent(option -> sentAnew.get(identifier).add(new NtpTimestamp(option.timestamp())));
    }
    NtpTimestamp last = accepted.get(new Accepted(identifier, homeAgent));
    update
        .option(MessageReplayProtection.class)
        .map(option -> new NtpTimestamp(option.timestamp()))
        .filter(timestamp -> last != null && timestamp.value() - last.value() <= 0)
        .filter(_ -> update.option(MobileNodeIdentifier.class).isPresent())
        .ifPresent(timestamp -> violated(now, from.host() + " sends timestamp " + timestamp + " after " + last));
  }
}
