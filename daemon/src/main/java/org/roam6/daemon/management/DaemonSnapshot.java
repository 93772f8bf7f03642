package org.roam6.daemon.management;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.protocol.HostSnapshot;
import org.roam6.protocol.correspondent.CorrespondentSnapshot;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.router.RouterSnapshot;

/**
 * All that the daemon knows at one moment.
 *
 * @param configuration what it was told to do
 * @param time the time of day
 * @param uptime how long it runs
 * @param host what became of received packets
 * @param homeAgent the home agent, where it is one
 * @param mobileNode the mobile node, where it is one
 * @param correspondent the correspondent node, where it is one
 * @param router the advertising router, where it is one
 * @param dataPlane counters of the data plane, by name
 * @param notices how often each kind of fact was told
 */
public record DaemonSnapshot(
    Configuration configuration,
    Instant time,
    Duration uptime,
    HostSnapshot host,
    Optional<HomeAgentSnapshot> homeAgent,
    Optional<MobileNodeSnapshot> mobileNode,
    Optional<CorrespondentSnapshot> correspondent,
    Optional<RouterSnapshot> router,
    SortedMap<String, Long> dataPlane,
    SortedMap<String, Long> notices) {}
