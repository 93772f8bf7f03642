package org.roam6.daemon.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.roam6.daemon.configuration.HomeAgentReader.HomeAgentSection;
import org.roam6.daemon.configuration.MobileNodeReader.MobileNodeSection;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.protocol.router.HomeAgentService;
import org.roam6.protocol.router.RouterConfig;

/** Reads a configuration file; its language is described in {@code docs/configuration.md}. */
public final class ConfigurationFile {

  /** Octets of a path of a Unix socket at most, one less than the kernel's {@code sun_path}. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final int MAXIMUM_SIZE = 4 * YamlText.MAXIMUM_LENGTH;
  private static final List<String> ROLES = List.of("home-agent", "mobile-node", "correspondent", "router");
  private static final String NO_SECURITY =
      "security: none - Binding Updates of the %s are not protected: whoever reaches the home agent"
          + " can take over any home address. Use it on closed test networks only.";
  private static final String UNPROTECTED_GROUPS =
      "multicast: true - what mobile nodes say of multicast groups goes through the tunnel unprotected: whoever can"
          + " send from a care-of address can have packets of groups sent there.";

  private ConfigurationFile() {}

  /** Reads the file {@code path}; relative paths in it begin at its folder. */
  public static Reading read(Path path) {
    Problems unread = new Problems(path.toString(), "");
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAXIMUM_SIZE + 1);
    } catch (IOException unreadable) {
      boolean there = Files.exists(path);
      unread.add(
          1,
          1,
          1,
          "the file " + (there ? "cannot be read" : "does not exist"),
          "name a file with --config");
      return new Reading.Invalid(unread.errors());
    }
    if (bytes.length > MAXIMUM_SIZE) {
      unread.add(1, 1, 1, "the file is too long", "expected at most " + MAXIMUM_SIZE + " octets");
      return new Reading.Invalid(unread.errors());
    }
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(Path.of("/"));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(path.toString(), text, folder);
    } catch (CharacterCodingException notUtf8) {
      unread.add(1, 1, 1, "the file is not text in UTF-8", "save it as UTF-8");
      return new Reading.Invalid(unread.errors());
    }
  }

  /**
   * Reads text.
   *
   * @param file what to call it in messages
   * @param text the text
   * @param folder where relative paths begin
   */
  public static Reading parse(String file, String text, Path folder) {
    Problems problems = new Problems(file, text);
    Optional<Configuration> configuration =
        YamlText.root(text, "home-agent:", problems, section -> read(section, folder));
    return configuration.isPresent() && problems.count() == 0
        ? new Reading.Valid(configuration.get())
        : new Reading.Invalid(problems.errors());
  }

  private static Optional<Configuration> read(Section file, Path folder) {
    Path controlSocket =
        file.optional("control-socket", value -> socketPath(value, folder))
            .orElse(Configuration.DEFAULT_CONTROL_SOCKET);
    Optional<Path> stateFolder = file.optional("state-folder", value -> value.path(folder));
    InterfaceName tunnelInterface =
        file.optional("tunnel-interface", Value::interfaceName)
            .orElse(Configuration.DEFAULT_TUNNEL_INTERFACE);
    if (ROLES.stream().noneMatch(file::has)) {
      file.missing("a role", "add 'home-agent:', 'mobile-node:', 'correspondent:' or 'router:'");
    }
    List<HomeAgentSection> homeAgents =
        file.optional("home-agent", new HomeAgentReader(tunnelInterface, folder)::readAll).orElse(List.of());
    Optional<MobileNodeSection> mobileNodeSection =
        file.optional(
            "mobile-node",
            value -> value.section(new MobileNodeReader(tunnelInterface, folder)::read));
    Optional<MobileNodeConfig> mobileNode = mobileNodeSection.map(MobileNodeSection::configuration);
    List<AdvertisingInterface> interfaces =
        withHomeAgents(
            file.optional("router", value -> value.section(RouterReader::read)).orElse(List.of()), homeAgents);
    List<HomeAgentConfig> homeAgentConfigs =
        homeAgents.stream().map(section -> asAdvertised(section.configuration(), interfaces)).toList();
    Optional<CorrespondentConfig> correspondent =
        file.optional(
            "correspondent",
            value -> value.section(new CorrespondentReader(tunnelInterface, homeAgentConfigs, mobileNode)::read));
    return Optional.of(
        new Configuration(
            controlSocket,
            stateFile(stateFolder, controlSocket),
            tunnelInterface,
            mobileNodeSection.map(MobileNodeSection::hold).orElse(HoldLimits.NONE),
            homeAgentConfigs,
            mobileNode,
            correspondent,
            interfaces.isEmpty() ? Optional.empty() : Optional.of(new RouterConfig(interfaces)),
            warnings(homeAgentConfigs, mobileNodeSection)));
  }

  /** What this host advertises of prefixes and of itself on the home link is what its home agent goes by. */
  private static HomeAgentConfig asAdvertised(HomeAgentConfig homeAgent, List<AdvertisingInterface> interfaces) {
    Optional<AdvertisingInterface> home =
        interfaces.stream().filter(each -> each.name().equals(homeAgent.homeInterface())).findFirst();
    HomeAgentConfig preferred =
        home.flatMap(AdvertisingInterface::homeAgent)
            .map(service -> homeAgent.withPreference(service.preference()))
            .orElse(homeAgent);
    return home.map(each -> preferred.withAdvertisedPrefixes(each.prefixes())).orElse(preferred);
  }

  /** A daemon with a socket of its own has a state of its own, beside it where the file says nothing else. */
  private static Path stateFile(Optional<Path> stateFolder, Path controlSocket) {
    Path usual =
        controlSocket.equals(Configuration.DEFAULT_CONTROL_SOCKET)
            ? Configuration.DEFAULT_STATE_FOLDER
            : controlSocket.resolveSibling("");
    String name = String.valueOf(controlSocket.getFileName()).replaceAll("\\.sock$", "") + ".memory";
    return stateFolder.orElse(usual).resolve(name);
  }

  private static Optional<Path> socketPath(Value value, Path folder) {
    return value
        .path(folder)
        .flatMap(
            path ->
                path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH
                    ? value.refuse(
                        "'" + path + "' is too long for a socket",
                        "expected at most " + LONGEST_SOCKET_PATH + " octets")
                    : Optional.of(path));
  }

  /**
   * RFC 6275 7: a home agent says on the home link that it is one, also where the file configures that interface. Where
   * it does not, all prefixes are advertised there for which this host is a home agent.
   */
  private static List<AdvertisingInterface> withHomeAgents(
      List<AdvertisingInterface> configured, List<HomeAgentSection> homeAgents) {
    List<HomeAgentConfig> advertised =
        homeAgents.stream().filter(HomeAgentSection::advertise).map(HomeAgentSection::configuration).toList();
    Map<InterfaceName, AdvertisingInterface> all = new LinkedHashMap<>();
    configured.forEach(each -> all.put(each.name(), each));
    for (HomeAgentConfig role : advertised) {
      AdvertisingInterface before = all.get(role.homeInterface());
      boolean isConfigured = configured.stream().anyMatch(each -> each.name().equals(role.homeInterface()));
      all.put(
          role.homeInterface(),
          before == null
              ? RouterReader.ofHomeAgent(role)
              : asHomeAgent(before, isConfigured ? List.of() : RouterReader.ofHomeAgent(role).prefixes()));
    }
    return List.copyOf(all.values());
  }

  private static AdvertisingInterface asHomeAgent(AdvertisingInterface configured, List<AdvertisedPrefix> more) {
    Optional<HomeAgentService> service =
        configured
            .homeAgent()
            .or(() -> Optional.of(RouterReader.homeAgentService(configured.routerLifetime())));
    return new AdvertisingInterface(
        configured.name(),
        configured.minimumInterval(),
        configured.maximumInterval(),
        configured.minimumDelayBetweenAdvertisements(),
        configured.routerLifetime(),
        Stream.concat(configured.prefixes().stream(), more.stream()).toList(),
        service,
        configured.fastSolicitedAdvertisements(),
        configured.managed());
  }

  private static List<String> warnings(
      List<HomeAgentConfig> homeAgents, Optional<MobileNodeSection> mobileNode) {
    List<String> warnings = new ArrayList<>();
    if (homeAgents.stream().anyMatch(each -> each.security() instanceof Security.None)) {
      warnings.add(NO_SECURITY.formatted("home agent"));
    }
    if (homeAgents.stream().anyMatch(each -> each.multicast().isPresent())) {
      warnings.add(UNPROTECTED_GROUPS);
    }
    List<MobileNodeConfig> homes =
        mobileNode.map(section -> section.configuration().ofEachHomeAddress()).orElse(List.of());
    if (homes.stream().anyMatch(each -> each.security() instanceof Security.None)) {
      warnings.add(NO_SECURITY.formatted("mobile node"));
    }
    if (homeAgents.stream().anyMatch(each -> each.prefixDiscovery().enabled())) {
      warnings.add(PrefixDiscoveryReader.UNPROTECTED.formatted("home agent"));
    }
    if (homes.stream().anyMatch(each -> each.prefixDiscovery().isOn())) {
      warnings.add(PrefixDiscoveryReader.UNPROTECTED.formatted("mobile node"));
    }
    mobileNode.map(MobileNodeSection::warnings).ifPresent(warnings::addAll);
    return warnings;
  }
}
