package org.roam6.linux.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's IPv6 settings, {@code /proc/sys/net/ipv6}, in the network namespace of whichever thread calls. What a
 * setting was before is kept in a file as well, so that it can be restored after the process was killed.
 */
final class Sysctls {

  private static final Path ROOT = Path.of("/proc/sys/net/ipv6");
  private static final int LONGEST_VALUE = 1024;

  /** What a setting was, and who wants it to be something else. */
  private record Changed(String before, Set<String> owners) {}

  private final Path saved;
  private final Map<String, Changed> changed = new LinkedHashMap<>();

  private Sysctls(Path saved) {
    this.saved = saved;
  }

  /**
   * Begins without changes.
   *
   * @param saved where to keep what settings were; one that a killed predecessor left is restored and removed
   */
  static Sysctls open(Path saved) throws IOException {
    Sysctls sysctls = new Sysctls(saved);
    if (Files.exists(saved)) {
      for (String line : Files.readAllLines(saved)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          sysctls.changed.put(line.substring(0, space), new Changed(line.substring(space + 1), Set.of()));
        }
      }
      sysctls.restoreAll();
    }
    return sysctls;
  }

  /** The value of a setting, as in {@code conf/eth0/accept_ra}; empty where the kernel has none of this name. */
  static Optional<String> get(String setting) throws IOException {
    // At once: the kernel gives what is asked for, and nothing to who asks for the rest.
    try (InputStream file = Files.newInputStream(ROOT.resolve(setting))) {
      return Optional.of(new String(file.readNBytes(LONGEST_VALUE), StandardCharsets.US_ASCII).trim());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Interfaces that have settings of their own, and {@code default}. */
  static List<String> interfaces() throws IOException {
    try (var directories = Files.list(ROOT.resolve("conf"))) {
      return directories.map(path -> path.getFileName().toString()).filter(name -> !name.equals("all")).sorted()
          .toList();
    }
  }

  /**
   * Changes a setting for as long as {@code owner} holds it.
   *
   * @throws IOException where the kernel has no such setting or refuses
   */
  void set(String owner, String setting, String value) throws IOException {
    keep(owner, setting);
    write(setting, value);
  }

  /** Restores a setting when {@code owner} lets go of it, whatever changes it meanwhile. */
  void keep(String owner, String setting) throws IOException {
    Changed known = changed.get(setting);
    if (known == null) {
      String before = get(setting).orElseThrow(() -> new NoSuchFileException(ROOT.resolve(setting).toString()));
      known = new Changed(before, new LinkedHashSet<>());
      changed.put(setting, known);
      save();
    }
    known.owners().add(owner);
  }

  /** Lets go of all that {@code owner} holds: what nobody else holds becomes what it was, the latest change first. */
  void release(String owner) throws IOException {
    for (Map.Entry<String, Changed> entry : List.copyOf(changed.entrySet()).reversed()) {
      if (entry.getValue().owners().remove(owner) && entry.getValue().owners().isEmpty()) {
        restore(entry.getKey(), entry.getValue().before());
      }
    }
    save();
  }

  /** Lets go of all that owners hold whose names begin so. */
  void releaseAll(String beginning) throws IOException {
    Set<String> owners = new LinkedHashSet<>();
    changed.values().forEach(each -> owners.addAll(each.owners()));
    for (String owner : owners) {
      if (owner.startsWith(beginning)) {
        release(owner);
      }
    }
  }

  /** What a setting was before anybody changed it here; empty where the kernel has none of this name. */
  Optional<String> before(String setting) throws IOException {
    Changed known = changed.get(setting);
    return known == null ? get(setting) : Optional.of(known.before());
  }

  /** An interface has another name now: what its settings were goes with it. */
  void renamed(String interfaceBefore, String interfaceNow) throws IOException {
    String folder = "conf/" + interfaceBefore + "/";
    Map<String, Changed> all = new LinkedHashMap<>(changed);
    changed.clear();
    all.forEach((setting, value) -> changed.put(
        setting.startsWith(folder) ? "conf/" + interfaceNow + "/" + setting.substring(folder.length()) : setting,
        value));
    if (!changed.equals(all)) {
      save();
    }
  }

  private void restoreAll() throws IOException {
    for (Map.Entry<String, Changed> entry : List.copyOf(changed.entrySet()).reversed()) {
      restore(entry.getKey(), entry.getValue().before());
    }
    save();
  }

  private void restore(String setting, String before) throws IOException {
    changed.remove(setting);
    // The interface may have gone meanwhile, and its settings with it.
    if (get(setting).isEmpty()) {
      return;
    }
    try {
      write(setting, before);
    } catch (IOException refused) {
      // Or it can no longer do what it could, such as to send so long packets; what else was changed matters more.
      return;
    }
  }

  private static void write(String setting, String value) throws IOException {
    if (!get(setting).equals(Optional.of(value))) {
      Files.writeString(ROOT.resolve(setting), value);
    }
  }

  private void save() throws IOException {
    if (changed.isEmpty()) {
      Files.deleteIfExists(saved);
      return;
    }
    List<String> lines = new ArrayList<>();
    changed.forEach((setting, value) -> lines.add(setting + " " + value.before()));
    Path complete = saved.resolveSibling(saved.getFileName() + ".new");
    Files.write(complete, lines);
    Files.move(complete, saved, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
