package org.roam6.interop.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roam6.linux.namespace.NetworkNamespace;

/**
 * What a host has that Roam6 can leave behind.
 *
 * @param network addresses, rules, routes and nf_tables tables, a line for each, in order, without what runs down
 * @param descriptors open files of its daemon
 * @param threads threads of its daemon
 */
record HostState(List<String> network, int descriptors, int threads) {

  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("ip", "-6", "-o", "address"),
          List.of("ip", "-6", "rule"),
          List.of("ip", "-6", "route", "show", "table", "all"),
          List.of("nft", "list", "tables"));

  static HostState of(NetworkNamespace host, long daemon) throws IOException {
    List<String> lines = new ArrayList<>();
    for (List<String> question : QUESTIONS) {
      Process process = host.start(new ProcessBuilder(question).redirectErrorStream(true));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      output.lines().map(HostState::lasting).filter(line -> !isOfTunnelLinkLocal(line)).forEach(lines::add);
    }
    Path process = Path.of("/proc", Long.toString(daemon));
    return new HostState(
        lines.stream().sorted().toList(), count(process.resolve("fd")), count(process.resolve("task")));
  }

  private static String lasting(String line) {
    return line.replaceAll("^\\d+: ", "").replaceAll(" (expires|valid_lft|preferred_lft) \\S+", "").strip();
  }

  /** The kernel draws the link-local address of a TUN device anew each time. */
  private static boolean isOfTunnelLinkLocal(String line) {
    return line.contains("roam0") && line.contains("fe80:");
  }

  private static int count(Path folder) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path _ : entries) {
        count++;
      }
    }
    return count;
  }
}
