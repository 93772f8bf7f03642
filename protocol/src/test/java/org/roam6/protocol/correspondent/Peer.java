package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.NonceIndices;

/** A mobile node that a test plays: it asks for tokens, and sends whatever Binding Updates the test makes up. */
final class Peer {

  private static final long COOKIE = 0x0123_4567_89ab_cdefL;

  final Scene scene;
  final Ipv6Address home;
  final Ipv6Address own;

  HomeTest homeTest = new HomeTest(0, 0, 0, List.of());
  CareOfTest careOfTest = new CareOfTest(0, 0, 0, List.of());

  Peer(Scene scene, Ipv6Address home, Ipv6Address own) {
    this.scene = scene;
    this.home = home;
    this.own = own;
  }

  /** One with the tokens for {@link Scene#HOME} and {@link Scene#CARE_OF}. */
  static Peer ready(Scene scene) {
    return new Peer(scene, Scene.HOME, Scene.OWN).askHome().askCareOf(Scene.CARE_OF);
  }

  static Ipv6Packet packet(Ipv6Address from, Ipv6Address to, MobilityMessage message) {
    return Ipv6Packet.of(from, to, 60, IpProtocol.MOBILITY, MobilityHeader.of(message).encode(from, to));
  }

  static Ipv6Packet homeTestInit(Ipv6Address home, Ipv6Address own) {
    return packet(home, own, new HomeTestInit(COOKIE, List.of()));
  }

  static Ipv6Packet careOfTestInit(Ipv6Address careOf, Ipv6Address own) {
    return packet(careOf, own, new CareOfTestInit(~COOKIE, List.of()));
  }

  Peer askHome() {
    homeTest = scene.answerTo(homeTestInit(home, own)).message(HomeTest.class);
    return this;
  }

  Peer askCareOf(Ipv6Address careOf) {
    careOfTest = scene.answerTo(careOfTestInit(careOf, own)).message(CareOfTest.class);
    return this;
  }

  BindingManagementKey key() {
    return BindingManagementKey.of(
        new KeygenToken(homeTest.keygenToken()), new KeygenToken(careOfTest.keygenToken()));
  }

  BindingManagementKey deletingKey() {
    return BindingManagementKey.ofHome(new KeygenToken(homeTest.keygenToken()));
  }

  /** A Binding Update that this one sends: at first one that asks for a binding of 100 seconds, number 1. */
  Update update() {
    return new Update(this);
  }

  /** The Binding Update of one that has come home. */
  Update goodbye() {
    return new Update(this).from(home).withoutHomeAddressOption().lifetime(0);
  }

  /** A Binding Update in the making. */
  static final class Update {

    private final Peer peer;
    private Ipv6Address source = Scene.CARE_OF;
    private Optional<Ipv6Address> alternate = Optional.empty();
    private boolean homeAddressOption = true;
    private boolean acknowledge = true;
    private boolean home;
    private int reserved;
    private boolean keyManagement;
    private int sequence = 1;
    private int lifetime = 25;
    private Optional<NonceIndices> indices;
    private Optional<BindingManagementKey> key = Optional.empty();
    private Optional<Ipv6Address> authorized = Optional.empty();
    private final List<MobilityOption> options = new ArrayList<>();

    private Update(Peer peer) {
      this.peer = peer;
      this.indices = Optional.of(new NonceIndices(peer.homeTest.nonceIndex(), peer.careOfTest.nonceIndex()));
    }

    Update from(Ipv6Address address) {
      source = address;
      return this;
    }

    Update alternate(Ipv6Address address) {
      alternate = Optional.of(address);
      return this;
    }

    Update withoutHomeAddressOption() {
      homeAddressOption = false;
      return this;
    }

    Update notAcknowledged() {
      acknowledge = false;
      return this;
    }

    Update homeRegistration() {
      home = true;
      return this;
    }

    Update withUnknownFlags() {
      reserved = 0xfff;
      keyManagement = true;
      return this;
    }

    Update sequence(int number) {
      sequence = number;
      return this;
    }

    Update lifetime(int units) {
      lifetime = units;
      return this;
    }

    Update indices(int homeIndex, int careOfIndex) {
      indices = Optional.of(new NonceIndices(homeIndex, careOfIndex));
      return this;
    }

    Update withoutIndices() {
      indices = Optional.empty();
      return this;
    }

    Update key(BindingManagementKey other) {
      key = Optional.of(other);
      return this;
    }

    /** Authorizes another care-of address than the one that it asks for. */
    Update authorizing(Ipv6Address address) {
      authorized = Optional.of(address);
      return this;
    }

    Update option(MobilityOption option) {
      options.add(option);
      return this;
    }

    /** The packet, authorized. */
    Ipv6Packet packet() {
      Ipv6Address careOf = authorized.orElse(lifetime == 0 ? peer.home : alternate.orElse(source));
      BindingManagementKey usual = lifetime == 0 ? peer.deletingKey() : peer.key();
      return packet(key.orElse(usual).authorize(message(), careOf, peer.own));
    }

    /** The packet without authorization. */
    Ipv6Packet unauthorized() {
      return packet(MobilityHeader.of(message()));
    }

    private BindingUpdate message() {
      List<MobilityOption> all = new ArrayList<>(options);
      alternate.ifPresent(address -> all.add(new AlternateCareOfAddress(address)));
      indices.ifPresent(all::add);
      return new BindingUpdate(sequence, acknowledge, home, false, keyManagement, reserved, lifetime, all);
    }

    private Ipv6Packet packet(MobilityHeader header) {
      Ipv6Address claimed = homeAddressOption ? peer.home : source;
      Ipv6Packet bare =
          Ipv6Packet.of(source, peer.own, 60, IpProtocol.MOBILITY, header.encode(claimed, peer.own));
      return homeAddressOption ? bare.withHomeAddressOption(peer.home) : bare;
    }

    /** Sends it: the answers. */
    List<Scene.Sent> send() {
      return peer.scene.receive(packet());
    }

    /** Sends it: the one acknowledgement. */
    BindingAcknowledgement acknowledgement() {
      List<Scene.Sent> answers = send();
      assertThat(answers).hasSize(1);
      return answers.getFirst().message(BindingAcknowledgement.class);
    }
  }
}
