package org.roam6.daemon.management;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.protocol.HostSnapshot;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.CorrespondentSnapshot;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.KnownHomeAgent;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.router.RouterSnapshot;

/**
 * All that the daemon knows at one moment.
 *
 * @param configuration what it was told to do
 * @param now the moment
 * @param time the time of day
 * @param uptime how long it runs
 * @param host what became of received packets
 * @param homeAgents the home agents, one for each home prefix
 * @param mobileNode the mobile node, where it is one
 * @param knownHomeAgents the home agents that the mobile node knows
 * @param correspondent the correspondent node, where it is one
 * @param router the advertising router, where it is one
 * @param dataPlane counters of the data plane, by name
 * @param notices how often each kind of fact was told
 */
public record DaemonSnapshot(
    Configuration configuration,
    Time now,
    Instant time,
    Duration uptime,
    HostSnapshot host,
    List<HomeAgentSnapshot> homeAgents,
    Optional<MobileNodeSnapshot> mobileNode,
    List<KnownHomeAgent> knownHomeAgents,
    Optional<CorrespondentSnapshot> correspondent,
    Optional<RouterSnapshot> router,
    SortedMap<String, Long> dataPlane,
    SortedMap<String, Long> notices) {}
