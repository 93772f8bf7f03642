package org.roam6.interop.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of a daemon that needs little of a machine: it advertises on an interface that is not there. */
final class RouterFile {

  private RouterFile() {}

  /** Writes one; {@code setting} is a line of it. */
  static Path write(Path folder, String setting) throws IOException {
    return Files.writeString(
        folder.resolve("roam6.yaml"),
        """
        control-socket: router.sock
        %s
        router: {interfaces: {eth0: {prefixes: [2001:db8:1::1/64]}}}
        """
            .formatted(setting));
  }
}
