package org.roam6.daemon;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.roam6.daemon.storage.Storage;
import org.roam6.linux.host.Interfaces;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.LinkSender;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Hands;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Notice.Level;
import org.roam6.protocol.Time;

/** Carries out effects on this machine. */
final class LinuxHands implements Hands, AutoCloseable {

  private final Interfaces interfaces;
  private final Reconciler reconciler;
  private final Optional<Tunnels> tunnels;
  private final Voice voice;
  private final BiConsumer<Notice, Time> notices;
  private final Storage storage;
  private final LinkSender linkSender;
  private final RoutedSender routedSender;

  /**
   * Opens what sends packets.
   *
   * @param interfaces knows the numbers of interfaces
   * @param reconciler makes the kernel agree; stays the caller's to close
   * @param tunnels the data plane, where a role needs it; stays the caller's to close
   * @param voice takes what fails
   * @param notices takes what the roles tell
   * @param storage keeps what they remember; stays the caller's to close
   */
  LinuxHands(
      Interfaces interfaces,
      Reconciler reconciler,
      Optional<Tunnels> tunnels,
      Voice voice,
      BiConsumer<Notice, Time> notices,
      Storage storage)
      throws SystemCallException {
    this.interfaces = interfaces;
    this.reconciler = reconciler;
    this.tunnels = tunnels;
    this.voice = voice;
    this.notices = notices;
    this.storage = storage;
    this.linkSender = LinkSender.open();
    this.routedSender = RoutedSender.open();
  }

  @Override
  public void send(Effect.SendOnLink packet) {
    int result =
        interfaces
            .index(packet.out())
            .map(index -> linkSender.send(index, packet.to(), packet.packet()))
            .orElse(0);
    if (result < 0) {
      // The link went down a moment ago, which the roles are about to hear.
      voice.say(Level.DEBUG, "cannot send on " + packet.out() + ": errno " + -result);
    }
  }

  @Override
  public void send(Effect.SendRouted packet) {
    int result = routedSender.send(packet.packet());
    if (result < 0) {
      voice.say(Level.DEBUG, "cannot send by the host's routes: errno " + -result);
    }
  }

  @Override
  public Optional<String> want(Desired item, Time now) {
    return switch (item) {
      case Desired.OfDataPlane wanted -> {
        Optional<String> reason = tunnels.flatMap(all -> all.want(wanted));
        reason.ifPresent(words -> refused(item, words));
        yield reason;
      }
      case Desired.OfKernel wanted -> wantOfKernel(wanted, now);
    };
  }

  private Optional<String> wantOfKernel(Desired.OfKernel item, Time now) {
    if (item instanceof Desired.SourceRule(var homeAddress, _)) {
      tunnels.ifPresent(all -> all.putHomeAddress(homeAddress));
    }
    Optional<Reconciler.Unmet> unmet = reconciler.want(item, now);
    unmet.filter(each -> !each.waiting()).ifPresent(each -> refused(item, each.reason()));
    return unmet.map(Reconciler.Unmet::reason);
  }

  private void refused(Desired item, String reason) {
    voice.say(Level.WARNING, "the kernel does not take " + item + ": " + reason);
  }

  @Override
  public void unwant(Desired.Key key) {
    try {
      if (tunnels.isPresent()) {
        tunnels.get().unwant(key);
      }
      reconciler.unwant(key);
    } catch (IOException failure) {
      voice.say(Level.WARNING, "cannot take back " + key + ": " + failure.getMessage());
    }
  }

  @Override
  public void flushNeighbors(InterfaceName on) {
    if (interfaces.index(on).isEmpty()) {
      // The neighbours went with the interface.
      return;
    }
    try {
      reconciler.flushNeighbors(on);
    } catch (IOException failure) {
      voice.say(
          Level.WARNING, "cannot flush the neighbours on " + on + ": " + failure.getMessage());
    }
  }

  @Override
  public void remember(Memory item) {
    storage.remember(item);
  }

  @Override
  public void tell(Notice notice, Time now) {
    notices.accept(notice, now);
  }

  @Override
  public void close() {
    linkSender.close();
    routedSender.close();
  }
}
