package org.roam6.protocol.router;

import java.util.List;

/**
 * What a router advertises.
 *
 * @param interfaces the interfaces on which it advertises itself, each named once
 */
public record RouterConfig(List<AdvertisingInterface> interfaces) {

  /** Takes a copy, and refuses an interface named twice. */
  public RouterConfig {
    interfaces = List.copyOf(interfaces);
    if (interfaces.stream().map(AdvertisingInterface::name).distinct().count() != interfaces.size()) {
      throw new IllegalArgumentException("an advertising interface is named twice");
    }
  }
}
