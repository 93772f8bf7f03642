package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.RouteNetlink;

@OnRealKernel
final class NetworkNamespaceTest {

  private static final String NAME = "r6test-" + ProcessHandle.current().pid();
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  @AfterEach
  void deleteNamespaces() throws IOException {
    new NetworkNamespace(NAME).delete();
    new NetworkNamespace(NAME + "-b").delete();
  }

  @Test
  void existsUntilItIsDeleted() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create(NAME);
    assertThat(NetworkNamespace.list()).contains(namespace);
    assertThat(namespace.exists()).isTrue();
    namespace.delete();
    assertThat(NetworkNamespace.list()).doesNotContain(namespace);
    namespace.delete();
  }

  @Test
  void refusesASecondOneOfTheSameName() throws IOException {
    NetworkNamespace.create(NAME);
    assertThatThrownBy(() -> NetworkNamespace.create(NAME)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void workRunsInsideAndTheCallerStaysOutside() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create(NAME);
    Path outside = Files.readSymbolicLink(OWN);
    Path inside = namespace.call(() -> Files.readSymbolicLink(OWN));
    assertThat(inside).isNotEqualTo(outside);
    assertThat(Files.readSymbolicLink(OWN)).isEqualTo(outside);
    assertThat(namespace.call(() -> Files.readSymbolicLink(OWN))).isEqualTo(inside);
  }

  @Test
  void passesOnWhatTheWorkThrows() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create(NAME);
    assertThatThrownBy(() -> namespace.call(() -> {
      throw new IOException("told");
    })).isInstanceOf(IOException.class).hasMessage("told");
  }

  @Test
  void programsRunInside() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create(NAME);
    Path inside = namespace.call(() -> Files.readSymbolicLink(OWN));
    Process program = namespace.start(new ProcessBuilder("readlink", "/proc/self/ns/net"));
    String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    assertThat(told).isEqualTo(inside.toString());
  }

  @Test
  void socketsStayInTheirNamespace() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create(NAME);
    try (RouteNetlink netlink = namespace.call(RouteNetlink::open)) {
      netlink.links().createBridge("br0");
      List<String> names = netlink.links().all().stream().map(LinkInfo::name).toList();
      assertThat(names).containsExactlyInAnyOrder("lo", "br0");
    }
  }

  @Test
  void aCableConnectsTwoNamespaces() throws IOException {
    NetworkNamespace a = NetworkNamespace.create(NAME);
    NetworkNamespace b = NetworkNamespace.create(NAME + "-b");
    int descriptorOfA = a.open();
    int descriptorOfB = b.open();
    try (RouteNetlink atA = a.call(RouteNetlink::open); RouteNetlink atB = b.call(RouteNetlink::open)) {
      atA.links().createVeth("eth0", descriptorOfA, "eth1", descriptorOfB);
      assertThat(atA.links().find("eth0")).hasValueSatisfying(link -> assertThat(link.carrier()).isFalse());
      LinkInfo other = atB.links().find("eth1").orElseThrow();
      atA.links().setUp(atA.links().find("eth0").orElseThrow().index(), true);
      atB.links().setUp(other.index(), true);
      assertThat(atA.links().find("eth0")).hasValueSatisfying(link -> assertThat(link.carrier()).isTrue());
    } finally {
      Libc.system().close(descriptorOfA);
      Libc.system().close(descriptorOfB);
    }
  }
}
