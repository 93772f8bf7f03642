package org.roam6.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.daemon.management.ManagementServer;

/** The commands that ask a daemon, against a management socket that gives prepared answers. */
@Timeout(30)
class DaemonCommandsTest {
  private static final String STATUS =
      """
      {"schema":"roam6.status/1","pid":7,"uptime_ms":3723000,"tunnel_interface":"roam0","warnings":["beware"],\
      "home_agent":{"interface":"eth0","address":"2001:db8:1::1","prefix":"2001:db8:1::/64","bindings":1,\
      "maximum_bindings":10},\
      "mobile_node":{"interface":"eth1","home_address":"2001:db8:1::9","home_agent":"2001:db8:1::1",\
      "whereabouts":"away","router":"fe80::1","care_of_address":"2001:db8:a::9","registered":true},\
      "correspondent":{"bindings":2,"maximum_bindings":20},\
      "router":{"interfaces":[{"interface":"eth0","advertising":true,"next_advertisement_ms":1500}]}}\
      """;
  private static final String BINDINGS =
      """
      {"schema":"roam6.bindings/1","bindings":[{"home_address":"2001:db8:1::100","care_of_address":"2001:db8:a::1",\
      "state":"bound","sequence":7,"lifetime_s":600,"remaining_ms":599000}]}\
      """;
  private static final String CORRESPONDENT_BINDINGS =
      """
      {"schema":"roam6.bindings/1","bindings":[],"correspondent_bindings":[\
      {"home_address":"2001:db8:1::100","care_of_address":"2001:db8:a::1","own_address":"2001:db8:c::1",\
      "sequence":7,"lifetime_s":420,"remaining_ms":419000,"idle_ms":2000},\
      {"home_address":"2001:db8:1::200","care_of_address":"2001:db8:a::2","own_address":"2001:db8:c::1",\
      "sequence":9,"lifetime_s":420,"remaining_ms":419000,"idle_ms":null}]}\
      """;
  private static final String LIST =
      """
      {"schema":"roam6.bul/1","entries":[{"destination":"2001:db8:1::1","home_address":"2001:db8:1::100",\
      "care_of_address":"2001:db8:a::1","state":"registered","sequence":7,"remaining_ms":599000,"transmissions":1,\
      "next_update_ms":null},{"destination":"2001:db8:c::1","home_address":"2001:db8:1::100",\
      "care_of_address":null,"state":"testing","sequence":9,"remaining_ms":null,"next_update_ms":2000}]}\
      """;
  private static final String HOME_AGENTS =
      """
      {"schema":"roam6.home-agents/1","home_agents":[{"prefix":"2001:db8:1::/64","address":"2001:db8:1::1",\
      "preference":10,"remaining_ms":1800000,"discovered":true,"rank":1,"used":true},\
      {"prefix":"2001:db8:1::/64","address":"2001:db8:1::2","preference":null,"remaining_ms":null,\
      "discovered":true,"rank":2,"used":false},\
      {"prefix":"2001:db8:7::/64","address":"2001:db8:7::1","preference":0,"remaining_ms":60000,\
      "discovered":false,"rank":null,"used":false}]}\
      """;
  private static final String STATISTICS =
      """
      {"schema":"roam6.stats/1","messages":3,"drops":{"fragment":2},\
      "sent":{"home_agent":{"acknowledgement_status":{"129":4}}}}\
      """;
  private static final String NOTICE =
      """
      {"schema":"roam6.notice/1","sequence":1,"time":"2027-01-31T12:00:00Z","level":"info","role":"home-agent",\
      "kind":"binding-expired","text":"the binding of 2001:db8:1::100 has expired"}\
      """;
  private static final Map<String, String> ANSWERS =
      Map.of(
          "status", STATUS,
          "bindings", BINDINGS,
          "bul", LIST,
          "home-agents", HOME_AGENTS,
          "stats", STATISTICS);

  private static final long PATIENCE_NANOS = 20_000_000_000L;

  @TempDir private Path folder;
  private final Map<String, String> answers = new HashMap<>(ANSWERS);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private int ask(String command, String... options) throws IOException {
    Path socket = folder.resolve("sock");
    String[] arguments = new String[options.length + 3];
    arguments[0] = command;
    arguments[1] = "--socket";
    arguments[2] = socket.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    try (var _ =
        ManagementServer.open(
            socket,
            ManagementServer.Limits.DEFAULT,
            (request, reply) -> {
              String answer = answers.get(request);
              if (answer != null) {
                reply.send(() -> answer);
              }
              return answer != null;
            })) {
      return run(arguments);
    }
  }

  @Test
  void statusSaysInWordsWhatIsGoingOn() throws IOException {
    assertThat(ask("status")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "roam6 is up for 1h 2m, pid 7, tunnel interface roam0",
            "home agent   2001:db8:1::1 on eth0, home link 2001:db8:1::/64, 1 of 10 bindings",
            "mobile node  2001:db8:1::9 on eth1: away at 2001:db8:a::9, registered with"
                + " 2001:db8:1::1, router fe80::1",
            "correspondent 2 of 20 bindings",
            "router       eth0 advertising, next in 1.500s",
            "warning      beware");
  }

  @Test
  void statusListsTheHomeAddressesWhereThereAreSeveral() throws IOException {
    String addresses =
        "\"home_addresses\":["
            + "{\"home_address\":\"2001:db8:1::9\",\"home_agent\":\"2001:db8:1::1\",\"registered\":true,"
            + "\"lost\":false},"
            + "{\"home_address\":\"2001:db8:2::9\",\"home_agent\":null,\"registered\":false,\"lost\":false},"
            + "{\"home_address\":\"2001:db8:4::9\",\"home_agent\":null,\"whereabouts\":\"home\","
            + "\"registered\":false,\"lost\":false},"
            + "{\"home_address\":\"2001:db8:3::9\",\"home_agent\":null,\"registered\":false,\"lost\":true}],";
    answers.put("status", STATUS.replace("\"mobile_node\":{", "\"mobile_node\":{" + addresses));
    assertThat(ask("status")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsSubsequence(
            "home address 2001:db8:1::9 registered with 2001:db8:1::1",
            "home address 2001:db8:2::9 not registered with any home agent",
            "home address 2001:db8:4::9 at home",
            "home address 2001:db8:3::9 lost: another node has it");
  }

  @Test
  void statusSaysWhereANodeIsThatIsAtHomeForSomeOfItsHomeAddresses() throws IOException {
    answers.put("status", STATUS.replace("\"away\"", "\"home\""));
    assertThat(ask("status")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .contains(
            "mobile node  2001:db8:1::9 on eth1: at home, for other home addresses away at 2001:db8:a::9, router");
  }

  private static final String INTERFACES =
      "\"interfaces\":[{\"interface\":\"eth0\",\"used\":false,\"preferred\":false,\"usable\":false,"
          + "\"movement\":\"detached\",\"router\":null,\"care_of_address\":null},"
          + "{\"interface\":\"wlan0\",\"used\":true,\"preferred\":true,\"usable\":true,\"movement\":\"attached\","
          + "\"router\":\"fe80::1\",\"care_of_address\":\"2001:db8:a::9\"}]";

  private static final List<String> INTERFACE_LINES =
      List.of(
          "interface    eth0 detached, not usable",
          "interface    wlan0 attached, at 2001:db8:a::9, router fe80::1, preferred, in use");

  @Test
  void statusShowsEachOfSeveralInterfaces() throws IOException {
    answers.put("status", "{\"schema\":\"roam6.status/1\",\"mobile_node\":{" + INTERFACES + "}}");
    assertThat(ask("status")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines()).containsAll(INTERFACE_LINES);
  }

  @Test
  void anInterfaceIsPreferredAndNoneIsAgain() throws IOException {
    answers.put("prefer wlan0", "{\"schema\":\"roam6.prefer/1\"," + INTERFACES + "}");
    answers.put("prefer", "{\"schema\":\"roam6.prefer/1\",\"interfaces\":[]}");
    assertThat(ask("prefer", "wlan0")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines()).containsExactlyElementsOf(INTERFACE_LINES);
    assertThat(ask("prefer", "--none")).isEqualTo(ExitStatus.OK);
  }

  @Test
  void whoPrefersHasToSayWhat() throws IOException {
    assertThat(ask("prefer")).isEqualTo(ExitStatus.USAGE);
    assertThat(ask("prefer", "wlan0", "--none")).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void bindingsAreATable() throws IOException {
    assertThat(ask("bindings")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "HOME ADDRESS     CARE-OF ADDRESS  STATE  SEQ  LIFETIME  REMAINING",
            "2001:db8:1::100  2001:db8:a::1    bound  7    10m       9m 59s");
  }

  @Test
  void bindingsOfACorrespondentNodeAreATableOfTheirOwn() throws IOException {
    answers.put("bindings", CORRESPONDENT_BINDINGS);
    assertThat(ask("bindings")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "HOME ADDRESS     CARE-OF ADDRESS  FOR            SEQ  LIFETIME  REMAINING  IDLE",
            "2001:db8:1::100  2001:db8:a::1    2001:db8:c::1  7    7m        6m 59s     2s",
            "2001:db8:1::200  2001:db8:a::2    2001:db8:c::1  9    7m        6m 59s     -");
  }

  @Test
  void homeAgentsAreATable() throws IOException {
    assertThat(ask("home-agents")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "HOME LINK        HOME AGENT     PREFERENCE  REMAINING  TOLD OF  RANK  USED",
            "2001:db8:1::/64  2001:db8:1::1  10          30m        yes      1     yes",
            "2001:db8:1::/64  2001:db8:1::2  -           -          yes      2     -",
            "2001:db8:7::/64  2001:db8:7::1  0           1m         -        -     -");
  }

  @Test
  void bindingUpdateListIsATableWithDashesForWhatIsNotThere() throws IOException {
    assertThat(ask("bul")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "DESTINATION    HOME ADDRESS     CARE-OF ADDRESS  STATE       SEQ  REMAINING  SENT "
                + " NEXT",
            "2001:db8:1::1  2001:db8:1::100  2001:db8:a::1    registered  7    9m 59s     1     -",
            "2001:db8:c::1  2001:db8:1::100  -                testing     9    -          -     2s");
  }

  @Test
  void statisticsNameEachCounter() throws IOException {
    assertThat(ask("stats")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "COUNTER                                     VALUE",
            "messages                                    3",
            "drops.fragment                              2",
            "sent.home_agent.acknowledgement_status.129  4");
  }

  @Test
  void watchGivesNoticesOnAsTheyAreAndEndsWithTheDaemon() throws Exception {
    Path socket = folder.resolve("sock");
    FutureTask<Integer> watching =
        new FutureTask<>(() -> run("watch", "--json", "--socket", socket.toString()));
    try (ManagementServer server =
        ManagementServer.open(socket, ManagementServer.Limits.DEFAULT, (_, _) -> false)) {
      Thread.ofPlatform().daemon().start(watching);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (out.toString().isEmpty() && System.nanoTime() < deadline) {
        // Whoever watches from now on gets the next one.
        server.publish(() -> NOTICE);
        assertThatThrownBy(() -> watching.get(10, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
      }
    }
    assertThat(watching.get()).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines()).isNotEmpty().containsOnly(NOTICE);
  }

  @Test
  void jsonIsTheDaemonsAnswerAsItIs() throws IOException {
    assertThat(ask("bindings", "--json")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).isEqualTo(BINDINGS + System.lineSeparator());
  }

  @Test
  void withoutDaemonTheSocketAndTheCureAreNamed() {
    String socket = folder.resolve("nobody").toString();
    assertThat(run("status", "--socket", socket)).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(err.toString()).contains("no daemon answers at " + socket, "roam6 run", "--socket");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void unknownOptionsAreUsageErrors() {
    assertThat(run("status", "--jsn")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("--jsn");
  }

  @Test
  void checkTellsTheRolesOfAGoodFile() throws IOException {
    Path file = folder.resolve("good.yaml");
    Files.writeString(file, "router: {interfaces: {eth0: {prefixes: [2001:db8:1::1/64]}}}\n");
    assertThat(run("check", file.toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .isEqualTo(file + " is right: router on eth0" + System.lineSeparator());
  }

  @Test
  void checkTellsAllFaultsOfABadFile() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "ruter: 1\ntunnel-interface: a/b\n");
    assertThat(run("check", file.toString())).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString())
        .contains(
            "3 errors",
            file + ":1:1: unknown key 'ruter'",
            "did you mean 'router'?",
            file + ":2:19: 'a/b'");
  }

  @Test
  void runStartsNothingWithABadFile() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "ruter: 1\n");
    assertThat(run("run", "--config", file.toString())).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString()).contains("did you mean 'router'?");
  }
}
