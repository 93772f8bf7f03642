package org.roam6.daemon.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.router.AdvertisingInterface;

/** What Roam6 is to do on the host; without a configuration it may be anything. */
record Plan(Optional<Configuration> configuration) {

  boolean homeAgent() {
    return configuration.map(each -> !each.homeAgents().isEmpty()).orElse(true);
  }

  boolean mobileNode() {
    return configuration.map(each -> each.mobileNode().isPresent()).orElse(true);
  }

  boolean correspondent() {
    return configuration.map(each -> each.correspondent().isPresent()).orElse(true);
  }

  /** Whether packets with headers of Mobile IPv6 are handled at all. */
  boolean mobility() {
    return homeAgent() || mobileNode() || correspondent();
  }

  boolean router() {
    return configuration.map(each -> each.router().isPresent()).orElse(true);
  }

  String tunnelInterface() {
    return configuration.map(Configuration::tunnelInterface).orElse(Configuration.DEFAULT_TUNNEL_INTERFACE).value();
  }

  /** The interfaces that move between links. */
  List<String> mobileInterfaces() {
    return configuration
        .flatMap(Configuration::mobileNode)
        .map(role -> role.interfaces().stream().map(InterfaceName::value).toList())
        .orElse(List.of());
  }

  Set<String> advertisingInterfaces() {
    Set<String> names = new TreeSet<>();
    configuration.flatMap(Configuration::router).ifPresent(
        role -> role.interfaces().stream().map(AdvertisingInterface::name).map(InterfaceName::value)
            .forEach(names::add));
    return names;
  }

  /** All interfaces that are named. */
  Set<String> interfaces() {
    Set<String> names = advertisingInterfaces();
    configuration.stream()
        .flatMap(each -> each.homeAgents().stream())
        .filter(role -> !role.hasVirtualHomeLink())
        .forEach(role -> names.add(role.homeInterface().value()));
    names.addAll(mobileInterfaces());
    return names;
  }
}
