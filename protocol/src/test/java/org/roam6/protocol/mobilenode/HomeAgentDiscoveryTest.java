package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Search.ANYCAST;
import static org.roam6.protocol.mobilenode.Search.CARE_OF;
import static org.roam6.protocol.mobilenode.Search.ONE;
import static org.roam6.protocol.mobilenode.Search.THREE;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.Search.asked;
import static org.roam6.protocol.mobilenode.Search.requests;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 6.5, 6.6 and 11.4.1: a mobile node asks its home link for home agents, and is told. */
class HomeAgentDiscoveryTest {

  private static final Ipv6Address ELSEWHERE = Ipv6Address.parse("2001:db8:7::1");

  private final Search search = Search.begun();
  private final Scenario scenario = search.scenario;

  /** When requests go out in the time to come. */
  private List<Duration> requestTimes(Duration within) {
    List<Duration> times = new ArrayList<>();
    Time start = scenario.now();
    Time end = start.plus(within);
    while (scenario.node.nextDeadline().isDue(end)) {
      Duration wait = scenario.node.nextDeadline().since(scenario.now());
      int sent = requests(scenario.pass(wait)).size();
      IntStream.range(0, sent).forEach(_ -> times.add(scenario.now().since(start)));
    }
    return times;
  }

  @Test
  void asksTheAnycastAddressFromTheCareOfAddress() {
    List<Ipv6Packet> sent = requests(scenario.all());

    assertThat(sent).singleElement().satisfies(packet -> {
      assertThat(packet.header().source()).isEqualTo(CARE_OF);
      assertThat(packet.header().destination()).isEqualTo(ANYCAST);
      assertThat(packet.header().destination())
          .isEqualTo(Ipv6Address.parse("2001:db8:1:0:fdff:ffff:ffff:fffe"));
    });
    assertThat(Scenario.updates(scenario.all())).isEmpty();
  }

  @Test
  @Tag("R6275-066")
  void theReservedFieldIsZeroAndIgnored() {
    Ipv6Packet request = requests(scenario.all()).getFirst();

    assertThat(request.payload().at(6)).isZero();
    assertThat(request.payload().at(7)).isZero();
  }

  @Test
  @Tag("R6275-227")
  void repeatsTheSameRequestFourTimesEachAfterTwiceTheTime() {
    int identifier = search.identifier();

    assertThat(requestTimes(Duration.ofSeconds(93)))
        .containsExactly(
            Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(21), Duration.ofSeconds(45));
    assertThat(search.identifier()).isEqualTo(identifier);
  }

  @Test
  void afterThatItRestsTwiceAsLongEachTimeAndAsksAnew() {
    int identifier = search.identifier();
    List<Duration> times = requestTimes(Duration.ofHours(1));

    // 93 s each, and rests of 32, 64, 128, 256 and then 300 s
    assertThat(times.subList(4, 9))
        .containsExactly(
            Duration.ofSeconds(125),
            Duration.ofSeconds(128),
            Duration.ofSeconds(134),
            Duration.ofSeconds(146),
            Duration.ofSeconds(170));
    assertThat(times.get(9)).isEqualTo(Duration.ofSeconds(125 + 93 + 64));
    assertThat(times).hasSizeLessThan(60);
    assertThat(search.identifier()).isNotEqualTo(identifier);
    assertThat(Scenario.notices(scenario.all(), HomeAgentSearchNotice.HomeAgentDiscoveryFailed.class))
        .first()
        .satisfies(notice -> assertThat(notice.retry()).isEqualTo(Duration.ofSeconds(32)));
  }

  @Test
  void takesTheFirstHomeAgentOfTheReply() {
    assertThat(asked(search.reply(TWO, ONE, THREE))).containsExactly(TWO);
    assertThat(requests(scenario.pass(Duration.ofSeconds(4)))).isEmpty();
  }

  @Test
  void anEmptyReplyIsFromTheHomeAgentItself() {
    assertThat(asked(search.reply(TWO, CARE_OF, search.identifier()))).containsExactly(TWO);
  }

  @Test
  void aReplyThatAnswersNothingIsIgnored() {
    search.reply(ONE, CARE_OF, search.identifier() + 1 & 0xffff, TWO);
    search.reply(ONE, Scenario.HOME_ADDRESS, search.identifier(), TWO);

    assertThat(asked(scenario.all())).isEmpty();
    assertThat(requests(scenario.pass(Duration.ofSeconds(3)))).hasSize(1);
  }

  @Test
  void aSecondReplyIsIgnored() {
    search.reply(ONE);
    search.reply(TWO);

    assertThat(search.memory().discovered()).containsExactly(ONE);
  }

  @Test
  void onlyAddressesThatCanBeHomeAgentsOfThisNodeAreTaken() {
    search.reply(
        ELSEWHERE,
        Scenario.HOME_ADDRESS,
        ANYCAST,
        Scenario.HOME_PREFIX.address(),
        Ipv6Address.parse("fe80::1"),
        Ipv6Address.parse("ff02::1"),
        Ipv6Address.parse("::"),
        TWO,
        TWO);

    assertThat(search.memory().discovered()).containsExactly(TWO);
  }

  @Test
  void aListIsCutAt64Addresses() {
    Ipv6Address[] many =
        IntStream.range(0, 77).mapToObj(i -> Ipv6Address.parse("2001:db8:1::f:" + i)).toArray(Ipv6Address[]::new);
    search.reply(many);

    assertThat(search.memory().discovered()).hasSize(64);
  }

  @Test
  void asksFromTheNewCareOfAddressAfterAMove() {
    int identifier = search.identifier();
    List<Effect> moved = scenario.moveTo(VISITED_B);

    assertThat(requests(moved))
        .singleElement()
        .satisfies(packet -> assertThat(packet.header().source()).isEqualTo(VISITED_B.careOfAddress()));
    search.reply(ONE, CARE_OF, identifier, TWO);
    assertThat(asked(scenario.all())).isEmpty();
  }

  @Test
  void movesDoNotMakeItAskMoreThanThriceInThreeSeconds() {
    for (int i = 0; i < 20; i++) {
      scenario.moveTo(i % 2 == 0 ? VISITED_B : VISITED_A);
      scenario.pass(Duration.ofMillis(100));
    }

    assertThat(requests(scenario.all())).hasSizeLessThanOrEqualTo(3);
    assertThat(requests(scenario.pass(Duration.ofSeconds(3)))).isNotEmpty();
  }

  @Test
  void nobodyIsAskedWhereTheNodeIsRegisteredOrAtHome() {
    Search settled = Search.settled();

    assertThat(requests(settled.scenario.pass(Duration.ofMinutes(5)))).isEmpty();

    scenario.moveTo(TestRouter.HOME);
    assertThat(requests(scenario.pass(Duration.ofMinutes(5)))).isEmpty();
  }
}
