package org.roam6.daemon.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.daemon.doctor.Finding.Grade;
import org.roam6.linux.host.InstanceLock;

/**
 * Looks at the host, in the network namespace of the calling thread. Looking never fails: what cannot be seen is a
 * note.
 */
public final class Doctor {

  private Doctor() {}

  /** Adds what is found about one thing. */
  private interface Look {
    void at(Plan plan, List<Finding> findings) throws IOException;
  }

  /**
   * All that there is to say.
   *
   * @param configuration what Roam6 is to do; without one it may be anything
   */
  public static List<Finding> examine(Optional<Configuration> configuration) {
    Plan plan = new Plan(configuration);
    List<Finding> findings = new ArrayList<>();
    look("other Roam6", Doctor::anotherRoam6, plan, findings);
    look("kernel", KernelFindings::add, plan, findings);
    look("interfaces", InterfaceFindings::add, plan, findings);
    look("firewall", FirewallFindings::add, plan, findings);
    look("programs", ProgramFindings::add, plan, findings);
    return findings;
  }

  /** The problems beside those that a Roam6 that runs tells by itself: what it lacks, and which interfaces. */
  public static List<Finding> problemsWhileRunning(Configuration configuration) {
    Plan plan = new Plan(Optional.of(configuration));
    List<Finding> findings = new ArrayList<>();
    look("interfaces", InterfaceFindings::addOfThoseThatAreThere, plan, findings);
    look("firewall", FirewallFindings::add, plan, findings);
    look("programs", ProgramFindings::add, plan, findings);
    return findings.stream().filter(finding -> finding.grade() == Grade.PROBLEM).toList();
  }

  private static void look(String subject, Look look, Plan plan, List<Finding> findings) {
    try {
      look.at(plan, findings);
    } catch (IOException | RuntimeException failure) {
      findings.add(Finding.note(subject, "cannot look: " + failure.getMessage(), "run it as root"));
    }
  }

  private static void anotherRoam6(Plan plan, List<Finding> findings) throws IOException {
    Optional<InstanceLock> lock = InstanceLock.acquire();
    lock.ifPresent(InstanceLock::close);
    findings.add(lock.isPresent()
        ? Finding.ok("other Roam6", "none runs in this network namespace")
        : Finding.note("other Roam6", "one runs in this network namespace; another one would not start",
            "give all roles to one process"));
  }
}
