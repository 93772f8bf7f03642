package org.roam6.lab.file;

import java.util.List;
import java.util.Map;

/**
 * A network to build: links, and hosts that are plugged into them.
 *
 * @param name what it is called
 * @param keys key files to make, with random keys, for the configurations of the daemons
 * @param links names of the links, each a switch of its own
 * @param mtus the MTUs of links that do not have the default, in octets
 * @param hosts the hosts, in the order of the file
 */
public record LabFile(
    String name, List<String> keys, List<String> links, Map<String, Integer> mtus, List<LabHost> hosts) {

  /** The MTU of links that have none of their own, in octets: an Ethernet's. */
  public static final int DEFAULT_MTU = 1500;

  /** Takes copies of the lists and of the map. */
  public LabFile {
    keys = List.copyOf(keys);
    links = List.copyOf(links);
    mtus = Map.copyOf(mtus);
    hosts = List.copyOf(hosts);
  }

  /** The MTU of a link, in octets. */
  public int mtu(String link) {
    return mtus.getOrDefault(link, DEFAULT_MTU);
  }
}
