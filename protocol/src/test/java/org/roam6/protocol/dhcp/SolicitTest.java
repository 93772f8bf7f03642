package org.roam6.protocol.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.dhcp.ClientScene.ADDRESS;
import static org.roam6.protocol.dhcp.ClientScene.HERE;
import static org.roam6.protocol.dhcp.ClientScene.LINK_LOCAL;
import static org.roam6.protocol.dhcp.ClientScene.OTHER_ADDRESS;
import static org.roam6.protocol.dhcp.ClientScene.OTHER_SERVER;
import static org.roam6.protocol.dhcp.ClientScene.OWN;
import static org.roam6.protocol.dhcp.ClientScene.SERVER;
import static org.roam6.protocol.dhcp.ClientScene.address;
import static org.roam6.protocol.dhcp.ClientScene.association;
import static org.roam6.protocol.dhcp.ClientScene.hour;
import static org.roam6.protocol.dhcp.ClientScene.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.ElapsedTime;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.OptionRequest;
import org.roam6.wire.dhcp.Preference;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.dhcp.SolMaxRt;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpStatusCode;

/** RFC 8415 18.2.1, 18.2.2, 18.2.9: how a first address is leased. */
class SolicitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ClientScene client = new ClientScene();

  @Test
  void asksForAnAddressAtOnce() {
    assertThat(client.attach()).isEqualTo(1);
    var sent = client.sent.getLast();
    assertThat(sent.to()).isEqualTo(LinkLayerAddress.parse("33:33:00:01:00:02"));
    assertThat(sent.packet().header().source()).isEqualTo(LINK_LOCAL);
    assertThat(sent.packet().header().destination()).isEqualTo(Ipv6Address.parse("ff02::1:2"));
    assertThat(sent.datagram().sourcePort()).isEqualTo(546);
    assertThat(sent.datagram().destinationPort()).isEqualTo(547);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
    assertThat(client.last().options()).containsExactly(
        new ClientIdentifier(Duid.of(OWN)),
        new ElapsedTime(0),
        new OptionRequest(List.of(82)),
        new RapidCommit(),
        new IdentityAssociation(1, 0, 0, List.of()));
  }

  @Test
  void aRapidReplyLeasesTheAddress() {
    client.attach();
    assertThat(client.receive(client.reply(new RapidCommit(), hour(ADDRESS)))).isZero();
    Time now = client.now();
    assertThat(client.state.lease()).contains(
        new Lease(
            HERE,
            SERVER,
            ADDRESS,
            now,
            now.plus(Duration.ofSeconds(1000)),
            now.plus(Duration.ofSeconds(2000)),
            now.plus(Duration.ofHours(1))));
    assertThat(client.notices).contains(
        new DhcpNotice.AddressLeased(ADDRESS, SERVER, Optional.of(Duration.ofHours(1))));
  }

  @Test
  void aReplyThatIsNotRapidIsNoAnswerToASolicit() {
    client.attach();
    client.receive(client.reply(hour(ADDRESS)));
    assertThat(client.leased()).isEmpty();
  }

  @Test
  void collectsOffersForTheFirstTimeoutAndTakesTheMostPreferred() {
    client.attach();
    client.receive(client.advertise(new Preference(3), hour(OTHER_ADDRESS)));
    client.receive(client.answer(DhcpMessageType.ADVERTISE, OTHER_SERVER, new Preference(4), hour(ADDRESS)));
    client.receive(client.advertise(new Preference(4), hour(OTHER_ADDRESS)));
    assertThat(client.pass(SECOND)).isZero();
    assertThat(client.pass(Duration.ofMillis(100))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REQUEST);
    assertThat(client.last().option(ServerIdentifier.class)).contains(new ServerIdentifier(OTHER_SERVER));
    assertThat(client.lastAddress()).contains(ADDRESS);
    client.receive(client.answer(DhcpMessageType.REPLY, OTHER_SERVER, hour(ADDRESS)));
    assertThat(client.leased()).contains(ADDRESS);
  }

  @Test
  void theGreatestPreferenceIsTakenAtOnce() {
    client.attach();
    assertThat(client.receive(client.advertise(new Preference(255), hour(ADDRESS)))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REQUEST);
  }

  @Test
  void afterTheFirstTimeoutTheFirstOfferIsTaken() {
    client.attach();
    client.pass(Duration.ofMillis(1200));
    assertThat(client.receive(client.advertise(hour(ADDRESS)))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REQUEST);
  }

  @Test
  void anOfferWithoutUsableAddressIsNone() {
    client.attach();
    client.receive(client.advertise(new Preference(255), association(0, 0)));
    client.receive(client.advertise(
        new Preference(255), association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
    client.receive(client.advertise(
        new Preference(255),
        association(0, 0, new IaAddress(ADDRESS, 1, 1, List.of(status(DhcpStatusCode.NOT_ON_LINK))))));
    // longer preferred than valid; no longer valid; not unicast
    client.receive(client.advertise(new Preference(255), association(0, 0, address(ADDRESS, 2, 1))));
    client.receive(client.advertise(new Preference(255), association(0, 0, address(ADDRESS, 0, 0))));
    client.receive(client.advertise(
        new Preference(255), association(0, 0, address(Ipv6Address.parse("ff02::1"), 1, 1))));
    // T1 behind T2, and the IA_NA of somebody else
    client.receive(client.advertise(new Preference(255), association(2, 1, address(ADDRESS, 1, 1))));
    client.receive(client.advertise(
        new Preference(255), new IdentityAssociation(2, 0, 0, List.of(address(ADDRESS, 1, 1)))));
    assertThat(client.sent).hasSize(1);
  }

  @Test
  void aRefusalIsToldOnceForEachTransmission() {
    client.attach();
    for (int i = 0; i < 10; i++) {
      client.receive(client.advertise(association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
      client.receive(client.reply(new RapidCommit(), association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
    }
    assertThat(client.notices(DhcpNotice.LeaseRefused.class)).hasSize(1);
    client.pass(Duration.ofMillis(1100));
    client.receive(client.advertise(association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
    assertThat(client.notices(DhcpNotice.LeaseRefused.class)).hasSize(2);
  }

  @Test
  void whatIsNotForThisClientIsDiscarded() {
    client.attach();
    DhcpMessage good = client.reply(new RapidCommit(), hour(ADDRESS));
    List<DhcpOption> options = good.options();
    client.receive(new DhcpMessage(DhcpMessageType.REPLY, good.transactionId() ^ 1, options));
    client.receive(new DhcpMessage(DhcpMessageType.REPLY, good.transactionId(), options.subList(1, options.size())));
    client.receive(new DhcpMessage(
        DhcpMessageType.REPLY,
        good.transactionId(),
        options.stream().filter(option -> !(option instanceof ServerIdentifier)).toList()));
    client.receive(new DhcpMessage(
        DhcpMessageType.REPLY,
        good.transactionId(),
        options.stream()
            .map(option -> option instanceof ClientIdentifier ? new ClientIdentifier(SERVER) : option)
            .toList()));
    for (int type = DhcpMessageType.SOLICIT; type <= DhcpMessageType.INFORMATION_REQUEST; type++) {
      if (type != DhcpMessageType.REPLY && type != DhcpMessageType.ADVERTISE) {
        client.receive(new DhcpMessage(type, good.transactionId(), options));
      }
    }
    assertThat(client.sent).hasSize(1);
    assertThat(client.leased()).isEmpty();
    client.receive(good);
    assertThat(client.leased()).contains(ADDRESS);
  }

  @Test
  void goesOnSolicitingLessAndLessOften() {
    client.attach();
    client.pass(Duration.ofHours(12));
    List<Time> times = client.sent.stream().map(ClientScene.Sent::time).toList();
    Duration previous = times.get(1).since(times.get(0));
    assertThat(previous).isGreaterThan(SECOND).isLessThanOrEqualTo(Duration.ofMillis(1100));
    for (int i = 2; i < times.size(); i++) {
      Duration wait = times.get(i).since(times.get(i - 1));
      Duration longest = Duration.ofMinutes(66);
      assertThat(wait).isGreaterThanOrEqualTo(shorter(previous.multipliedBy(19).dividedBy(10), Duration.ofMinutes(54)));
      assertThat(wait).isLessThanOrEqualTo(shorter(previous.multipliedBy(21).dividedBy(10), longest));
      previous = wait;
    }
    assertThat(times).hasSizeGreaterThan(20);
    assertThat(client.sent.stream().map(sent -> sent.message().transactionId()).distinct()).hasSize(1);
    assertThat(client.sent.get(1).message().option(ElapsedTime.class).orElseThrow().hundredths()).isBetween(100, 110);
    assertThat(client.last().option(ElapsedTime.class)).contains(new ElapsedTime(0xffff));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Test
  void theServerSetsTheLongestWait() {
    client.attach();
    client.receive(client.advertise(new SolMaxRt(60), association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
    client.pass(Duration.ofHours(1));
    Time before = client.sent.get(client.sent.size() - 2).time();
    assertThat(client.sent.getLast().time().since(before)).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
  }

  @Test
  void theServerCannotSetAnyLongestWait() {
    client.attach();
    client.receive(client.advertise(new SolMaxRt(59), association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
    client.pass(Duration.ofHours(1));
    assertThat(client.sent).hasSizeLessThan(14);
  }

  @Test
  void theFirstSolicitIsDelayedAsConfigured() {
    int delayed = 0;
    for (int seed = 0; seed < 20; seed++) {
      ClientScene patient = new ClientScene(seed);
      patient.maximumDelay = SECOND;
      patient.attach();
      delayed += patient.pass(Duration.ofMillis(500));
      patient.pass(Duration.ofMillis(500));
      assertThat(patient.sent).hasSize(1);
      assertThat(patient.last().option(ElapsedTime.class)).contains(new ElapsedTime(0));
      patient.pass(Duration.ofMillis(1100));
      assertThat(patient.sent.get(1).message().option(ElapsedTime.class).orElseThrow().hundredths())
          .isBetween(100, 110);
    }
    assertThat(delayed).isBetween(3, 17);
  }

  @Test
  void aRequestWithoutAnswerIsGivenUpAfterTenTries() {
    client.attach();
    client.receive(client.advertise(new Preference(255), hour(ADDRESS)));
    client.pass(Duration.ofMinutes(5));
    assertThat(client.sent.stream().filter(sent -> sent.message().type() == DhcpMessageType.REQUEST)).hasSize(10);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void aRefusedClientBeginsAnewAfterAWhile() {
    client.attach();
    client.receive(client.advertise(new Preference(255), hour(ADDRESS)));
    assertThat(client.receive(client.reply(association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))))).isZero();
    assertThat(client.pass(SECOND)).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void aRefusedRequestLeadsToAnotherSolicitAndNotToAFlood() {
    client.attach();
    for (int i = 0; i < 500; i++) {
      client.receive(client.advertise(new Preference(255), hour(ADDRESS)));
      client.receive(client.reply(association(0, 0, status(DhcpStatusCode.NO_ADDRS_AVAIL))));
      client.pass(Duration.ofMillis(100));
    }
    assertThat(client.notices(DhcpNotice.LeaseRefused.class)).isNotEmpty()
        .allMatch(notice -> notice.status() == DhcpStatusCode.NO_ADDRS_AVAIL);
    // 50 seconds: 20 messages at once, and one for each second
    assertThat(client.sent).hasSizeBetween(30, 70);
  }

  @Test
  void aServerThatCannotSayWhyIsAskedAgainInItsTime() {
    client.attach();
    client.receive(client.advertise(new Preference(255), hour(ADDRESS)));
    assertThat(client.receive(client.reply(status(DhcpStatusCode.UNSPEC_FAIL), hour(ADDRESS)))).isZero();
    assertThat(client.leased()).isEmpty();
    assertThat(client.pass(Duration.ofMillis(1100))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REQUEST);
  }

  @Test
  void timesThatAreLeftToTheClientArePartsOfThePreferredLifetime() {
    client.attach();
    client.receive(client.reply(new RapidCommit(), association(0, 0, address(ADDRESS, 1000, 4000))));
    Lease lease = client.state.lease().orElseThrow();
    assertThat(lease.t1().since(client.now())).isEqualTo(Duration.ofSeconds(500));
    assertThat(lease.t2().since(client.now())).isEqualTo(Duration.ofSeconds(800));
  }

  @Test
  void aLeaseMayBeForEver() {
    client.attach();
    long infinity = 0xffff_ffffL;
    client.receive(
        client.reply(new RapidCommit(), association(infinity, infinity, address(ADDRESS, infinity, infinity))));
    assertThat(client.state.deadline()).isEqualTo(Time.NEVER);
    assertThat(client.leased()).contains(ADDRESS);
  }
}
