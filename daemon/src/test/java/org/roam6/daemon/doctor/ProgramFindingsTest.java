package org.roam6.daemon.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.daemon.configuration.ConfigurationFile;
import org.roam6.daemon.configuration.Reading;
import org.roam6.daemon.doctor.Finding.Grade;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.survey.Programs.Program;

/** Programs that configure interfaces, and what they say of them in their files. */
class ProgramFindingsTest {

  // The one interface that every machine has.
  private static final String INTERFACE = "lo";
  private static final String MOBILE_NODE =
      """
      mobile-node:
        interface: lo
        home-address: 2001:db8:1::100/64
        home-agent: 2001:db8:1::1
        security: none
      """;
  private static final String ROUTER = "router: {interfaces: {lo: {prefixes: [2001:db8:a::1/64]}}}\n";

  @TempDir private Path folder;

  private Program program(String name, String... arguments) {
    return new Program(17, name, List.of(arguments), folder.resolve("17"));
  }

  private void file(String path, String text) throws IOException {
    Path file = folder.resolve("17/root").resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }

  private Finding finding(String configuration, Program program) throws IOException {
    Path file = Files.writeString(folder.resolve("roam6.yaml"), configuration);
    Optional<Configuration> read = switch (ConfigurationFile.read(file)) {
      case Reading.Valid(Configuration valid) -> Optional.of(valid);
      case Reading.Invalid(var errors) -> throw new AssertionError(errors);
    };
    List<Finding> findings = new ArrayList<>();
    ProgramFindings.add(new Plan(read), List.of(program), findings);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static int index() {
    return Libc.system().interfaceIndex(INTERFACE);
  }

  @Test
  void networkdIsInTheWayOfAMobileNodeWhoseInterfaceItManages() throws IOException {
    file("run/systemd/netif/links/" + index(), "ADMIN_STATE=configured\nOPER_STATE=routable\n");
    Finding finding = finding(MOBILE_NODE, program("systemd-network"));
    assertThat(finding.grade()).isEqualTo(Grade.PROBLEM);
    assertThat(finding.text()).contains("manages lo");
    assertThat(finding.cure()).contains("Unmanaged=yes");
    assertThat(finding(ROUTER, program("systemd-network")).grade()).isEqualTo(Grade.NOTE);
  }

  @Test
  void networkdMayRunBesideInterfacesThatItDoesNotManage() throws IOException {
    file("run/systemd/netif/links/" + index(), "ADMIN_STATE=unmanaged\n");
    assertThat(finding(MOBILE_NODE, program("systemd-network")).grade()).isEqualTo(Grade.NOTE);
  }

  @Test
  void networkManagerTellsOfEachDeviceByAFile() throws IOException {
    file("run/NetworkManager/devices/" + index(), "[device]\nmanaged=true\n");
    assertThat(finding(MOBILE_NODE, program("NetworkManager")).grade()).isEqualTo(Grade.PROBLEM);
    file("run/NetworkManager/devices/" + index(), "[device]\nmanaged=false\n");
    assertThat(finding(MOBILE_NODE, program("NetworkManager")).grade()).isEqualTo(Grade.NOTE);
  }

  @Test
  void dhcpcdTakesAllInterfacesButThoseThatItIsToLeave() throws IOException {
    assertThat(finding(MOBILE_NODE, program("dhcpcd")).grade()).isEqualTo(Grade.PROBLEM);
    assertThat(finding(MOBILE_NODE, program("dhcpcd", "dhcpcd", "lo")).grade()).isEqualTo(Grade.PROBLEM);
    file("etc/dhcpcd.conf", "hostname\ndenyinterfaces eth9 lo\n");
    assertThat(finding(MOBILE_NODE, program("dhcpcd")).grade()).isEqualTo(Grade.NOTE);
  }

  @Test
  void radvdContradictsOnTheSameInterfaceOnly() throws IOException {
    file("etc/radvd.conf", "# interface lo {}\ninterface eth9 { AdvSendAdvert on; };\n");
    assertThat(finding(ROUTER, program("radvd")).grade()).isEqualTo(Grade.NOTE);
    file("etc/mine.conf", "interface lo\n{ AdvSendAdvert on; };\n");
    Finding finding = finding(ROUTER, program("radvd", "radvd", "-C", "/etc/mine.conf"));
    assertThat(finding.grade()).isEqualTo(Grade.PROBLEM);
    assertThat(finding.text()).contains("advertises on lo");
  }

  @Test
  void anotherMobileIpv6IsAProblemAnywhere() throws IOException {
    file("etc/mip6d.conf", "NodeConfig HA;\nInterface \"eth1\";\n");
    Finding finding = finding(ROUTER, program("mip6d", "mip6d", "-c", "/etc/mip6d.conf"));
    assertThat(finding.grade()).isEqualTo(Grade.PROBLEM);
    assertThat(finding.text()).contains("here on eth1: both");
  }

  @Test
  void othersAreNobodysBusiness() throws IOException {
    assertThat(finding(ROUTER, program("sshd")).grade()).isEqualTo(Grade.OK);
  }
}
