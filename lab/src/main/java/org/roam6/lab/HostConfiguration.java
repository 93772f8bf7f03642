package org.roam6.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.roam6.daemon.configuration.ConfigurationError;
import org.roam6.daemon.configuration.ConfigurationFile;
import org.roam6.daemon.configuration.Reading;

/** A daemon's configuration as it stands in a lab file: at its place there, which its faults tell. */
final class HostConfiguration {

  private HostConfiguration() {}

  /** The faults of {@code text}, whose relative paths begin at the lab's folder. */
  static List<ConfigurationError> check(String file, String text, LabFolder folder) {
    return switch (ConfigurationFile.parse(file, text, folder.path())) {
      case Reading.Valid _ -> List.of();
      case Reading.Invalid invalid -> invalid.errors();
    };
  }

  /** The daemon's own file: without the indentation that it has in the lab file, and with its control socket. */
  static String complete(String text, Path controlSocket) {
    String lines = text.stripLeading();
    if (lines.startsWith("{")) {
      return "{control-socket: " + controlSocket + ", " + lines.substring(1);
    }
    int indentation = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").indexOf(lines.charAt(0));
    String shifted =
        text.lines()
            .dropWhile(String::isBlank)
            .map(line -> line.isBlank() ? "" : line.substring(Math.min(indentation, indent(line))))
            .collect(Collectors.joining("\n"));
    return "control-socket: " + controlSocket + "\n" + shifted + "\n";
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
