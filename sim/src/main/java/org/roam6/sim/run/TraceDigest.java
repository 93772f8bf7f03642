package org.roam6.sim.run;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Octets;

/**
 * A number that stands for all that happened, with its times and its order: two runs with one number were the same run.
 */
final class TraceDigest implements Observer {

  private static final long MIX = 0x9e3779b97f4a7c15L;

  private long digest;

  long value() {
    return digest;
  }

  private void mix(long value, Time now) {
    digest = (digest ^ value ^ now.nanos() * MIX) * MIX;
    digest ^= digest >>> 32;
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    mix(from.address().value() << 16 ^ frame.to().value() ^ (long) frame.packet().hashCode() << 20, now);
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    mix(harm.name().hashCode(), now);
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    mix((long) host.name().hashCode() << 32 ^ event.getClass().getName().hashCode() ^ effects.size(), now);
  }

  @Override
  public void delivered(SimulatedHost host, Octets packet, Time now) {
    mix(host.name().hashCode() ^ packet.hashCode(), now);
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    mix(host.name().hashCode() ^ disturbance.getClass().getName().hashCode(), now);
  }
}
