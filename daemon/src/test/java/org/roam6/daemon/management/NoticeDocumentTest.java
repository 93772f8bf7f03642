package org.roam6.daemon.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.HomeAddressNotice;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.wire.Ipv6Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NoticeDocumentTest {

  private static final Notice SOLICITED = new MobileNodeNotice.HomeAgentSolicited(3);
  private static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse("2001:db8:1::9");

  private static JsonNode document(Notice notice) {
    return JsonMapper.shared().readTree(NoticeDocument.of(notice, 7, new Time(1), Instant.EPOCH));
  }

  @Test
  void aNoticeHasARoleAKindAndFields() {
    JsonNode document = document(SOLICITED);

    assertThat(document.path("role").asString()).isEqualTo("mobile-node");
    assertThat(document.path("kind").asString()).isEqualTo("home-agent-solicited");
    assertThat(document.path("fields").path("attempt").asInt()).isEqualTo(3);
    assertThat(document.path("fields").has("home_address")).isFalse();
  }

  @Test
  void whatIsToldOfOneOfSeveralHomeAddressesIsTheSameWithThatAddress() {
    JsonNode document = document(new HomeAddressNotice(HOME_ADDRESS, SOLICITED));

    assertThat(document.path("role").asString()).isEqualTo("mobile-node");
    assertThat(document.path("kind").asString()).isEqualTo("home-agent-solicited");
    assertThat(document.path("fields").path("attempt").asInt()).isEqualTo(3);
    assertThat(document.path("fields").path("home_address").asString()).isEqualTo(HOME_ADDRESS.toString());
    assertThat(document.path("text").asString()).isEqualTo(HOME_ADDRESS + ": " + SOLICITED.text());
  }
}
