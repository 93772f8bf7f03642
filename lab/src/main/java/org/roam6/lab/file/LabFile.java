package org.roam6.lab.file;

import java.util.List;

/**
 * A network to build: links, and hosts that are plugged into them.
 *
 * @param name what it is called
 * @param keys key files to make, with random keys, for the configurations of the daemons
 * @param links names of the links, each a switch of its own
 * @param hosts the hosts, in the order of the file
 */
public record LabFile(String name, List<String> keys, List<String> links, List<LabHost> hosts) {

  /** Takes copies of the lists. */
  public LabFile {
    keys = List.copyOf(keys);
    links = List.copyOf(links);
    hosts = List.copyOf(hosts);
  }
}
