package org.roam6.daemon;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice.Level;

/** Tells the log which of the interfaces that the roles need are waited for. */
final class InterfaceWatch {

  private enum Presence {
    UNKNOWN,
    MISSING,
    OFF,
    ON
  }

  private final Voice voice;
  private final Map<InterfaceName, Presence> presences = new TreeMap<>();

  /** Nothing is known of the interfaces {@code needed} yet. */
  InterfaceWatch(Set<InterfaceName> needed, Voice voice) {
    this.voice = voice;
    needed.forEach(name -> presences.put(name, Presence.UNKNOWN));
  }

  /** All interfaces that are there have been told of. */
  void started() {
    Map.copyOf(presences).forEach((name, presence) -> {
      if (presence == Presence.UNKNOWN) {
        enter(name, Presence.MISSING);
      }
    });
  }

  /**
   * A link is told of.
   *
   * @param link what is told
   * @param index the number of the interface; 0 where it is gone
   */
  void changed(Event.LinkChanged link, int index) {
    if (presences.containsKey(link.name())) {
      enter(
          link.name(),
          index == 0 ? Presence.MISSING : link.presence() == LinkPresence.ABSENT ? Presence.OFF : Presence.ON);
    }
  }

  private void enter(InterfaceName name, Presence presence) {
    Presence before = presences.put(name, presence);
    if (before == presence) {
      return;
    }
    switch (presence) {
      case MISSING -> voice.say(Level.WARNING, "interface " + name + " is not there: waiting for it");
      case OFF ->
          voice.say(Level.WARNING, "interface " + name + " is turned off: waiting for 'ip link set " + name + " up'");
      case ON -> {
        if (before != Presence.UNKNOWN) {
          voice.say(Level.INFO, "interface " + name + " is there");
        }
      }
      case UNKNOWN -> throw new IllegalArgumentException("of " + name + " something is known");
    }
  }
}
