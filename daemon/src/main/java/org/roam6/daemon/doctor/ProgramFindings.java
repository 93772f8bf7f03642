package org.roam6.daemon.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.survey.HostSurvey;
import org.roam6.linux.survey.Programs;
import org.roam6.linux.survey.Programs.Program;

/** Other programs in the same network namespace that configure interfaces or speak Mobile IPv6. */
final class ProgramFindings {

  private static final Pattern COMMENT = Pattern.compile("#[^\n]*");
  private static final Pattern INTERFACE = Pattern.compile("(?m)\\binterface\\s+\"?([^\\s{\";]+)",
      Pattern.CASE_INSENSITIVE);

  private final Plan plan;
  private final List<Finding> findings;

  private ProgramFindings(Plan plan, List<Finding> findings) {
    this.plan = plan;
    this.findings = findings;
  }

  static void add(Plan plan, List<Finding> findings) {
    HostSurvey.networkNamespace()
        .ifPresent(namespace -> add(plan, new Programs(Path.of("/proc")).in(namespace), findings));
  }

  /** As {@link #add(Plan, List)}, with the programs that there are. */
  static void add(Plan plan, List<Program> programs, List<Finding> findings) {
    ProgramFindings look = new ProgramFindings(plan, findings);
    int before = findings.size();
    programs.forEach(look::at);
    if (findings.size() == before) {
      findings.add(Finding.ok("programs", "none in this network namespace that would interfere"));
    }
  }

  private void at(Program program) {
    switch (program.name()) {
      case "NetworkManager" -> manager(program, managedByNetworkManager(program), "nmcli device set %s managed no");
      case "systemd-network" -> manager(program, managedByNetworkd(program),
          "a .network file for %s with [Link] Unmanaged=yes");
      case "dhcpcd" -> manager(program, managedByDhcpcd(program), "denyinterfaces %s in dhcpcd.conf");
      case "radvd" -> radvd(program);
      case "mip6d" -> findings.add(Finding.problem(subject(program),
          "UMIP speaks Mobile IPv6 here" + on(interfacesIn(program, "/usr/local/etc/mip6d.conf", "-c"))
              + ": both would answer",
          "stop it: systemctl disable --now mip6d"));
      default -> {}
    }
  }

  private static String subject(Program program) {
    return program.name() + " (" + program.process() + ")";
  }

  private static String on(Set<String> names) {
    return names.isEmpty() ? "" : " on " + String.join(", ", names);
  }

  /**
   * A program that manages interfaces is in the way of a mobile node, whose addresses and routes Roam6 makes; elsewhere
   * it may do its work.
   */
  private void manager(Program program, Set<String> managed, String cure) {
    List<String> mobile = plan.mobileInterfaces().stream().filter(managed::contains).toList();
    for (String name : mobile) {
      findings.add(Finding.problem(subject(program),
          "manages " + name + ", whose addresses and routes a mobile node makes itself",
          cure.formatted(name)));
    }
    if (!mobile.isEmpty()) {
      return;
    }
    if (managed.isEmpty()) {
      findings.add(Finding.note(subject(program), "runs here, and manages no interface that Roam6 uses", ""));
    } else {
      findings.add(Finding.note(subject(program), "manages" + on(managed).substring(" on".length()),
          "see to it that it leaves the addresses that Roam6 advertises and the host's forwarding alone"));
    }
  }

  private Set<String> managed(Predicate<String> managed) {
    return plan.interfaces().stream().filter(managed).collect(Collectors.toCollection(TreeSet::new));
  }

  /** NetworkManager writes for each device what it does with it. */
  private Set<String> managedByNetworkManager(Program program) {
    return managed(name -> program.file("/run/NetworkManager/devices/" + Libc.system().interfaceIndex(name))
        .filter(state -> !state.contains("managed=false") && !state.contains("managed=unmanaged"))
        .isPresent());
  }

  private Set<String> managedByNetworkd(Program program) {
    return managed(name -> program.file("/run/systemd/netif/links/" + Libc.system().interfaceIndex(name))
        .filter(state -> !state.contains("ADMIN_STATE=unmanaged"))
        .isPresent());
  }

  /** Without interfaces on its command line, it takes all that its file does not deny. */
  private Set<String> managedByDhcpcd(Program program) {
    String file = program.file(program.option("-f", "--config").orElse("/etc/dhcpcd.conf")).orElse("");
    List<String> arguments = program.arguments();
    boolean some = plan.interfaces().stream().anyMatch(arguments::contains);
    return managed(name -> some
        ? arguments.contains(name)
        : !Pattern.compile("(?m)^\\s*denyinterfaces\\b.*\\b" + Pattern.quote(name) + "\\b").matcher(file).find());
  }

  private void radvd(Program program) {
    Set<String> advertised = interfacesIn(program, "/etc/radvd.conf", "-C", "--config");
    Set<String> both = new TreeSet<>(advertised);
    both.retainAll(plan.advertisingInterfaces());
    if (both.isEmpty()) {
      findings.add(Finding.note(subject(program), "advertises" + on(advertised), ""));
    } else {
      findings.add(Finding.problem(subject(program),
          "advertises on " + String.join(", ", both) + ", as Roam6 is to: hosts would hear two routers that contradict",
          "take these interfaces from its file, or from that of Roam6"));
    }
  }

  private static Set<String> interfacesIn(Program program, String usual, String... options) {
    String text = program.file(program.option(options).orElse(usual)).orElse("");
    return INTERFACE.matcher(COMMENT.matcher(text).replaceAll(""))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
