package org.roam6.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of a lab runs, and where its cables are.
 *
 * @param name the lab's name
 * @param folder where its logs and sockets are
 * @param hosts its hosts
 */
public record LabStatus(String name, Path folder, List<Host> hosts) {

  /**
   * A host.
   *
   * @param daemonWanted whether a daemon should run in it
   * @param daemon the daemon's process number; empty where none runs
   */
  public record Host(
      String name, String namespace, List<Interface> interfaces, boolean daemonWanted, Optional<Long> daemon) {}

  /** An interface and the link that its cable is in. */
  public record Interface(String name, String link) {}
}
