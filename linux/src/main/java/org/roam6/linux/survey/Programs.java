package org.roam6.linux.survey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that run in a network namespace. Those that this process may not look at are left out. */
public final class Programs {

  private static final int LONGEST_FILE = 1 << 20;

  private final Path processes;

  /** Looks for processes in a folder like {@code /proc}. */
  public Programs(Path processes) {
    this.processes = processes;
  }

  /**
   * A program that runs.
   *
   * @param process its number
   * @param name its name, at most 15 characters
   * @param arguments the words of its command line
   * @param folder its folder in {@code /proc}
   */
  public record Program(int process, String name, List<String> arguments, Path folder) {

    /** Takes a copy. */
    public Program {
      arguments = List.copyOf(arguments);
    }

    /** What stands behind one of these options on its command line, apart or joined by {@code =}. */
    public Optional<String> option(String... names) {
      for (int i = 0; i < arguments.size(); i++) {
        for (String each : names) {
          if (arguments.get(i).equals(each) && i + 1 < arguments.size()) {
            return Optional.of(arguments.get(i + 1));
          }
          if (arguments.get(i).startsWith(each + "=")) {
            return Optional.of(arguments.get(i).substring(each.length() + 1));
          }
        }
      }
      return Optional.empty();
    }

    /** A text file as the program sees it, in whatever container it runs; empty where there is none or it is huge. */
    public Optional<String> file(String path) {
      Path base = folder.resolve(path.startsWith("/") ? "root" : "cwd");
      Path file = base.resolve(path.startsWith("/") ? path.substring(1) : path);
      try {
        return Files.size(file) > LONGEST_FILE
            ? Optional.empty()
            : Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The programs in a network namespace.
   *
   * @param namespace as {@code /proc/PID/ns/net} names it
   */
  public List<Program> in(String namespace) {
    List<Program> programs = new ArrayList<>();
    try (Stream<Path> folders = Files.list(processes)) {
      folders.filter(folder -> folder.getFileName().toString().matches("\\d{1,9}"))
          .sorted()
          .forEach(folder -> program(folder, namespace).ifPresent(programs::add));
    } catch (IOException e) {
      return List.of();
    }
    return programs;
  }

  private static Optional<Program> program(Path folder, String namespace) {
    try {
      if (!Files.readSymbolicLink(folder.resolve("ns/net")).toString().equals(namespace)) {
        return Optional.empty();
      }
      String name = Files.readString(folder.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
      String words = Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return Optional.of(new Program(
          Integer.parseInt(folder.getFileName().toString()),
          name,
          Arrays.stream(words.split("\0", -1)).filter(word -> !word.isEmpty()).toList(),
          folder));
    } catch (IOException e) {
      // It has ended, or is somebody else's.
      return Optional.empty();
    }
  }
}
