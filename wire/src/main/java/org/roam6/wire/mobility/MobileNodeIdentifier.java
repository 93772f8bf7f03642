package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobileNodeIdentifierSubtype;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * Who a mobile node is (RFC 4283 3).
 *
 * @param subtype 8 bits; see {@link MobileNodeIdentifierSubtype}
 * @param identifier what identifies the mobile node, at most 254 octets
 */
public record MobileNodeIdentifier(int subtype, Octets identifier) implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public MobileNodeIdentifier {
    Checks.unsigned8("subtype", subtype);
    Checks.unsigned8("length", 1 + identifier.length());
  }

  /**
   * The option that carries a Network Access Identifier (RFC 4283 3.1).
   *
   * @param identifier {@code user@realm}, at most 253 octets in UTF-8 (RFC 7542 2.3)
   */
  public static MobileNodeIdentifier ofNetworkAccessIdentifier(String identifier) {
    byte[] octets = identifier.getBytes(StandardCharsets.UTF_8);
    return new MobileNodeIdentifier(MobileNodeIdentifierSubtype.NAI.code(), Octets.of(octets));
  }

  /** The Network Access Identifier, where the subtype says that it is one and the octets are UTF-8. */
  public Optional<String> networkAccessIdentifier() {
    if (subtype != MobileNodeIdentifierSubtype.NAI.code()) {
      return Optional.empty();
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(identifier.asBuffer()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public int type() {
    return MobilityOptionType.MOBILE_NODE_IDENTIFIER;
  }

  @Override
  public int length() {
    return 3 + identifier.length();
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2)).put((byte) subtype);
    identifier.writeTo(buffer);
  }
}
