package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Notice;
import org.roam6.wire.Ipv6Address;

/**
 * What a mobile node with several home addresses tells of one of them.
 *
 * @param homeAddress the home address
 * @param about what there is to tell of it
 */
public record HomeAddressNotice(Ipv6Address homeAddress, Notice about) implements Notice {

  @Override
  public Level level() {
    return about.level();
  }

  @Override
  public String text() {
    return homeAddress + ": " + about.text();
  }
}
