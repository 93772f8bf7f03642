package org.roam6.lab;

import java.io.IOException;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.Links;
import org.roam6.linux.netlink.NetlinkSocket;

/** Where the cables of a lab are plugged in. */
public final class Switchboard implements AutoCloseable {

  private final NetlinkSocket socket;
  private final Links links;

  private Switchboard(NetlinkSocket socket) {
    this.socket = socket;
    this.links = new Links(socket);
  }

  /** The switchboard of the lab that is up. */
  static Switchboard open() throws IOException {
    NetworkNamespace links = new NetworkNamespace(LabNetwork.LINKS);
    return new Switchboard(links.call(() -> NetlinkSocket.open(Netlink.NETLINK_ROUTE)));
  }

  /**
   * Pulls a cable out and plugs it into another link: the interface at its end loses its carrier and has it again. It
   * keeps its MTU, but of longer packets than the link takes it gets none, nor does the link get them.
   *
   * @param port the port that the cable ends in
   */
  public void replug(String port, String link) throws IOException {
    LinkInfo end = find(port);
    LinkInfo bridge = find(link);
    int index = end.index();
    links.setUp(index, false);
    links.setMaster(index, bridge.index());
    if (end.mtu() != bridge.mtu()) {
      links.setMtu(index, bridge.mtu());
    }
    links.setUp(index, true);
    // Asked about, the kernel first lets the bridge take frames from the port, and only then tells of a carrier.
    links.find(index);
  }

  /** Pulls a cable out: the interface at its end has no carrier until it is plugged in again. */
  public void unplug(String port) throws IOException {
    links.setUp(LabNetwork.index(links, port), false);
  }

  private LinkInfo find(String name) throws IOException {
    return links.find(name).orElseThrow(() -> new IOException("no interface " + name));
  }

  /** The link that a cable is in. */
  public String linkOf(String port) throws IOException {
    int master = links.find(port).map(LinkInfo::master).orElse(0);
    return links.find(master).map(LinkInfo::name).orElse("none");
  }

  @Override
  public void close() {
    socket.close();
  }
}
