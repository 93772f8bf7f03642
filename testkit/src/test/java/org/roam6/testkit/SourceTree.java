package org.roam6.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the project, for tests of the tree itself. */
final class SourceTree {

  /** The folder that holds the modules. */
  static final Path ROOT = findRoot(Path.of(System.getProperty("roam6.root", "")).toAbsolutePath());

  private SourceTree() {}

  /** A Java source, with its path from the root. */
  record Source(Path path, List<String> lines) {

    String module() {
      return path.getName(0).toString();
    }

    boolean isMain() {
      return path.startsWith(Path.of(module(), "src", "main"));
    }

    boolean isTest() {
      return path.startsWith(Path.of(module(), "src", "test"));
    }

    String text() {
      return String.join("\n", lines);
    }
  }

  static List<Source> sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ROOT::relativize)
          .filter(path -> path.getNameCount() > 2 && path.getName(1).toString().equals("src"))
          .sorted()
          .map(SourceTree::read)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Source read(Path path) {
    try {
      return new Source(path, Files.readAllLines(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path findRoot(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("wire/src")) && Files.isDirectory(folder.resolve("protocol/src"))) {
        return folder;
      }
    }
    throw new IllegalStateException("the root of the project is not above " + start);
  }
}
