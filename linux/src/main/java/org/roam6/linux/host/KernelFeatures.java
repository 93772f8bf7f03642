package org.roam6.linux.host;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.feature.KernelFeature;
import org.roam6.linux.feature.MissingFeatureException;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.wire.Ipv6Address;

/**
 * What this kernel has of the features that not every kernel has, found out by trying them where nobody is disturbed.
 *
 * @param missing what is lacking, and why it is thought so
 */
public record KernelFeatures(Map<KernelFeature, MissingFeatureException> missing) {

  /** Takes a copy. */
  public KernelFeatures {
    Map<KernelFeature, MissingFeatureException> copy = new EnumMap<>(KernelFeature.class);
    copy.putAll(missing);
    missing = Collections.unmodifiableMap(copy);
  }

  /** What is to be tried; failing means that the feature is lacking. */
  private interface Trial {
    void run() throws IOException;
  }

  /** Tries all features; needs the rights that Roam6 needs itself. */
  public static KernelFeatures probe() {
    Map<KernelFeature, MissingFeatureException> missing = new EnumMap<>(KernelFeature.class);
    for (KernelFeature feature : KernelFeature.values()) {
      try {
        trial(feature).run();
      } catch (IOException e) {
        missing.put(feature, new MissingFeatureException(feature, e));
      }
    }
    return new KernelFeatures(missing);
  }

  /** Whether the kernel has a feature. */
  public boolean has(KernelFeature feature) {
    return !missing.containsKey(feature);
  }

  private static Trial trial(KernelFeature feature) {
    return switch (feature) {
      case TUN -> () -> {
        Libc libc = Libc.system();
        libc.close(libc.open("/dev/net/tun", Fcntl.O_RDWR | Fcntl.O_CLOEXEC));
      };
      case NF_TABLES -> () -> NetlinkSocket.open(Netlink.NETLINK_NETFILTER).close();
      case OPTIMISTIC_DAD -> () -> {
        if (Sysctls.get("conf/default/optimistic_dad").isEmpty()) {
          throw new IOException("no setting optimistic_dad");
        }
      };
      case ADDRESS_PROTOCOL -> KernelFeatures::tryAddressProtocol;
      case SOURCE_RULES -> () -> {
        try (RouteNetlink netlink = RouteNetlink.open()) {
          netlink.rules().all();
        }
      };
    };
  }

  private static void tryAddressProtocol() throws IOException {
    boolean told = ThrowAwayThread.inNewNetwork(() -> {
      try (RouteNetlink netlink = RouteNetlink.open()) {
        LinkInfo loopback = netlink.links().find("lo").orElseThrow(() -> new IOException("no loopback interface"));
        AddressInfo address = new AddressInfo(
            loopback.index(), Ipv6Address.parse("2001:db8::1"), 128, Set.of(AddressFlag.NO_DAD), AddressInfo.FOREVER,
            AddressInfo.FOREVER, Reconciler.OWN_PROTOCOL);
        netlink.addresses().add(address);
        Optional<AddressInfo> added = netlink.addresses().find(loopback.index(), address.address());
        return added.filter(found -> found.protocol() == Reconciler.OWN_PROTOCOL).isPresent();
      }
    });
    if (!told) {
      throw new IOException("an address did not say who made it");
    }
  }
}
