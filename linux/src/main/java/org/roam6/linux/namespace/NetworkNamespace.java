package org.roam6.linux.namespace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.Mount;
import org.roam6.linux.abi.Sched;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.ProcessLibc;
import org.roam6.linux.libc.SystemCallException;

/**
 * A network namespace with a name, as {@code ip netns} knows it.
 *
 * @param name 1 to 100 letters, digits, dots, hyphens and underscores
 */
public record NetworkNamespace(String name) {

  /** Where the kernel's namespaces are kept by name. */
  public static final Path DIRECTORY = Path.of("/run/netns");

  private static final Path OWN = Path.of("/proc/thread-self/ns/net");
  private static final Path USER_MAP = Path.of("/proc/self/uid_map");

  /** Refuses names that would lead out of the directory. */
  public NetworkNamespace {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not a name of a network namespace: '" + name + "'");
    }
  }

  /**
   * Makes a namespace with nothing in it but a loopback interface that is off.
   *
   * @throws FileAlreadyExistsException where there is one of this name
   */
  public static NetworkNamespace create(String name) throws IOException {
    NetworkNamespace namespace = new NetworkNamespace(name);
    prepareDirectory();
    Files.createFile(namespace.file());
    try {
      ThrowAwayThread.inNewNetwork(() -> {
        ProcessLibc.system().mount(OWN.toString(), namespace.file().toString(), "none", Mount.MS_BIND, null);
        return namespace;
      });
      return namespace;
    } catch (IOException e) {
      Files.delete(namespace.file());
      throw e;
    }
  }

  /** The namespaces that have a name, sorted by it. */
  public static List<NetworkNamespace> list() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"))
          .sorted()
          .map(NetworkNamespace::new)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Whether there is one of this name. */
  public boolean exists() {
    return Files.exists(file());
  }

  /** The file that keeps it alive. */
  public Path file() {
    return DIRECTORY.resolve(name);
  }

  /**
   * Takes the name away; the namespace itself vanishes when the last process in it has ended. None of this name is no
   * error.
   */
  public void delete() throws IOException {
    try {
      ProcessLibc.system().umount(file().toString(), Mount.MNT_DETACH);
    } catch (SystemCallException e) {
      // A file without a mount is what a creation leaves behind that was killed half-way.
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    Files.deleteIfExists(file());
  }

  /**
   * Does work inside. Sockets that it opens stay in this namespace, whichever thread uses them later; threads that it
   * starts stay too, so it should start none.
   */
  public <T> T call(Work<T> work) throws IOException {
    return ThrowAwayThread.call("namespace " + name, () -> {
      int descriptor = open();
      try {
        ProcessLibc.system().setns(descriptor, Sched.CLONE_NEWNET);
      } finally {
        Libc.system().close(descriptor);
      }
      return work.run();
    });
  }

  /**
   * Starts a program inside.
   *
   * <p>The JDK's own thread that waits for its end is started inside as well, and keeps the namespace alive for up to a
   * minute longer than the program.
   */
  public Process start(ProcessBuilder program) throws IOException {
    return call(program::start);
  }

  /** A descriptor of the namespace, which the caller closes. */
  public int open() throws SystemCallException {
    return Libc.system().open(file().toString(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
  }

  /** Makes the directory as iproute2 does: names that are mounted in it show in other mount namespaces too. */
  private static void prepareDirectory() throws IOException {
    try {
      Files.createDirectories(DIRECTORY);
      if (!Files.isWritable(DIRECTORY)) {
        throw new AccessDeniedException(DIRECTORY.toString());
      }
    } catch (AccessDeniedException e) {
      coverRun(e);
    }
    ProcessLibc process = ProcessLibc.system();
    String directory = DIRECTORY.toString();
    try {
      process.mount("", directory, "none", Mount.MS_SHARED | Mount.MS_REC, null);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      process.mount(directory, directory, "none", Mount.MS_BIND | Mount.MS_REC, null);
      process.mount("", directory, "none", Mount.MS_SHARED | Mount.MS_REC, null);
    }
  }

  /** In a user namespace /run belongs to somebody else: an empty one of its own takes its place there. */
  private static void coverRun(AccessDeniedException denied) throws IOException {
    if (Files.readString(USER_MAP).trim().matches("0\\s+0\\s+4294967295")) {
      throw denied;
    }
    ProcessLibc.system().mount("tmpfs", "/run", "tmpfs", Mount.MS_NOSUID | Mount.MS_NODEV, "mode=0755");
    Files.createDirectories(DIRECTORY);
  }
}
