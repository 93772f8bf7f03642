package org.roam6.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/** The two ends of an association, for tests. */
final class Exchange {

  static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  static final Ipv6Address OTHER_HOME = Ipv6Address.parse("2001:db8:1::200");
  static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::1");
  static final NtpTimestamp NOON = new NtpTimestamp(0xe8000000_12345678L);
  static final long SECOND = 1L << 32;

  static final SecurityAssociation ASSOCIATION =
      association(0x1000, "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3", "a@b", HOME);
  static final SecurityAssociation OTHER_ASSOCIATION =
      association(0x1000, "000102030405060708090a0b0c0d0e0f", "c@d", OTHER_HOME);

  private Exchange() {}

  static SecurityAssociation association(long spi, String key, String identifier, Ipv6Address home) {
    return new SecurityAssociation(spi, new SecretKey(Octets.ofHex(key)), identifier, new TreeSet<>(Set.of(home)));
  }

  static BindingUpdate update(String identifier, NtpTimestamp timestamp) {
    List<MobilityOption> options = new ArrayList<>();
    options.add(MobileNodeIdentifier.ofNetworkAccessIdentifier(identifier));
    options.add(new MessageReplayProtection(timestamp.value()));
    return new BindingUpdate(7, true, true, false, false, 0, 15, options);
  }

  static MobilityHeader signedUpdate(SecurityAssociation association, NtpTimestamp timestamp) {
    BindingUpdate update = update(association.networkAccessIdentifier(), timestamp);
    return MessageAuthenticator.sign(association, CARE_OF, association.homeAddresses().getFirst(), update);
  }

  static BindingAcknowledgement acknowledgement(int status) {
    return new BindingAcknowledgement(status, false, 0, 7, 15, List.of());
  }
}
