package org.roam6.bench.dataplane;

import java.io.IOException;
import java.util.List;
import org.roam6.bench.BenchHosts;

/** Four hosts in a row: correspondent, home agent, access router, mobile node. */
final class BenchNetwork extends BenchHosts {

  static final String HOME_AGENT = "2001:db8:2::1";
  static final String CARE_OF = "2001:db8:3::2";
  static final String HOME = "2001:db8:9::100";

  /** Builds the hosts and the routes between them, without any tunnel. */
  BenchNetwork() throws IOException, InterruptedException {
    super(List.of("cn", "ha", "ar", "mn"));
    cable("cn", "2001:db8:1::2", "ha", "2001:db8:1::1");
    cable("ha", HOME_AGENT, "ar", "2001:db8:2::2");
    cable("ar", "2001:db8:3::1", "mn", CARE_OF);
    in("cn", "ip -6 route add default via 2001:db8:1::1");
    in("ha", "ip -6 route add 2001:db8:3::/64 via 2001:db8:2::2");
    in("ar", "ip -6 route add default via " + HOME_AGENT);
    in("ar", "ip -6 route add " + HOME + " via " + CARE_OF);
    in("mn", "ip -6 route add default via 2001:db8:3::1");
    in("mn", "ip -6 address add " + HOME + "/128 dev lo nodad");
    in("mn", "ip -6 rule add from " + HOME + " lookup 252");
    for (String host : List.of("ha", "mn")) {
      in(host, "nft add table ip6 bench");
      in(host, "nft add chain ip6 bench in {type filter hook input priority -300;}");
      in(host, "nft add rule ip6 bench in ip6 nexthdr 41 drop");
    }
  }

  /** Leads the home address's packets, both ways, through the interface with this name, or past all tunnels. */
  void leadThrough(String tunnel) throws IOException, InterruptedException {
    boolean plain = tunnel.isEmpty();
    in("ha", "ip -6 route replace " + HOME + (plain ? " via 2001:db8:2::2" : " dev " + tunnel));
    in("mn", "ip -6 route replace default table 252 " + (plain ? "via 2001:db8:3::1" : "dev " + tunnel));
  }
}
