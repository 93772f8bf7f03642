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
import org.roam6.wire.Ipv6Address;

/** Shows the states of a mobile node's machines. */
final class Snapshots {

  private Snapshots() {}

  static MobileNodeSnapshot of(List<HomeAddressUse> homes, InterfaceChoice choice, Time now) {
    MobileInterface used = choice.used();
    Place place = used.lastPlace();
    return new MobileNodeSnapshot(
        whereabouts(place),
        used.movement().label(),
        router(place),
        careOfAddress(place),
        homes.stream().map(home -> home.snapshot(place)).toList(),
        homes.stream().flatMap(home -> home.entry(now).stream()).toList(),
        homes.stream().flatMap(home -> home.correspondents(now).stream()).toList(),
        choice.all().stream().map(each -> show(choice, each)).toList());
  }

  static Whereabouts whereabouts(Place place) {
    return switch (place) {
      case Nowhere _, Managed _ -> Whereabouts.UNKNOWN;
      case Home _ -> Whereabouts.HOME;
      case Away _ -> Whereabouts.AWAY;
    };
  }

  private static Optional<Ipv6Address> router(Place place) {
    return place.defaultRouter().map(NextHop::address);
  }

  private static Optional<Ipv6Address> careOfAddress(Place place) {
    return place.visited() instanceof Away away ? Optional.of(away.careOfAddress()) : Optional.empty();
  }

  private static MobileNodeSnapshot.Interface show(InterfaceChoice choice, MobileInterface each) {
    return new MobileNodeSnapshot.Interface(
        each.name(),
        each == choice.used(),
        choice.preferred().filter(each.name()::equals).isPresent(),
        choice.isReady(each),
        each.movement().label(),
        router(each.place()),
        careOfAddress(each.place()));
  }

  static MobileNodeSnapshot.Entry show(
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
