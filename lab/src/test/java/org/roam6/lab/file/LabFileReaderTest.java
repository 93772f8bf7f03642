package org.roam6.lab.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.daemon.configuration.ConfigurationError;
import org.roam6.lab.file.LabHost.StaticRoute;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

class LabFileReaderTest {

  private static final String SMALL =
      """
      links: [home]
      hosts:
        mn:
          interfaces:
            eth0: {link: home, addresses: [2001:db8:1::100/64]}
          routes: [{to: default, via: 2001:db8:1::1}]
          forwarding: true
          sysctls: {ipv6/conf/eth0/accept_ra: 0}
          roam6:
            mobile-node:
              interface: eth0
      """;

  private static LabFile valid(String text) {
    LabFileReader.Reading reading = LabFileReader.read("lab.yaml", text);
    assertThat(reading).isInstanceOf(LabFileReader.Valid.class);
    return ((LabFileReader.Valid) reading).lab();
  }

  private static String faults(String text) {
    LabFileReader.Reading reading = LabFileReader.read("lab.yaml", text);
    assertThat(reading).isInstanceOf(LabFileReader.Invalid.class);
    return ((LabFileReader.Invalid) reading)
        .errors().stream().map(ConfigurationError::message).collect(Collectors.joining("\n"));
  }

  @Test
  void readsLinksHostsAddressesRoutesAndSettings() {
    LabFile lab = valid(SMALL);

    assertThat(lab.links()).containsExactly("home");
    LabHost host = lab.hosts().getFirst();
    assertThat(host.namespace()).isEqualTo("r6-mn");
    assertThat(host.forwarding()).isTrue();
    assertThat(host.interfaces().getFirst().addresses())
        .containsExactly(new LabHost.StaticAddress(Ipv6Address.parse("2001:db8:1::100"), 64));
    assertThat(host.routes())
        .containsExactly(
            new StaticRoute(new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0), Ipv6Address.parse("2001:db8:1::1")));
    assertThat(host.sysctls()).containsEntry("ipv6/conf/eth0/accept_ra", "0");
  }

  @Test
  void readsTheMtuOfALink() {
    LabFile lab = valid(SMALL.replace("[home]", "[{name: home, mtu: 1280}, other]"));

    assertThat(lab.links()).containsExactly("home", "other");
    assertThat(lab.mtu("home")).isEqualTo(1280);
    assertThat(lab.mtu("other")).isEqualTo(LabFile.DEFAULT_MTU);
  }

  @Test
  void keepsTheDaemonsConfigurationAtItsPlaceInTheFile() {
    String roam6 = valid(SMALL).hosts().getFirst().roam6().orElseThrow();

    List<String> lines = roam6.lines().toList();
    assertThat(lines.get(9)).isEqualTo("      mobile-node:");
    assertThat(lines.get(10)).isEqualTo("        interface: eth0");
    assertThat(lines.subList(0, 9)).containsOnly("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"campus.yaml", "two-mobiles.yaml", "two-home-agents.yaml"})
  void readsTheExamples(String example) throws IOException {
    Path file = Path.of(System.getProperty("roam6.root"), "examples", example);

    assertThat(valid(Files.readString(file)).hosts()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "link: home, | link: hme, | 5:20: unknown word 'hme' for link; did you mean 'home'?",
        "links:      | lnks:      | 1:1: unknown key 'lnks' in the file; did you mean 'links'?",
        "forwarding: | forwading: | 7:5: unknown key 'forwading' in mn; did you mean 'forwarding'?",
        "::100/64    | ::100      | 5:38: '2001:db8:1::100' has no prefix length; did you mean '2001:db8:1::100/64'?",
        "true        | yes        | 7:17: 'yes' is not true or false; did you mean 'true'?",
        "ipv6/conf   | ../../x    | 8:15: '../../x/eth0/accept_ra' is not a setting below /proc/sys/net",
        "mn:         | m_n:       | 3:3: 'm_n' is not a name for a host",
        "mn:         | links:     | links lacks a name of its own",
        "[home]      | [home, home] | 1:15: link 'home' stands twice; remove one of the two",
        "[home]      | [{name: home}] | 1:9: links lacks 'mtu'",
        "[home]      | [{name: home, mtu: 1279}] | 1:27: '1279' is out of range; expected a whole number from 1280",
        "[home]      | [{nme: home, mtu: 1280}] | 1:10: unknown key 'nme' in links; did you mean 'name'?",
        "mobile-node: | control-socket: | 10:7: the lab chooses 'control-socket'; remove it",
      })
  void tellsWhereAFaultIsAndWhatWasMeant(String right, String wrong, String message) {
    assertThat(faults(SMALL.replace(right, wrong))).contains(message);
  }

  @Test
  void findsAllFaultsInOneReading() {
    assertThat(faults(SMALL.replace("link: home,", "link: hme,").replace("true", "perhaps")).lines())
        .filteredOn(line -> line.startsWith("lab.yaml:"))
        .hasSize(2);
  }
}
