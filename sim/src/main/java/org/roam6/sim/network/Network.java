package org.roam6.sim.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.correspondent.CorrespondentLimits;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.PrefixDiscoveryMode;
import org.roam6.protocol.mobilenode.RouteOptimizationLimits;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.protocol.router.HomeAgentService;
import org.roam6.protocol.router.RouterConfig;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** A topology in a world, ready to start. */
public final class Network {

  /** The first port of a mobile node, and the only one of most. */
  public static final InterfaceName MOBILE_INTERFACE = new InterfaceName("eth0");

  /** None of those that a mobile node has, however many interfaces and home addresses there are. */
  private static final int CORRESPONDENT_TABLE = 1;

  private static final Ipv6Prefix EVERYWHERE = new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0);
  /** What mobile nodes do directly; no program here has sockets without address. */
  private static final Traffic NAMES_DIRECTLY =
      new Traffic(EVERYWHERE, Optional.of(new Traffic.Service(Traffic.Transport.UDP, 53, 53)));
  private static final int KEY_LENGTH = 16;
  private static final long FIRST_SPI = 1000;

  private final World world;
  private final Topology topology;
  private final Settings settings;
  private final Addressing addressing;
  private final Routes routes;
  private final Map<String, SecurityAssociation> associations = new HashMap<>();
  private final Map<String, Ipv6Address> programAddresses = new HashMap<>();
  private final Map<Ipv6Prefix, LeaseServer> leaseServers = new HashMap<>();

  private Network(World world, Topology topology, Settings settings) {
    this.world = world;
    this.topology = topology;
    this.settings = settings;
    this.addressing = new Addressing(topology);
    this.routes = new Routes(topology);
    topology.hosts().forEach(
        plan -> {
          String link = plan.kind() == Kind.MOBILE_NODE ? homeLink() : plan.links().getFirst();
          programAddresses.put(plan.name(), addressing.address(plan.name(), link));
        });
  }

  /** Builds {@code topology} in {@code world}, which is empty. */
  public static Network build(World world, Topology topology, Settings settings) {
    Network network = new Network(world, topology, settings);
    network.makeKeys();
    topology.links().forEach(link -> world.addLink(link, settings.quality()));
    topology.hosts().forEach(network::addHost);
    network.addLeaseServers();
    return network;
  }

  /** The world that it is in. */
  public World world() {
    return world;
  }

  /** What was built. */
  public Topology topology() {
    return topology;
  }

  /** How its roles are configured. */
  public Settings settings() {
    return settings;
  }

  /** Which addresses its machines have. */
  public Addressing addressing() {
    return addressing;
  }

  /** The mobile nodes. */
  public List<SimulatedHost> mobileNodes() {
    return hosts(Kind.MOBILE_NODE);
  }

  /** The machines of a kind. */
  public List<SimulatedHost> hosts(Kind kind) {
    return topology.of(kind).stream().map(plan -> world.host(plan.name())).toList();
  }

  /** The first home agent, which is that of all mobile nodes that do not find one themselves. */
  public SimulatedHost homeAgent() {
    return world.host(topology.homeAgent().orElseThrow().name());
  }

  /** The link that all mobile nodes are at home on. */
  public String homeLink() {
    return topology.homeAgent().orElseThrow().links().getFirst();
  }

  /** The home address of a mobile node. */
  public Ipv6Address homeAddress(String mobileNode) {
    return addressing.address(mobileNode, homeLink());
  }

  /** The address that programs on a host use: that on its first link, and on a mobile node the home address. */
  public Ipv6Address programAddress(String host) {
    return Objects.requireNonNull(programAddresses.get(host));
  }

  /** Who leases the addresses of a prefix, if they are leased. */
  public Optional<LeaseServer> leaseServer(Ipv6Prefix prefix) {
    return Optional.ofNullable(leaseServers.get(prefix));
  }

  /** All who lease addresses. */
  public Collection<LeaseServer> leaseServers() {
    return Collections.unmodifiableCollection(leaseServers.values());
  }

  private void makeKeys() {
    SeededRandomness randomness = world.randomness("keys");
    long spi = FIRST_SPI;
    for (HostPlan mobileNode : topology.of(Kind.MOBILE_NODE)) {
      associations.put(
          mobileNode.name(),
          new SecurityAssociation(
              spi++,
              new SecretKey(randomness.octets(KEY_LENGTH)),
              mobileNode.name() + "@example.org",
              new TreeSet<>(Set.of(homeAddress(mobileNode.name())))));
    }
  }

  private Security security(List<HostPlan> mobileNodes) {
    return settings.authenticated()
        ? new Security.Authenticated(mobileNodes.stream().map(node -> associations.get(node.name())).toList())
        : new Security.None();
  }

  private void addLeaseServers() {
    if (!settings.leasing().links().isEmpty()) {
      world.addHost(LeaseServer.HOST, Roles.Config.NONE);
    }
    for (String link : settings.leasing().links()) {
      Ipv6Prefix prefix = addressing.prefix(link);
      LeaseServer server = new LeaseServer(topology.links().indexOf(link), prefix, settings.leasing().valid());
      leaseServers.put(prefix, server);
      world.link(link).attach(server.port());
    }
  }

  private void addHost(HostPlan plan) {
    SimulatedHost host = world.addHost(plan.name(), roles(plan));
    for (int i = 0; i < plan.links().size(); i++) {
      String link = plan.links().get(i);
      InterfaceName name = portName(i);
      world.link(link).attach(world.addPort(host, name));
      if (plan.kind() != Kind.MOBILE_NODE) {
        host.kernel().addStaticAddress(name, addressing.address(plan.name(), link), Addressing.PREFIX_LENGTH);
      }
    }
    addRoutes(plan, host.kernel());
  }

  /** The name of the port of a machine that is on the link of this number among its links; the first is 0. */
  public static InterfaceName portName(int number) {
    return new InterfaceName("eth" + number);
  }

  private void addRoutes(HostPlan plan, Kernel kernel) {
    switch (plan.kind()) {
      case MOBILE_NODE -> {}
      case HOME_AGENT, PLAIN -> {
        kernel.forwarding(plan.kind() == Kind.HOME_AGENT);
        String link = plan.links().getFirst();
        routes.routersOn(link).stream()
            .findFirst()
            .map(router -> addressing.address(router.name(), link))
            .ifPresent(router -> kernel.addStaticRoute(EVERYWHERE, Optional.of(router), portName(0)));
      }
      case ROUTER -> {
        kernel.forwarding(true);
        for (Routes.Way way : routes.from(plan)) {
          kernel.addStaticRoute(
              addressing.prefix(way.link()),
              Optional.of(addressing.address(way.via(), way.viaLink())),
              portName(way.port()));
        }
      }
    }
  }

  private Roles.Config roles(HostPlan plan) {
    Roles.Config own =
        switch (plan.kind()) {
          case PLAIN -> Roles.Config.NONE;
          case ROUTER -> config(Optional.empty(), Optional.empty(), Optional.of(router(plan)));
          case HOME_AGENT ->
              config(Optional.of(homeAgent(plan)), Optional.empty(), Optional.of(advertisedHomeAgent(plan)));
          case MOBILE_NODE -> config(Optional.empty(), Optional.of(mobileNode(plan)), Optional.empty());
        };
    return settings.routeOptimization().correspondents().contains(plan.name()) ? own.with(correspondent()) : own;
  }

  private static Roles.Config config(
      Optional<HomeAgentConfig> homeAgent, Optional<MobileNodeConfig> mobileNode, Optional<RouterConfig> router) {
    return new Roles.Config(homeAgent, mobileNode, router, Optional.empty());
  }

  private CorrespondentConfig correspondent() {
    RouteOptimization how = settings.routeOptimization();
    return new CorrespondentConfig(
        Kernel.TUNNEL,
        CORRESPONDENT_TABLE,
        how.maximumLifetime(),
        CorrespondentLimits.ofBindings(how.maximumBindings()),
        List.of());
  }

  private RouterConfig router(HostPlan plan) {
    List<AdvertisingInterface> interfaces = new ArrayList<>();
    for (int i = 0; i < plan.links().size(); i++) {
      interfaces.add(
          advertising(
              plan,
              i,
              AdvertisingInterface.defaultRouterLifetime(settings.maximumInterval()),
              PrefixLifetimes.DEFAULT,
              Optional.empty()));
    }
    return new RouterConfig(interfaces);
  }

  /** It is no default router: what a mobile node sends at home goes by a router. */
  private RouterConfig advertisedHomeAgent(HostPlan plan) {
    HomeAgentService service =
        new HomeAgentService(settings.homeAgents().preference(plan.name()), Duration.ofMinutes(30));
    PrefixLifetimes lifetimes = settings.prefixDiscovery().homePrefixLifetimes();
    return new RouterConfig(List.of(advertising(plan, 0, Duration.ZERO, lifetimes, Optional.of(service))));
  }

  private AdvertisingInterface advertising(
      HostPlan plan,
      int port,
      Duration routerLifetime,
      PrefixLifetimes lifetimes,
      Optional<HomeAgentService> service) {
    return new AdvertisingInterface(
        portName(port),
        settings.minimumInterval(),
        settings.maximumInterval(),
        AdvertisingInterface.DEFAULT_MINIMUM_DELAY,
        routerLifetime,
        List.of(advertised(plan, plan.links().get(port), lifetimes)),
        service,
        settings.fastSolicitedAdvertisements(),
        isLeased(plan.links().get(port)));
  }

  private AdvertisedPrefix advertised(HostPlan plan, String link, PrefixLifetimes lifetimes) {
    return new AdvertisedPrefix(
        addressing.address(plan.name(), link), Addressing.PREFIX_LENGTH, lifetimes, !isLeased(link));
  }

  private boolean isLeased(String link) {
    return settings.leasing().links().contains(link);
  }

  private HomeAgentConfig homeAgent(HostPlan plan) {
    String link = plan.links().getFirst();
    return new HomeAgentConfig(
        portName(0),
        addressing.address(plan.name(), link),
        addressing.prefix(link),
        List.of(advertised(plan, link, settings.prefixDiscovery().homePrefixLifetimes())),
        security(topology.of(Kind.MOBILE_NODE)),
        Kernel.TUNNEL,
        settings.maximumLifetime(),
        settings.homeAgents().preference(plan.name()),
        settings.prefixDiscovery().policy(plan.name()),
        settings.homeAgentLimits());
  }

  private RouteOptimizationPolicy routeOptimization(HostPlan plan) {
    RouteOptimizationLimits limits =
        new RouteOptimizationLimits(
            RouteOptimizationLimits.DEFAULT.maxCorrespondents(),
            RouteOptimizationLimits.DEFAULT.recent(),
            RouteOptimization.HOLD_OFF,
            RouteOptimization.FIRST_HOLD_OFF);
    return settings.routeOptimization().mobileNodes().contains(plan.name())
        ? new RouteOptimizationPolicy(List.of(EVERYWHERE), List.of(), limits)
        : RouteOptimizationPolicy.OFF;
  }

  private MobileNodeConfig mobileNode(HostPlan plan) {
    String home = homeLink();
    return new MobileNodeConfig(
        IntStream.range(0, plan.links().size()).mapToObj(Network::portName).toList(),
        homeAddress(plan.name()),
        addressing.prefix(home),
        settings.homeAgents().discoverers().contains(plan.name())
            ? HomeAgentsAnycast.of(addressing.prefix(home))
            : addressing.address(topology.homeAgent().orElseThrow().name(), home),
        security(List.of(plan)),
        Kernel.TUNNEL,
        MobileNodeConfig.DEFAULT_ROUTING_TABLE,
        List.of(NAMES_DIRECTLY),
        settings.lifetime(),
        settings.timers(),
        settings.limits(),
        routeOptimization(plan),
        settings.prefixDiscovery().hosts().contains(plan.name()) ? PrefixDiscoveryMode.LEARN : PrefixDiscoveryMode.OFF,
        List.of());
  }
}
