package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;

/** Shows the states of a mobile node's machines. */
final class Snapshots {

  private Snapshots() {}

  static MobileNodeSnapshot of(
      MobileNodeConfig config,
      InterfaceChoice choice,
      Optional<RegistrationState> registration,
      List<MobileNodeSnapshot.Correspondent> correspondents,
      Time now) {
    MobileInterface mobile = choice.used();
    Place place = mobile.lastPlace();
    MovementState movement = mobile.movement();
    List<MobileNodeSnapshot.Entry> list =
        registration.flatMap(state -> state.entry().map(entry -> show(config, state, entry, now))).stream().toList();
    boolean lost = registration.filter(HomeAddressLost.class::isInstance).isPresent();
    return switch (place) {
      case Nowhere() ->
          new MobileNodeSnapshot(
              Whereabouts.UNKNOWN, movement.label(), Optional.empty(), Optional.empty(), lost, list, correspondents);
      case Managed(NextHop router) ->
          new MobileNodeSnapshot(
              Whereabouts.UNKNOWN,
              movement.label(),
              Optional.of(router.address()),
              Optional.empty(),
              lost,
              list,
              correspondents);
      case Home(var router, var homeAgent) ->
          new MobileNodeSnapshot(
              Whereabouts.HOME,
              movement.label(),
              router.map(NextHop::address),
              Optional.empty(),
              lost,
              list,
              correspondents);
      case Away away ->
          new MobileNodeSnapshot(
              Whereabouts.AWAY,
              movement.label(),
              Optional.of(away.router().address()),
              Optional.of(away.careOfAddress()),
              lost,
              list,
              correspondents);
    };
  }

  private static MobileNodeSnapshot.Entry show(
      MobileNodeConfig config, RegistrationState state, Entry entry, Time now) {
    return new MobileNodeSnapshot.Entry(
        BindingKey.of(config.homeAddress()),
        config.homeAgentAddress(),
        entry.careOfAddress(),
        state.label(),
        entry.acknowledged(),
        state.history().last().value(),
        entry.lifetime().duration(),
        atLeastZero(entry.expiry().since(now)),
        transmissions(state),
        Optional.of(state.deadline()).filter(due -> !due.equals(Time.NEVER)).map(due -> atLeastZero(due.since(now))));
  }

  private static int transmissions(RegistrationState state) {
    return switch (state) {
      case Registering registering -> registering.attempt().transmissions();
      case Returning returning -> returning.attempt().transmissions();
      case AtHome _, Resolving _, Registered _, Refused _, Interrupted _, HomeAddressLost _ -> 0;
    };
  }

  static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
