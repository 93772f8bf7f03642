package org.roam6.interop.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.protocol.Desired;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** A program for {@link UserNamespaceTest}: what a plain user's Roam6 does to the kernel. */
final class InUserNamespace {

  private InUserNamespace() {}

  /** Ends with an exception where anything is refused. */
  public static void main(String[] arguments) throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create("r6user-" + ProcessHandle.current().pid());
    try {
      namespace.call(() -> {
        try (RouteNetlink netlink = RouteNetlink.open();
            SignallingShield _ = SignallingShield.open(List.of(), List.of());
            Reconciler reconciler = Reconciler.open(netlink, Files.createTempDirectory("roam6"))) {
          netlink.links().createVeth("eth0", "other");
          netlink.links().setUp(netlink.links().find("eth0").orElseThrow().index(), true);
          InterfaceName eth0 = new InterfaceName("eth0");
          want(reconciler, new Desired.InterfaceHandling(eth0, Desired.Handling.MOBILE_NODE));
          want(reconciler, new Desired.InterfaceAddress(eth0, Ipv6Address.parse("2001:db8::1"), 64,
              Desired.DuplicateDetection.OPTIMISTIC, Desired.SourceUse.PREFERRED));
          want(reconciler, new Desired.Route(252, Ipv6Prefix.parse("::/0"), Optional.empty(), eth0));
          want(reconciler, new Desired.SourceRule(Ipv6Address.parse("2001:db8::1"), 252));
        }
        return true;
      });
      System.out.println("works in " + Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
    } finally {
      namespace.delete();
    }
  }

  private static void want(Reconciler reconciler, Desired.OfKernel item) throws IOException {
    Optional<Reconciler.Unmet> unmet = reconciler.want(item, Time.ZERO);
    if (unmet.isPresent()) {
      throw new IOException(unmet.get().toString());
    }
  }
}
