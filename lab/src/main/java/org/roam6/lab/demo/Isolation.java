package org.roam6.lab.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roam6.lab.JavaProgram;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFailure.Kind;
import org.roam6.linux.abi.Mount;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.libc.ProcessLibc;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;

/**
 * Namespaces of the demo's own, so that it needs no root, meets no other lab, and leaves nothing. They must be there
 * before Java starts: a process with several threads cannot enter a new user namespace.
 */
public final class Isolation {

  private static final String MARK = "ROAM6_DEMO_ISOLATED";

  private Isolation() {}

  /** Whether this process has namespaces of its own already. */
  public static boolean isInside() {
    return System.getenv(MARK) != null;
  }

  /** Runs {@code roam6} with these arguments in namespaces of its own, and returns its exit status. */
  public static int runInside(List<String> arguments) throws IOException, LabFailure, InterruptedException {
    List<String> unshare = new ArrayList<>(List.of("unshare", "--net", "--mount", "--propagation", "private"));
    if (ProcessLibc.system().geteuid() != 0) {
      unshare.addAll(List.of("--user", "--map-root-user"));
    }
    check(unshare);
    List<String> command = new ArrayList<>(unshare);
    command.addAll(JavaProgram.command("command.options", arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(MARK, "1");
    Process process = builder.start();
    // The terminal tells the whole group of an interrupt: this process waits until the other has tidied up.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOf(process)));
    return process.waitFor();
  }

  private static void endOf(Process process) {
    process.destroy();
    process.onExit().join();
  }

  private static void check(List<String> unshare) throws IOException, LabFailure, InterruptedException {
    List<String> attempt = new ArrayList<>(unshare);
    attempt.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/run"));
    Process process;
    try {
      process = new ProcessBuilder(attempt).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new LabFailure(Kind.UNAVAILABLE, "there is no unshare program; cure: apt-get install util-linux");
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (process.waitFor() != 0) {
      throw new LabFailure(Kind.UNAVAILABLE, "namespaces cannot be made here: " + said + "\n  " + reason());
    }
  }

  private static String reason() throws IOException {
    if (setting("/proc/sys/user/max_user_namespaces").equals("0")) {
      return "user namespaces are forbidden; cure, as root: sysctl user.max_user_namespaces=10000";
    }
    if (setting("/proc/sys/kernel/unprivileged_userns_clone").equals("0")) {
      return "user namespaces are forbidden to users; cure, as root: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      return "AppArmor forbids user namespaces; cure, as root:"
          + " sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    }
    if (setting("/proc/sys/user/max_net_namespaces").equals("0")) {
      return "network namespaces are forbidden; cure, as root: sysctl user.max_net_namespaces=10000";
    }
    return ProcessLibc.system().geteuid() == 0
        ? "this root lacks CAP_SYS_ADMIN, as in a container; cure: start the container with --privileged"
        : "user namespaces are forbidden, as in a container; cure: run this as root, or allow them there";
  }

  private static String setting(String file) throws IOException {
    Path path = Path.of(file);
    return Files.exists(path) ? Files.readString(path).trim() : "";
  }

  private static void checkTunnelDevice() throws LabFailure {
    Path device = Path.of("/dev/net/tun");
    if (!Files.exists(device)) {
      throw new LabFailure(Kind.UNAVAILABLE, "there is no " + device + "; cure, as root: modprobe tun");
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw new LabFailure(
          Kind.UNAVAILABLE,
          device + " may not be opened by this user; cure, as root: chmod 666 " + device + ", or run this as root");
    }
  }

  /**
   * Gives this process, which is inside, a folder for what runs, as that of the machine may belong to somebody else;
   * and turns its loopback interface on, since Java takes a machine without IPv6 address for one without IPv6.
   */
  static void prepare() throws IOException, LabFailure {
    checkTunnelDevice();
    ProcessLibc.system().mount("tmpfs", "/run", "tmpfs", Mount.MS_NOSUID | Mount.MS_NODEV, "mode=0755");
    try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
      Links links = new Links(socket);
      links.setUp(links.find("lo").orElseThrow().index(), true);
    }
  }
}
