package org.roam6.protocol.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.dhcp.ClientScene.ADDRESS;
import static org.roam6.protocol.dhcp.ClientScene.ELSEWHERE;
import static org.roam6.protocol.dhcp.ClientScene.OTHER_ADDRESS;
import static org.roam6.protocol.dhcp.ClientScene.OTHER_SERVER;
import static org.roam6.protocol.dhcp.ClientScene.SERVER;
import static org.roam6.protocol.dhcp.ClientScene.address;
import static org.roam6.protocol.dhcp.ClientScene.association;
import static org.roam6.protocol.dhcp.ClientScene.hour;
import static org.roam6.protocol.dhcp.ClientScene.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpStatusCode;

/** RFC 8415 18.2.3 to 18.2.5, 18.2.8, 18.2.10: what becomes of a lease. */
class LeaseTest {

  private static final Duration T1 = Duration.ofSeconds(1000);
  private static final Duration T2 = Duration.ofSeconds(2000);
  private static final Duration END = Duration.ofHours(1);

  private final ClientScene client = ClientScene.bound();

  @Test
  void atT1ItsServerIsAskedToExtendIt() {
    assertThat(client.pass(T1.minusMillis(1))).isZero();
    assertThat(client.pass(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.RENEW);
    assertThat(client.last().option(ServerIdentifier.class)).contains(new ServerIdentifier(SERVER));
    assertThat(client.lastAddress()).contains(ADDRESS);
    client.receive(client.reply(hour(ADDRESS)));
    assertThat(client.state.lease().orElseThrow().validUntil()).isEqualTo(client.now().plus(END));
    assertThat(client.notices(DhcpNotice.LeaseExtended.class)).hasSize(1);
    assertThat(client.pass(T1.minusMillis(1))).isZero();
  }

  @Test
  void atT2AnyServerIsAsked() {
    client.pass(T2);
    assertThat(client.sent.stream().filter(sent -> sent.message().type() == DhcpMessageType.RENEW).count())
        .isBetween(5L, 8L);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REBIND);
    assertThat(client.last().option(ServerIdentifier.class)).isEmpty();
    assertThat(client.lastAddress()).contains(ADDRESS);
    client.receive(client.answer(DhcpMessageType.REPLY, OTHER_SERVER, hour(ADDRESS)));
    assertThat(client.state.lease().orElseThrow().server()).isEqualTo(OTHER_SERVER);
  }

  @Test
  void whatNobodyExtendsEnds() {
    client.pass(END.minusMillis(1));
    assertThat(client.leased()).contains(ADDRESS);
    client.pass(Duration.ofMillis(1));
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
    assertThat(client.notices(DhcpNotice.LeaseLost.class)).hasSize(1);
  }

  @Test
  void aServerThatHasForgottenItIsAskedForItAgain() {
    client.pass(T1);
    client.receive(client.reply(association(0, 0, status(DhcpStatusCode.NO_BINDING))));
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.REQUEST);
    assertThat(client.lastAddress()).contains(ADDRESS);
    client.receive(client.reply(hour(ADDRESS)));
    assertThat(client.leased()).contains(ADDRESS);
  }

  @Test
  void aServerCanPutAnotherAddressInItsPlace() {
    client.pass(T1);
    client.receive(client.reply(
        association(1000, 2000, address(ADDRESS, 0, 0), address(OTHER_ADDRESS, 3000, 3600))));
    assertThat(client.leased()).contains(OTHER_ADDRESS);
  }

  @Test
  void aServerCanEndIt() {
    client.pass(T1);
    client.receive(client.reply(association(1000, 2000, address(ADDRESS, 0, 0))));
    assertThat(client.leased()).isEmpty();
    client.pass(Duration.ofSeconds(1));
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void anAnswerThatDoesNotMentionItChangesNothing() {
    client.pass(T1);
    client.receive(client.reply());
    client.receive(client.reply(hour(OTHER_ADDRESS)));
    client.receive(client.reply(status(DhcpStatusCode.UNSPEC_FAIL), association(0, 0, address(ADDRESS, 0, 0))));
    assertThat(client.leased()).contains(ADDRESS);
    assertThat(client.pass(Duration.ofSeconds(11))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.RENEW);
  }

  @Test
  void backOnItsLinkItIsUsedAndConfirmed() {
    Lease lease = client.state.lease().orElseThrow();
    client.step(new DhcpClient.Input.Detached());
    assertThat(client.leased()).isEmpty();
    client.pass(Duration.ofMinutes(1));
    client.comeBack(lease);
    assertThat(client.leased()).contains(ADDRESS);
    assertThat(client.pass(Duration.ofSeconds(1))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.CONFIRM);
    assertThat(client.last().option(ServerIdentifier.class)).isEmpty();
    assertThat(client.lastAddress()).contains(ADDRESS);
    client.receive(client.reply(status(DhcpStatusCode.SUCCESS)));
    assertThat(client.pass(Duration.ofSeconds(30))).isZero();
    assertThat(client.leased()).contains(ADDRESS);
  }

  @Test
  void whatWasDueMeanwhileIsDoneOnceItIsConfirmed() {
    Lease lease = client.state.lease().orElseThrow();
    client.step(new DhcpClient.Input.Detached());
    client.pass(T1);
    client.comeBack(lease);
    client.pass(Duration.ofSeconds(1));
    assertThat(client.receive(client.reply(status(DhcpStatusCode.SUCCESS)))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.RENEW);
  }

  @Test
  void itIsUsedFurtherWhereNobodyConfirmsIt() {
    Lease lease = client.state.lease().orElseThrow();
    client.step(new DhcpClient.Input.Detached());
    client.comeBack(lease);
    assertThat(client.pass(Duration.ofSeconds(20))).isBetween(3, 5);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.CONFIRM);
    assertThat(client.leased()).contains(ADDRESS);
    assertThat(client.state).isInstanceOf(DhcpClientState.Bound.class);
  }

  @Test
  void onceItIsKnownNotToBeOfThisLinkAnotherIsLookedFor() {
    Lease lease = client.state.lease().orElseThrow();
    client.step(new DhcpClient.Input.Detached());
    client.comeBack(lease);
    client.pass(Duration.ofSeconds(1));
    assertThat(client.receive(client.reply(status(DhcpStatusCode.NOT_ON_LINK)))).isEqualTo(1);
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void onAnotherLinkAnotherIsLookedFor() {
    Lease lease = client.state.lease().orElseThrow();
    assertThat(client.step(new DhcpClient.Input.Attached(ELSEWHERE, Optional.of(lease)))).isEqualTo(1);
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void whatIsKnownFromAnEarlierVisitIsConfirmed() {
    Lease earlier = client.state.lease().orElseThrow();
    client.attach(ELSEWHERE);
    client.step(new DhcpClient.Input.Attached(ClientScene.HERE, Optional.of(earlier)));
    assertThat(client.leased()).contains(ADDRESS);
    client.pass(Duration.ofSeconds(1));
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.CONFIRM);
  }

  @Test
  void whatEndedMeanwhileIsNotConfirmed() {
    Lease lease = client.state.lease().orElseThrow();
    client.step(new DhcpClient.Input.Detached());
    client.pass(END);
    client.comeBack(lease);
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }

  @Test
  void theSameLinkToldAgainChangesNothing() {
    DhcpClientState before = client.state;
    assertThat(client.attach()).isZero();
    assertThat(client.state).isEqualTo(before);
  }

  @Test
  void anAddressThatAnotherNodeHasIsDeclined() {
    client.step(new DhcpClient.Input.Duplicate(OTHER_ADDRESS));
    assertThat(client.leased()).contains(ADDRESS);
    assertThat(client.step(new DhcpClient.Input.Duplicate(ADDRESS))).isEqualTo(1);
    assertThat(client.leased()).isEmpty();
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.DECLINE);
    assertThat(client.last().option(ServerIdentifier.class)).contains(new ServerIdentifier(SERVER));
    assertThat(client.lastAddress()).contains(ADDRESS);
    assertThat(client.receive(client.reply(status(DhcpStatusCode.NO_BINDING)))).isEqualTo(1);
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
    client.receive(client.reply(new RapidCommit(), hour(OTHER_ADDRESS)));
    assertThat(client.leased()).contains(OTHER_ADDRESS);
  }

  @Test
  void afterFourDeclinesWithoutAnswerItGoesOn() {
    client.step(new DhcpClient.Input.Duplicate(ADDRESS));
    client.pass(Duration.ofSeconds(20));
    List<Integer> types = client.sent.stream().skip(1).map(sent -> sent.message().type()).toList();
    assertThat(types).startsWith(9, 9, 9, 9, 1);
  }

  @Test
  void messagesAreLimitedWhateverHappens() {
    for (int i = 0; i < 1000; i++) {
      client.attach(i % 2 == 0 ? ELSEWHERE : ClientScene.HERE);
      client.pass(Duration.ofMillis(10));
    }
    // 10 seconds
    assertThat(client.sent).hasSizeLessThanOrEqualTo(31);
    client.pass(Duration.ofMinutes(1));
    assertThat(client.last().type()).isEqualTo(DhcpMessageType.SOLICIT);
  }
}
