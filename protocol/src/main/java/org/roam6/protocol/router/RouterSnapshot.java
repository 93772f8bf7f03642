package org.roam6.protocol.router;

import java.util.List;
import org.roam6.protocol.InterfaceName;

/**
 * What a router does at one moment.
 *
 * @param interfaces its advertising interfaces, in the order of the configuration
 */
public record RouterSnapshot(List<Advertising> interfaces) {

  /**
   * One interface.
   *
   * @param name its name
   * @param active whether it advertises now
   * @param nextAdvertisementMillis until the next advertisement to all nodes; -1 where none is due
   */
  public record Advertising(InterfaceName name, boolean active, long nextAdvertisementMillis) {}
}
