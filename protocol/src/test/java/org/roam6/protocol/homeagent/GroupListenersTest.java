package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.MulticastAddressRecordType;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastAddressRecord;
import org.roam6.wire.icmp.MulticastListenerDiscovery;
import org.roam6.wire.icmp.MulticastListenerDone;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.MulticastListenerReport;
import org.roam6.wire.icmp.MulticastListenerReportV2;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 10.4.3: multicast membership control. */
class GroupListenersTest {

  private static final Ipv6Address GROUP = Ipv6Address.parse("ff0e::77");
  private static final Ipv6Address OTHER_GROUP = Ipv6Address.parse("ff1e::78");
  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:5::5");
  private static final Ipv6Address LINK_LOCAL = Ipv6Address.parse("fe80::100");
  private static final Ipv6Address ALL_REPORTS = Ipv6Address.parse("ff02::16");

  private final Scene scene = scene(GroupLimits.DEFAULT);

  private static Scene scene(GroupLimits limits) {
    return new Scene(Scene.config(new Security.None(), HomeAgentLimits.DEFAULT).withMulticast(limits));
  }

  /** A query, and whom it goes to. */
  private record Query(Ipv6Address careOfAddress, Ipv6Address destination, Ipv6Address group) {}

  private static List<Query> queries(List<Effect> effects) {
    List<Query> queries = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendRouted(Octets octets)) {
        Ipv6Packet outer = packet(octets);
        if (outer.protocol() == IpProtocol.IPV6) {
          queries.add(query(outer));
        }
      }
    }
    return queries;
  }

  private static Query query(Ipv6Packet outer) {
    assertThat(outer.header().source()).isEqualTo(Scene.HOME_AGENT);
    Ipv6Packet inner = packet(outer.payload());
    assertThat(MulticastListenerDiscovery.isValid(inner)).isTrue();
    Decoded<Icmpv6Message> message =
        Icmpv6Message.decode(inner.payload(), inner.header().source(), inner.header().destination());
    MulticastListenerQueryV2 query =
        (MulticastListenerQueryV2) ((Decoded.Value<Icmpv6Message>) message).value();
    assertThat(query.maximumResponseCode()).isEqualTo(1000);
    assertThat(query.flags()).isEqualTo(2);
    assertThat(query.intervalCode()).isEqualTo(125);
    return new Query(outer.header().destination(), inner.header().destination(), query.group());
  }

  private static Ipv6Packet packet(Octets octets) {
    return ((Decoded.Value<Ipv6Packet>) Ipv6Packet.decode(octets)).value();
  }

  private static Query general(Ipv6Address careOfAddress) {
    return new Query(careOfAddress, Ipv6Address.ALL_NODES, Ipv6Address.UNSPECIFIED);
  }

  private static Query about(Ipv6Address group) {
    return new Query(Scene.CARE_OF_A, group, group);
  }

  private List<Effect> register(Update update) {
    scene.tell(update.plain());
    return scene.pass(Duration.ofSeconds(1));
  }

  private List<Effect> say(Ipv6Address homeAddress, Icmpv6Message message) {
    return say(homeAddress, LINK_LOCAL, message);
  }

  private List<Effect> say(Ipv6Address homeAddress, Ipv6Address source, Icmpv6Message message) {
    Ipv6Packet packet = MulticastListenerDiscovery.packet(source, ALL_REPORTS, message);
    return scene.tell(new Event.TunnelPacketReceived(BindingKey.of(homeAddress), packet.encode()));
  }

  private static MulticastListenerReportV2 report(int type, Ipv6Address group, Ipv6Address... sources) {
    return new MulticastListenerReportV2(List.of(new MulticastAddressRecord(type, group, List.of(sources))));
  }

  private boolean listens(Ipv6Address homeAddress, Ipv6Address group) {
    return scene.wanted.containsKey(new Desired.GroupListenerKey(BindingKey.of(homeAddress), group));
  }

  private boolean hears(Ipv6Address group) {
    return scene.wanted.containsKey(new Desired.GroupKey(Scene.HOME_LINK, group));
  }

  /** A Binding Update for four minutes. */
  private static Update longUpdate() {
    return longUpdate(Scene.CARE_OF_A);
  }

  private static Update longUpdate(Ipv6Address careOfAddress) {
    return Update.from(careOfAddress).lifetime(60);
  }

  @Test
  void theMobileNodeIsAskedThroughItsTunnelWhenItRegistersAndPeriodically() {
    List<Effect> effects = register(longUpdate());
    assertThat(queries(effects)).containsExactly(general(Scene.CARE_OF_A));
    // Behind the acknowledgement, without which the mobile node has no tunnel.
    assertThat(packet(lastSent(effects)).protocol()).isEqualTo(IpProtocol.IPV6);
    assertThat(queries(scene.pass(Duration.ofMillis(31_249)))).isEmpty();
    assertThat(queries(scene.pass(Duration.ofMillis(1)))).containsExactly(general(Scene.CARE_OF_A));
    assertThat(queries(scene.pass(Duration.ofSeconds(124)))).isEmpty();
    assertThat(queries(scene.pass(Duration.ofSeconds(1)))).containsExactly(general(Scene.CARE_OF_A));
  }

  private static Octets lastSent(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.SendRouted.class::isInstance)
        .map(effect -> ((Effect.SendRouted) effect).packet())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void aMobileNodeThatMovesIsAskedWhereItIsAndKeepsItsGroups() {
    register(longUpdate());
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    List<Effect> effects = scene.tell(longUpdate(Scene.CARE_OF_B).sequence(2).plain());
    assertThat(queries(effects)).containsExactly(general(Scene.CARE_OF_B));
    assertThat(listens(Scene.HOME, GROUP)).isTrue();
  }

  @Test
  void withoutMulticastNobodyIsAskedOrHeard() {
    Scene without = Scene.unprotected();
    without.tell(longUpdate().plain());
    assertThat(queries(without.pass(Duration.ofMinutes(3)))).isEmpty();
    Ipv6Packet packet =
        MulticastListenerDiscovery.packet(LINK_LOCAL, ALL_REPORTS, new MulticastListenerReport(GROUP));
    assertThat(without.tell(new Event.TunnelPacketReceived(BindingKey.of(Scene.HOME), packet.encode()))).isEmpty();
    assertThat(without.always).noneMatch(Desired.GroupForwarding.class::isInstance);
    assertThat(without.wanted.values()).noneMatch(Desired.GroupForwarding.class::isInstance);
  }

  @Test
  @Tag("R6275-194")
  void aReportJoinsTheGroupOnTheHomeLinkAndLeadsItIntoTheTunnel() {
    assertThat(scene.wanted).containsKey(new Desired.GroupForwardingKey(Scene.HOME_LINK));
    register(longUpdate());
    List<Effect> effects = say(Scene.HOME, report(MulticastAddressRecordType.CHANGE_TO_EXCLUDE_MODE, GROUP));
    assertThat(effects).containsExactly(
        new Effect.Want(new Desired.GroupMembership(Scene.HOME_LINK, GROUP)),
        new Effect.Want(new Desired.GroupListener(BindingKey.of(Scene.HOME), GROUP)),
        new Effect.Notify(new HomeAgentNotice.GroupJoined(Scene.HOME, GROUP)));
    assertThat(say(Scene.HOME, report(MulticastAddressRecordType.MODE_IS_EXCLUDE, GROUP))).isEmpty();
  }

  @Test
  void eachKindOfRecordCounts() {
    register(longUpdate());
    Stream.of(
            report(MulticastAddressRecordType.MODE_IS_INCLUDE, GROUP, SOURCE),
            report(MulticastAddressRecordType.MODE_IS_EXCLUDE, GROUP, SOURCE),
            report(MulticastAddressRecordType.CHANGE_TO_INCLUDE_MODE, GROUP, SOURCE),
            report(MulticastAddressRecordType.CHANGE_TO_EXCLUDE_MODE, GROUP),
            report(MulticastAddressRecordType.ALLOW_NEW_SOURCES, GROUP, SOURCE),
            new MulticastListenerReport(GROUP))
        .forEach(message -> {
          say(Scene.HOME, message);
          assertThat(listens(Scene.HOME, GROUP)).as("%s", message).isTrue();
          assertThat(queries(say(Scene.HOME, new MulticastListenerDone(GROUP)))).containsExactly(about(GROUP));
          scene.pass(Duration.ofSeconds(2));
          assertThat(listens(Scene.HOME, GROUP)).isFalse();
        });
    say(Scene.HOME, report(99, GROUP));
    say(Scene.HOME, report(MulticastAddressRecordType.MODE_IS_INCLUDE, GROUP));
    say(Scene.HOME, new MulticastListenerQueryV2(1000, GROUP, 2, 125));
    assertThat(listens(Scene.HOME, GROUP)).isFalse();
  }

  @Test
  void whoSaysThatItLeavesIsAskedTwiceAndThenForgotten() {
    register(longUpdate());
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    List<Effect> effects = say(Scene.HOME, report(MulticastAddressRecordType.CHANGE_TO_INCLUDE_MODE, GROUP));
    assertThat(queries(effects)).containsExactly(about(GROUP));
    assertThat(queries(say(Scene.HOME, new MulticastListenerDone(GROUP)))).as("said again").isEmpty();
    assertThat(queries(scene.pass(Duration.ofSeconds(1)))).containsExactly(about(GROUP));
    assertThat(listens(Scene.HOME, GROUP)).isTrue();
    assertThat(scene.pass(Duration.ofSeconds(1))).contains(
        new Effect.Unwant(new Desired.GroupListenerKey(BindingKey.of(Scene.HOME), GROUP)),
        new Effect.Unwant(new Desired.GroupKey(Scene.HOME_LINK, GROUP)),
        new Effect.Notify(new HomeAgentNotice.GroupLeft(Scene.HOME, GROUP)));
  }

  @Test
  void whoAnswersThatItIsStillThereStays() {
    register(longUpdate());
    say(Scene.HOME, report(MulticastAddressRecordType.CHANGE_TO_INCLUDE_MODE, GROUP, SOURCE));
    say(Scene.HOME, report(MulticastAddressRecordType.BLOCK_OLD_SOURCES, GROUP, SOURCE));
    say(Scene.HOME, report(MulticastAddressRecordType.MODE_IS_INCLUDE, GROUP, SOURCE));
    assertThat(queries(scene.pass(Duration.ofSeconds(5)))).isEmpty();
    assertThat(listens(Scene.HOME, GROUP)).isTrue();
  }

  @Test
  void aMembershipThatIsNotConfirmedEnds() {
    register(longUpdate());
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    say(Scene.HOME, new MulticastListenerReport(OTHER_GROUP));
    scene.pass(Duration.ofSeconds(200));
    scene.tell(longUpdate().sequence(2).plain());
    say(Scene.HOME, report(MulticastAddressRecordType.MODE_IS_EXCLUDE, OTHER_GROUP));
    scene.pass(Duration.ofMillis(50_999));
    assertThat(listens(Scene.HOME, GROUP)).isTrue();
    scene.pass(Duration.ofMillis(1));
    assertThat(listens(Scene.HOME, GROUP)).isFalse();
    assertThat(listens(Scene.HOME, OTHER_GROUP)).isTrue();
  }

  @Test
  void membershipsEndWithTheBinding() {
    register(new Update().lifetime(15));
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    scene.pass(Duration.ofSeconds(60));
    assertThat(listens(Scene.HOME, GROUP)).isFalse();
    assertThat(hears(GROUP)).isFalse();
    assertThat(queries(scene.pass(Duration.ofMinutes(10)))).isEmpty();
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    assertThat(listens(Scene.HOME, GROUP)).as("without a binding").isFalse();
  }

  @Test
  void theHomeLinkIsLeftWithTheLastListener() {
    register(longUpdate());
    register(longUpdate(Scene.CARE_OF_B).homeAddress(Scene.OTHER_HOME));
    say(Scene.HOME, new MulticastListenerReport(GROUP));
    say(Scene.OTHER_HOME, new MulticastListenerReport(GROUP));
    say(Scene.HOME, new MulticastListenerDone(GROUP));
    scene.pass(Duration.ofSeconds(2));
    assertThat(listens(Scene.HOME, GROUP)).isFalse();
    assertThat(listens(Scene.OTHER_HOME, GROUP)).isTrue();
    assertThat(hears(GROUP)).isTrue();
    say(Scene.OTHER_HOME, new MulticastListenerDone(GROUP));
    scene.pass(Duration.ofSeconds(2));
    assertThat(hears(GROUP)).isFalse();
  }

  @Test
  @Tag("R6275-193")
  void groupsOfSmallerScopeThanGlobalAreNotServed() {
    register(longUpdate());
    for (String group : List.of("ff02::77", "ff05::77", "ff08::77", "ff0f::77", "2001:db8:1::5")) {
      say(Scene.HOME, new MulticastListenerReport(Ipv6Address.parse(group)));
    }
    assertThat(scene.wanted.keySet()).noneMatch(Desired.GroupListenerKey.class::isInstance);
  }

  @Test
  void onlyWhatComesFromTheOtherEndOfTheTunnelIsBelieved() {
    register(longUpdate());
    say(Scene.HOME, SOURCE, new MulticastListenerReport(GROUP));
    say(Scene.HOME, Ipv6Address.UNSPECIFIED, new MulticastListenerReport(GROUP));
    Ipv6Packet right =
        MulticastListenerDiscovery.packet(LINK_LOCAL, ALL_REPORTS, new MulticastListenerReport(GROUP));
    Octets octets = right.encode();
    for (Octets wrong : List.of(
        right.withHopLimit(2).encode(),
        octets.with(octets.length() - 1, 0x78),
        octets.slice(0, 50),
        octets.with(42, 1))) {
      scene.tell(new Event.TunnelPacketReceived(BindingKey.of(Scene.HOME), wrong));
    }
    assertThat(listens(Scene.HOME, GROUP)).isFalse();
  }

  @Test
  void noMobileNodeListensToMoreGroupsThanAllowedNorAllTogether() {
    Scene small = scene(new GroupLimits(3, 4));
    small.tell(longUpdate().plain());
    small.tell(longUpdate(Scene.CARE_OF_B).homeAddress(Scene.OTHER_HOME).plain());
    small.pass(Duration.ofSeconds(1));
    List<MulticastAddressRecord> records =
        IntStream.range(0, 10)
            .mapToObj(i -> Ipv6Address.parse("ff0e::" + i))
            .map(each ->
                new MulticastAddressRecord(MulticastAddressRecordType.MODE_IS_EXCLUDE, each, List.of()))
            .toList();
    Octets report =
        MulticastListenerDiscovery.packet(LINK_LOCAL, ALL_REPORTS, new MulticastListenerReportV2(records)).encode();
    List<Effect> effects = small.tell(new Event.TunnelPacketReceived(BindingKey.of(Scene.HOME), report));
    assertThat(small.wanted.keySet()).filteredOn(Desired.GroupListenerKey.class::isInstance).hasSize(3);
    // One word is enough.
    assertThat(effects)
        .filteredOn(effect -> effect instanceof Effect.Notify(HomeAgentNotice.GroupRefused _))
        .containsExactly(
            new Effect.Notify(new HomeAgentNotice.GroupRefused(Scene.HOME, Ipv6Address.parse("ff0e::3"))));
    small.tell(new Event.TunnelPacketReceived(BindingKey.of(Scene.OTHER_HOME), report));
    assertThat(small.wanted.keySet()).filteredOn(Desired.GroupListenerKey.class::isInstance).hasSize(4);
  }
}
