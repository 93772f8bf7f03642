package org.roam6.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use whom. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.roam6");

  private static final List<String> ROLES = List.of("HomeAgent", "MobileNode", "Correspondent", "Router");

  @Test
  void wireUsesNothingButTheJdk() {
    classes().that().resideInAPackage("org.roam6.wire..")
        .should().onlyDependOnClassesThat().resideInAnyPackage("org.roam6.wire..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void protocolUsesOnlyWire() {
    classes().that().resideInAPackage("org.roam6.protocol..")
        .should().onlyDependOnClassesThat()
        .resideInAnyPackage("org.roam6.protocol..", "org.roam6.wire..", "java..", "javax.crypto..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void simUsesOnlyProtocolAndWire() {
    classes().that().resideInAPackage("org.roam6.sim..")
        .should().onlyDependOnClassesThat()
        .resideInAnyPackage("org.roam6.sim..", "org.roam6.protocol..", "org.roam6.wire..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void whatRunsOnRealNetworksDoesNotKnowTheSimulator() {
    noClasses().that().resideInAnyPackage("org.roam6.protocol..", "org.roam6.linux..", "org.roam6.daemon..")
        .should().dependOnClassesThat().resideInAPackage("org.roam6.sim..")
        .check(CLASSES);
  }

  @Test
  void onlyLinuxCallsNativeCode() {
    noClasses().that().resideOutsideOfPackage("org.roam6.linux..")
        .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(CLASSES);
  }

  @Test
  void linuxKnowsNoRole() {
    noClasses().that().resideInAPackage("org.roam6.linux..")
        .should().dependOnClassesThat()
        .resideInAnyPackage(
            "org.roam6.protocol.homeagent..", "org.roam6.protocol.mobilenode..", "org.roam6.protocol.correspondent..",
            "org.roam6.protocol.router..", "org.roam6.daemon..", "org.roam6.cli..", "org.roam6.lab..")
        .check(CLASSES);
  }

  @Test
  void daemonAndLabDoNotKnowTheCommandLine() {
    noClasses().that().resideInAnyPackage("org.roam6.daemon..", "org.roam6.lab..")
        .should().dependOnClassesThat().resideInAPackage("org.roam6.cli..")
        .check(CLASSES);
  }

  @Test
  void theCommandLineHasNoProtocolCode() {
    noClasses().that().resideInAPackage("org.roam6.cli..")
        .should().dependOnClassesThat().resideInAnyPackage("org.roam6.protocol..", "org.roam6.wire..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"homeagent", "mobilenode", "correspondent", "router"})
  void rolesNeverImportOneAnother(String role) {
    String[] others =
        ROLES.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !name.equals(role))
            .map(name -> "org.roam6.protocol." + name + "..")
            .toArray(String[]::new);
    noClasses().that().resideInAPackage("org.roam6.protocol." + role + "..")
        .should().dependOnClassesThat().resideInAnyPackage(others)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HomeAgent", "MobileNode", "Correspondent", "Router"})
  void everyRoleHasTheSameFiles(String role) {
    String folder = "org.roam6.protocol." + role.toLowerCase(Locale.ROOT) + ".";
    for (String suffix : List.of("", "Config", "Notice", "Snapshot")) {
      assertThat(CLASSES.contain(folder + role + suffix)).as(folder + role + suffix).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol", "sim"})
  void packagesHaveNoCycles(String module) {
    slices().matching("org.roam6." + module + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
