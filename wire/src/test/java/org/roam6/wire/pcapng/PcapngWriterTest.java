package org.roam6.wire.pcapng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Octets;

class PcapngWriterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  // The blocks as draft-ietf-opsawg-pcapng 4.1 to 4.3 draws them.
  @Test
  void writesASectionWithNamedInterfacesAndNanoseconds() throws IOException {
    PcapngWriter writer = new PcapngWriter(out);
    int home = writer.addInterface("home", PcapngWriter.LINK_TYPE_ETHERNET);
    int visited = writer.addInterface("visit", PcapngWriter.LINK_TYPE_RAW);
    writer.writePacket(home, 0x1234_5678_9abc_def0L, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
    assertThat(home).isZero();
    assertThat(visited).isEqualTo(1);
    assertThat(Octets.of(out.toByteArray())).isEqualTo(Octets.ofHex(
        """
        0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
        00000001 00000028 0001 0000 00000000 0002 0004 686f6d65 0009 0001 09000000 0000 0000 00000028
        00000001 0000002c 0065 0000 00000000 0002 0005 7669736974000000 0009 0001 09000000 0000 0000 0000002c
        00000006 00000028 00000000 12345678 9abcdef0 00000005 00000005 0102030405000000 00000028
        """));
  }

  @Test
  void leavesThePacketAsItIs() throws IOException {
    PcapngWriter writer = new PcapngWriter(out);
    ByteBuffer packet = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
    writer.writePacket(writer.addInterface("a", PcapngWriter.LINK_TYPE_RAW), 0, packet);
    assertThat(packet.remaining()).isEqualTo(2);
    Octets written = Octets.of(out.toByteArray());
    assertThat(written.slice(written.length() - 16, written.length()))
        .isEqualTo(Octets.ofHex("00000002 00000002 02030000 00000024"));
  }

  @Test
  void refusesAnInterfaceItDoesNotKnow() throws IOException {
    PcapngWriter writer = new PcapngWriter(out);
    assertThatThrownBy(() -> writer.writePacket(0, 0, ByteBuffer.allocate(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
