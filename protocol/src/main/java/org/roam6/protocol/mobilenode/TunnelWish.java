package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.mobilenode.Place.Away;
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

/** The tunnel that a mobile node wants, by where its interfaces are and where its registration stands. */
final class TunnelWish {

  private TunnelWish() {}

  /** The tunnel; empty where packets have no way through one. */
  static Optional<Desired> of(MobileNodeConfig config, Situation situation) {
    Optional<Ipv6Address> bridge = situation.bridge().flatMap(Situation.At::careOfAddress);
    if (bridge.isPresent()) {
      return situation
          .registration()
          .entry()
          .map(entry -> tunnel(config, situation, bridge.get(), entry.heldUntil(), Optional.empty(), true));
    }
    return situation.used().place().to(config.homePrefix()) instanceof Away away
        ? away(config, situation, away)
        : Optional.empty();
  }

  private static Optional<Desired> away(MobileNodeConfig config, Situation situation, Away away) {
    Ipv6Address careOfAddress = away.careOfAddress();
    return switch (situation.registration()) {
      case Registering registering when !registering.attempt().outstanding().isEmpty() ->
          registering
              .entry()
              .map(Entry::expiry)
              .map(end -> tunnel(config, situation, careOfAddress, end, registering.former(), true));
      case Registered registered ->
          Optional.of(
              tunnel(config, situation, careOfAddress, registered.binding().expiry(), Optional.empty(), true));
      case Interrupted interrupted ->
          interrupted
              .entry()
              .filter(entry -> entry.careOfAddress().equals(careOfAddress))
              .map(Entry::expiry)
              .map(end -> tunnel(config, situation, careOfAddress, end, Optional.empty(), false));
      case Registering _, Refused _, AtHome _, Resolving _, Returning _, HomeAddressLost _ -> Optional.empty();
    };
  }

  private static Desired tunnel(
      MobileNodeConfig config,
      Situation situation,
      Ipv6Address careOfAddress,
      Time end,
      Optional<Ipv6Address> former,
      boolean sending) {
    List<Ipv6Address> others = new ArrayList<>();
    former.ifPresent(others::add);
    others.addAll(situation.otherCareOfAddresses());
    situation.used().careOfAddress().ifPresent(others::add);
    return new Desired.WantedTunnel(
        new Tunnel(
            BindingKey.of(config.homeAddress()),
            Tunnel.Side.MOBILE_NODE,
            careOfAddress,
            config.homeAgentAddress(),
            others.stream().distinct().filter(other -> !other.equals(careOfAddress)).toList(),
            end,
            sending));
  }
}
