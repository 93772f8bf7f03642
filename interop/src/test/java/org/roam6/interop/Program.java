package org.roam6.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code roam6} command from the class path of the tests, to be run as a process. */
public final class Program {

  private static final Path JVM_OPTIONS = Path.of(System.getProperty("roam6.root"), "cli/src/main/jvm");

  private Program() {}

  /**
   * The words of a command.
   *
   * @param options which of the program's files of options for the virtual machine
   * @param classPath where its classes are
   * @param arguments what a user types after {@code roam6}
   */
  public static List<String> command(String options, String classPath, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The tests run from the class path, where all code is in one nameless module.
    Files.readAllLines(JVM_OPTIONS.resolve(options)).stream()
        .filter(line -> line.startsWith("-") && !line.contains("native-access"))
        .forEach(command::add);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, "org.roam6.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  /** Where the classes of the tests are, and with them those of the program. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }
}
