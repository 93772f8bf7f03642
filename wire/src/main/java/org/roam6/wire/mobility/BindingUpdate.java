package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Tells a node the care-of address of a mobile node (RFC 6275 6.1.7).
 *
 * @param sequenceNumber 16 bits
 * @param acknowledge A: a Binding Acknowledgement is wanted
 * @param home H: the receiver is to act as home agent
 * @param linkLocalCompatibility L: the home address has the interface identifier of the link-local address
 * @param keyManagement K: the IKE security association survives movements
 * @param reserved the other 12 flag bits as they came, zero where this is sent: other RFCs define some
 * @param lifetimeUnits 16 bits, in units of {@value #SECONDS_PER_LIFETIME_UNIT} seconds; 0 deletes the binding
 * @param options mobility options
 */
public record BindingUpdate(
    int sequenceNumber,
    boolean acknowledge,
    boolean home,
    boolean linkLocalCompatibility,
    boolean keyManagement,
    int reserved,
    int lifetimeUnits,
    List<MobilityOption> options)
    implements MobilityMessage {

  /** RFC 6275 6.1.7: "One time unit is 4 seconds." */
  public static final int SECONDS_PER_LIFETIME_UNIT = 4;

  static final int FIXED_LENGTH = 6;

  private static final int ACKNOWLEDGE = 0x8000;
  private static final int HOME = 0x4000;
  private static final int LINK_LOCAL_COMPATIBILITY = 0x2000;
  private static final int KEY_MANAGEMENT = 0x1000;

  /** Refuses values that do not fit their fields. */
  public BindingUpdate {
    Checks.unsigned16("sequenceNumber", sequenceNumber);
    Checks.bits("reserved", reserved, 12);
    Checks.unsigned16("lifetimeUnits", lifetimeUnits);
    options = List.copyOf(options);
  }

  static BindingUpdate read(ByteBuffer buffer, List<MobilityOption> options) {
    int sequenceNumber = buffer.getShort() & 0xffff;
    int flags = buffer.getShort() & 0xffff;
    int lifetimeUnits = buffer.getShort() & 0xffff;
    return new BindingUpdate(
        sequenceNumber,
        (flags & ACKNOWLEDGE) != 0,
        (flags & HOME) != 0,
        (flags & LINK_LOCAL_COMPATIBILITY) != 0,
        (flags & KEY_MANAGEMENT) != 0,
        flags & 0x0fff,
        lifetimeUnits,
        options);
  }

  /** The lifetime asked for, 0 to 262,140 seconds. */
  public int lifetimeSeconds() {
    return lifetimeUnits * SECONDS_PER_LIFETIME_UNIT;
  }

  @Override
  public int type() {
    return MobilityHeaderType.BINDING_UPDATE;
  }

  @Override
  public BindingUpdate withOptions(List<MobilityOption> others) {
    return new BindingUpdate(
        sequenceNumber,
        acknowledge,
        home,
        linkLocalCompatibility,
        keyManagement,
        reserved,
        lifetimeUnits,
        others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    int flags = (acknowledge ? ACKNOWLEDGE : 0)
        | (home ? HOME : 0)
        | (linkLocalCompatibility ? LINK_LOCAL_COMPATIBILITY : 0)
        | (keyManagement ? KEY_MANAGEMENT : 0);
    buffer.putShort((short) sequenceNumber).putShort((short) (flags | reserved)).putShort((short) lifetimeUnits);
  }
}
