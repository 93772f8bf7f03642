package org.roam6.lab;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of the lab that is up: its file, and for each daemon its configuration, log, control socket and process
 * number. There is one lab at a time, since the names of its namespaces are the hosts'.
 *
 * @param path where it is
 */
public record LabFolder(Path path) {

  /** Where the folder of the lab that is up is. */
  public static final LabFolder CURRENT = new LabFolder(Path.of("/run/roam6/lab"));

  private static final int KEY_LENGTH = 32;

  /**
   * Makes the folder with the lab's file in it, both at once.
   *
   * @return false where there is one already
   */
  boolean create(String labFile) throws IOException {
    Files.createDirectories(path.getParent());
    Path temporary = Files.createTempDirectory(path.getParent(), "lab-new-");
    Files.writeString(temporary.resolve("lab.yaml"), labFile);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException alreadyThere) {
      delete(temporary);
      if (Files.exists(path)) {
        return false;
      }
      throw alreadyThere;
    }
  }

  /** The file of the lab that is up; empty where none is. */
  Optional<String> labFile() throws IOException {
    Path file = path.resolve("lab.yaml");
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** The configuration of a host's daemon. */
  Path configuration(String host) {
    return path.resolve(host + ".yaml");
  }

  /** What a host's daemon says. */
  public Path log(String host) {
    return path.resolve(host + ".log");
  }

  /** Where a host's daemon answers. */
  public Path controlSocket(String host) {
    return path.resolve(host + ".sock");
  }

  /** Which process a host's daemon is. */
  Path process(String host) {
    return path.resolve(host + ".pid");
  }

  /** Makes a random key that only the owner may read. */
  void createKey(String name) throws IOException {
    byte[] key = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    Path file = path.resolve(name);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
  }

  /** Removes the folder. */
  void delete() throws IOException {
    delete(path);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
