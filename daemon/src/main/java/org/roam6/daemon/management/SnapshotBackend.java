package org.roam6.daemon.management;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers requests from snapshots, which the thread that owns the state takes; they are written
 * down elsewhere.
 */
public final class SnapshotBackend implements ManagementServer.Backend {

  private static final String PREFER = "prefer";

  private final Executor owner;
  private final Snapshots snapshots;
  private final Consumer<Optional<InterfaceName>> prefer;

  /** Takes snapshots. */
  @FunctionalInterface
  public interface Snapshots {
    /**
     * What the daemon does now.
     *
     * @param bindings whether the single bindings of the home agents are wanted, too
     */
    DaemonSnapshot take(boolean bindings);
  }

  /**
   * A backend.
   *
   * @param owner runs tasks on the thread that owns the state
   * @param snapshots takes a snapshot, on that thread
   * @param prefer has the mobile node prefer one of its interfaces, or none, on that thread
   */
  public SnapshotBackend(
      Executor owner, Snapshots snapshots, Consumer<Optional<InterfaceName>> prefer) {
    this.owner = owner;
    this.snapshots = snapshots;
    this.prefer = prefer;
  }

  @Override
  public boolean answer(String request, ManagementServer.Reply reply) {
    if (request.equals(PREFER) || request.startsWith(PREFER + " ")) {
      String name = request.substring(PREFER.length()).strip();
      owner.execute(() -> prefer(name, reply));
      return true;
    }
    var document = Documents.of(request);
    boolean bindings = Documents.needsBindings(request);
    document.ifPresent(writer -> owner.execute(() -> send(bindings, writer, reply)));
    return document.isPresent();
  }

  private void send(
      boolean bindings, Function<DaemonSnapshot, ObjectNode> writer, ManagementServer.Reply reply) {
    DaemonSnapshot snapshot = snapshots.take(bindings);
    reply.send(() -> writer.apply(snapshot).toString());
  }

  /** Prefers the interface {@code name}, or none where that is empty. */
  private void prefer(String name, ManagementServer.Reply reply) {
    List<InterfaceName> known =
        snapshots.take(false).configuration().mobileNode().map(MobileNodeConfig::interfaces).orElse(List.of());
    Optional<InterfaceName> wanted = known.stream().filter(each -> each.value().equals(name)).findFirst();
    if (known.isEmpty()) {
      reply.send(() -> Client.error("this daemon is no mobile node"));
    } else if (wanted.isEmpty() && !name.isEmpty()) {
      reply.send(() -> Client.error("'" + name + "' is none of the mobile node's interfaces; these are " + known));
    } else {
      prefer.accept(wanted);
      send(false, Documents::preferred, reply);
    }
  }
}
