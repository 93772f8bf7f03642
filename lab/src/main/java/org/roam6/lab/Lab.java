package org.roam6.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.roam6.daemon.configuration.ConfigurationError;
import org.roam6.lab.LabFailure.Kind;
import org.roam6.lab.file.LabFile;
import org.roam6.lab.file.LabFileReader;
import org.roam6.lab.file.LabHost;
import org.roam6.lab.file.LabHost.Plug;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.linux.raw.LinkCapture;

/** The lab that is up: at most one on a machine, or rather in a mount namespace. */
public final class Lab {

  private final LabFolder folder;
  private final LabFile description;

  private Lab(LabFolder folder, LabFile description) {
    this.folder = folder;
    this.description = description;
  }

  /** Builds the network that a file describes, starts its daemons, and returns when all of them answer. */
  public static Lab up(Path file) throws IOException, LabFailure, InterruptedException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new LabFailure(Kind.CONFIGURATION, "there is no file " + file);
    }
    LabFile description = read(file.toString(), text);
    LabFolder folder = LabFolder.CURRENT;
    refuseSecond(folder, description, text);
    Lab lab = new Lab(folder, description);
    try {
      lab.prepareDaemons(file.toString());
      LabNetwork.build(description);
      lab.startDaemons(description.hosts());
      return lab;
    } catch (IOException | LabFailure | InterruptedException | RuntimeException e) {
      lab.down();
      throw e;
    }
  }

  private static LabFile read(String file, String text) throws LabFailure {
    return switch (LabFileReader.read(file, text)) {
      case LabFileReader.Valid valid -> valid.lab();
      case LabFileReader.Invalid invalid -> throw refused(invalid.errors());
    };
  }

  private static LabFailure refused(List<ConfigurationError> errors) {
    String messages = errors.stream().map(ConfigurationError::message).collect(Collectors.joining("\n"));
    return new LabFailure(Kind.CONFIGURATION, messages);
  }

  private static void refuseSecond(LabFolder folder, LabFile description, String text) throws IOException, LabFailure {
    List<String> names = new ArrayList<>(description.hosts().stream().map(LabHost::namespace).toList());
    names.add(LabNetwork.LINKS);
    if (folder.labFile().isPresent()) {
      throw new LabFailure(Kind.BUSY, "a lab is up already; end it with: roam6 lab down");
    }
    for (String name : names) {
      if (new NetworkNamespace(name).exists()) {
        throw new LabFailure(
            Kind.BUSY, "a namespace " + name + " is there, though no lab is up; remove it with: ip netns del " + name);
      }
    }
    if (!folder.create(text)) {
      throw new LabFailure(Kind.BUSY, "a lab is up already; end it with: roam6 lab down");
    }
  }

  /** The lab that is up. */
  public static Lab current() throws IOException, LabFailure {
    LabFolder folder = LabFolder.CURRENT;
    Optional<String> text = folder.labFile();
    if (text.isEmpty()) {
      throw new LabFailure(Kind.BUSY, "no lab is up; start one with: roam6 lab up examples/campus.yaml");
    }
    return new Lab(folder, read(folder.path().resolve("lab.yaml").toString(), text.get()));
  }

  /** The file of the lab. */
  public LabFile description() {
    return description;
  }

  /** Its folder. */
  public LabFolder folder() {
    return folder;
  }

  private void prepareDaemons(String file) throws IOException, LabFailure {
    for (String key : description.keys()) {
      folder.createKey(key);
    }
    List<ConfigurationError> errors = new ArrayList<>();
    for (LabHost host : description.hosts()) {
      if (host.roam6().isPresent()) {
        errors.addAll(HostConfiguration.check(file, host.roam6().get(), folder));
        Files.writeString(
            folder.configuration(host.name()),
            HostConfiguration.complete(host.roam6().get(), folder.controlSocket(host.name())));
      }
    }
    if (!errors.isEmpty()) {
      throw refused(errors);
    }
  }

  /** Starts the daemons of these hosts and waits until all of them answer. */
  public void startDaemons(List<LabHost> hosts) throws IOException, LabFailure, InterruptedException {
    List<LabDaemon> daemons = new ArrayList<>();
    for (LabHost host : hosts) {
      if (host.roam6().isPresent()) {
        LabDaemon daemon = new LabDaemon(folder, host.name());
        daemon.start(namespace(host.name()));
        daemons.add(daemon);
      }
    }
    for (LabDaemon daemon : daemons) {
      daemon.awaitReady();
    }
  }

  /** Ends the daemons of these hosts; without one is no error. */
  public void stopDaemons(List<LabHost> hosts) throws IOException, InterruptedException {
    List<LabDaemon> daemons = hosts.stream().map(host -> new LabDaemon(folder, host.name())).toList();
    for (LabDaemon daemon : daemons) {
      daemon.stop();
    }
    for (LabDaemon daemon : daemons) {
      daemon.awaitStopped();
    }
  }

  /** The network namespace of a host. */
  public NetworkNamespace namespace(String host) throws LabFailure {
    return new NetworkNamespace(host(host).namespace());
  }

  /** The host of this name. */
  public LabHost host(String name) throws LabFailure {
    return description.hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LabFailure(
                    Kind.USAGE,
                    "no host '" + name + "'; there are: "
                        + description.hosts().stream().map(LabHost::name).collect(Collectors.joining(", "))));
  }

  /**
   * Pulls the cable of a host's interface and plugs it into another link.
   *
   * @param interfaceName the interface; empty where the host has only one
   */
  public void move(String host, Optional<String> interfaceName, String link) throws IOException, LabFailure {
    String port = LabNetwork.port(host, plug(host(host), interfaceName));
    checkLink(link);
    try (Switchboard switchboard = Switchboard.open()) {
      switchboard.replug(port, link);
    }
  }

  private static Plug plug(LabHost host, Optional<String> interfaceName) throws LabFailure {
    List<Plug> fitting =
        host.interfaces().stream()
            .filter(plug -> interfaceName.isEmpty() || plug.name().value().equals(interfaceName.get()))
            .toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String all = host.interfaces().stream().map(plug -> plug.name().value()).collect(Collectors.joining(", "));
    throw new LabFailure(
        Kind.USAGE,
        interfaceName.map(name -> "no interface '" + name + "' at " + host.name() + "; there are: ")
            .orElse("say by --interface which interface of " + host.name() + " moves: ") + all);
  }

  private void checkLink(String link) throws LabFailure {
    if (!description.links().contains(link)) {
      String all = String.join(", ", description.links());
      throw new LabFailure(Kind.USAGE, "no link '" + link + "'; there are: " + all);
    }
  }

  /** Where the cables are plugged in; for many moves in a row. */
  public Switchboard switchboard() throws IOException {
    return Switchboard.open();
  }

  /** Hears every frame on a link. */
  public LinkCapture capture(String link) throws IOException {
    return new NetworkNamespace(LabNetwork.LINKS)
        .call(
            () -> {
              try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
                return LinkCapture.open(LabNetwork.index(new Links(socket), link));
              }
            });
  }

  /** What runs, and where the cables are. */
  public LabStatus status() throws IOException {
    List<LabStatus.Host> hosts = new ArrayList<>();
    try (Switchboard switchboard = Switchboard.open()) {
      for (LabHost host : description.hosts()) {
        List<LabStatus.Interface> interfaces = new ArrayList<>();
        for (Plug plug : host.interfaces()) {
          String link = switchboard.linkOf(LabNetwork.port(host.name(), plug));
          interfaces.add(new LabStatus.Interface(plug.name().value(), link));
        }
        Optional<Long> process = new LabDaemon(folder, host.name()).process().map(ProcessHandle::pid);
        hosts.add(new LabStatus.Host(host.name(), host.namespace(), interfaces, host.roam6().isPresent(), process));
      }
    }
    return new LabStatus(description.name(), folder.path(), hosts);
  }

  /** Runs a program in a host with this process's terminal, and returns its exit status. */
  public int exec(String host, List<String> command) throws IOException, LabFailure, InterruptedException {
    return namespace(host).start(new ProcessBuilder(command).inheritIO()).waitFor();
  }

  /** Ends the daemons and removes everything, whatever of it is there. */
  public void down() throws IOException, InterruptedException {
    try {
      stopDaemons(description.hosts());
    } finally {
      LabNetwork.remove(description);
      folder.delete();
    }
  }
}
