package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.World;

/** Every frame of a simulation is in the recording, whole, with its link and the time of day at which it was sent. */
class PacketRecorderTest {

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;

  private final SmallNetwork small = new SmallNetwork();

  /** A packet of the recording, or what was seen of one while it was sent. */
  private record Recorded(String link, long nanos, ByteBuffer frame) {}

  /** A block of a pcapng file: its type, and what lies between its two length fields. */
  private record Block(int type, ByteBuffer body) {}

  /** Sees the frames for itself. */
  private static final class Witness implements Observer {
    private final List<Recorded> seen = new ArrayList<>();

    @Override
    public void sent(Link link, Port from, Frame frame, Time now) {
      ByteBuffer octets = ByteBuffer.allocate(14 + frame.packet().length());
      frame.to().writeTo(octets);
      frame.from().writeTo(octets);
      octets.putShort((short) 0x86dd);
      frame.packet().writeTo(octets);
      seen.add(new Recorded(link.name(), 1_800_000_000_000_000_000L + now.nanos(), octets.flip()));
    }
  }

  private static List<Block> blocks(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    List<Block> blocks = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      int type = in.getInt();
      int length = in.getInt();
      assertThat(length % 4).isZero();
      assertThat(in.getInt(start + length - 4)).as("the length stands at both ends").isEqualTo(length);
      blocks.add(new Block(type, in.slice(start + 8, length - 12)));
      in.position(start + length);
    }
    return blocks;
  }

  private static String nameOf(Block description) {
    int option = 8;
    int code = description.body().getShort(option);
    assertThat(code).as("if_name comes first").isEqualTo(2);
    byte[] name = new byte[description.body().getShort(option + 2)];
    description.body().get(option + 4, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static Recorded packet(Block block, List<String> links) {
    ByteBuffer body = block.body();
    long nanos = body.getLong(4);
    int length = body.getInt(12);
    assertThat(body.getInt(16)).as("nothing is cut off").isEqualTo(length);
    return new Recorded(links.get(body.getInt(0)), nanos, body.slice(20, length));
  }

  private static List<Recorded> packets(byte[] file) {
    List<Block> blocks = blocks(file);
    assertThat(blocks.getFirst().type()).isEqualTo(SECTION_HEADER);
    List<String> links =
        blocks.stream().filter(block -> block.type() == INTERFACE).map(PacketRecorderTest::nameOf).toList();
    assertThat(links).containsExactly("home", "far", "visited-a", "visited-b");
    return blocks.stream()
        .filter(block -> block.type() == ENHANCED_PACKET)
        .map(block -> packet(block, links))
        .toList();
  }

  @Test
  void everyFrameIsRecorded() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Witness witness = new Witness();
    small.world.observe(new PacketRecorder(small.world, file));
    small.world.observe(witness);
    small.registeredAt("visited-a");
    List<Recorded> recorded = packets(file.toByteArray());
    assertThat(recorded).hasSizeGreaterThan(20).isEqualTo(witness.seen);
    assertThat(recorded).extracting(Recorded::link).contains("home", "visited-a", "visited-b");
    assertThat(recorded.getLast().nanos())
        .isBetween(World.WALL_CLOCK_OFFSET_NANOS, World.WALL_CLOCK_OFFSET_NANOS + 7_000_000_000L);
  }
}
