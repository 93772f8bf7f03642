package org.roam6.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this very program once more. */
public final class JavaProgram {

  private static final String MODULE = "org.roam6.cli";
  private static final String MAIN = "org.roam6.cli.Main";

  private JavaProgram() {}

  /**
   * The command line that runs {@code roam6} as this process does: same Java, same modules or class path.
   *
   * @param options name of the file with JVM options, {@code daemon.options} or {@code command.options}
   * @param arguments the arguments of {@code roam6}
   */
  public static List<String> command(String options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String root = System.getProperty("roam6.root", "");
    Path file = Path.of(root, "cli/src/main/jvm", options);
    if (!root.isEmpty() && Files.exists(file)) {
      command.add("@" + file);
      command.add("-Droam6.root=" + root);
    }
    String modules = System.getProperty("jdk.module.path");
    if (modules == null) {
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), MAIN));
    } else {
      command.addAll(List.of("-p", modules, "-m", MODULE + "/" + MAIN));
    }
    command.addAll(arguments);
    return command;
  }
}
