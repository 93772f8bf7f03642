package org.roam6.sim.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.World;
import org.roam6.wire.pcapng.PcapngWriter;

/** Writes all frames of a simulation as pcapng: an interface for each link, times on the clock of the simulation. */
public final class PacketRecorder implements Observer {

  private static final int ETHERNET_HEADER = 14;
  private static final short ETHERTYPE_IPV6 = (short) 0x86dd;

  private final PcapngWriter writer;
  private final Map<String, Integer> interfaces = new HashMap<>();

  /**
   * A recorder of the links of a world.
   *
   * @param out takes the file; stays the caller's to close
   */
  public PacketRecorder(World world, OutputStream out) throws IOException {
    writer = new PcapngWriter(out);
    for (Link link : world.links()) {
      interfaces.put(link.name(), writer.addInterface(link.name(), PcapngWriter.LINK_TYPE_ETHERNET));
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    ByteBuffer octets = ByteBuffer.allocate(ETHERNET_HEADER + frame.packet().length());
    frame.to().writeTo(octets);
    frame.from().writeTo(octets);
    octets.putShort(ETHERTYPE_IPV6);
    frame.packet().writeTo(octets);
    try {
      writer.writePacket(
          interfaces.getOrDefault(link.name(), 0), World.WALL_CLOCK_OFFSET_NANOS + now.nanos(), octets.flip());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
