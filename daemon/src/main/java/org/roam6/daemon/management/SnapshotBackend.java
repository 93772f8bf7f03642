package org.roam6.daemon.management;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Answers requests from snapshots, which the thread that owns the state takes; they are written
 * down elsewhere.
 */
public final class SnapshotBackend implements ManagementServer.Backend {

  private final Executor owner;
  private final Supplier<DaemonSnapshot> snapshots;

  /**
   * A backend.
   *
   * @param owner runs tasks on the thread that owns the state
   * @param snapshots takes a snapshot, on that thread
   */
  public SnapshotBackend(Executor owner, Supplier<DaemonSnapshot> snapshots) {
    this.owner = owner;
    this.snapshots = snapshots;
  }

  @Override
  public boolean answer(String request, ManagementServer.Reply reply) {
    var document = Documents.of(request);
    document.ifPresent(
        writer ->
            owner.execute(
                () -> {
                  DaemonSnapshot snapshot = snapshots.get();
                  reply.send(() -> writer.apply(snapshot).toString());
                }));
    return document.isPresent();
  }
}
