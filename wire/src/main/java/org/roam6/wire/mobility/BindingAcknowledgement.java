package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Answers a Binding Update (RFC 6275 6.1.8).
 *
 * @param status 8 bits; see {@link BindingAcknowledgementStatus}
 * @param keyManagement K: the IKE security association survives movements
 * @param reserved the other 7 flag bits as they came, zero where this is sent: other RFCs define some
 * @param sequenceNumber 16 bits, of the Binding Update that this answers
 * @param lifetimeUnits 16 bits, the lifetime granted in units of {@value BindingUpdate#SECONDS_PER_LIFETIME_UNIT}
 *     seconds
 * @param options mobility options
 */
public record BindingAcknowledgement(
    int status,
    boolean keyManagement,
    int reserved,
    int sequenceNumber,
    int lifetimeUnits,
    List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 6;

  private static final int KEY_MANAGEMENT = 0x80;

  /** Refuses values that do not fit their fields. */
  public BindingAcknowledgement {
    Checks.unsigned8("status", status);
    Checks.bits("reserved", reserved, 7);
    Checks.unsigned16("sequenceNumber", sequenceNumber);
    Checks.unsigned16("lifetimeUnits", lifetimeUnits);
    options = List.copyOf(options);
  }

  static BindingAcknowledgement read(ByteBuffer buffer, List<MobilityOption> options) {
    int status = buffer.get() & 0xff;
    int flags = buffer.get() & 0xff;
    int sequenceNumber = buffer.getShort() & 0xffff;
    int lifetimeUnits = buffer.getShort() & 0xffff;
    return new BindingAcknowledgement(
        status, (flags & KEY_MANAGEMENT) != 0, flags & 0x7f, sequenceNumber, lifetimeUnits, options);
  }

  /** Whether the Binding Update was accepted. */
  public boolean isAccepted() {
    return BindingAcknowledgementStatus.isAccepted(status);
  }

  /** The lifetime granted, 0 to 262,140 seconds; undefined where the Binding Update was rejected. */
  public int lifetimeSeconds() {
    return lifetimeUnits * BindingUpdate.SECONDS_PER_LIFETIME_UNIT;
  }

  @Override
  public int type() {
    return MobilityHeaderType.BINDING_ACKNOWLEDGEMENT;
  }

  @Override
  public BindingAcknowledgement withOptions(List<MobilityOption> others) {
    return new BindingAcknowledgement(status, keyManagement, reserved, sequenceNumber, lifetimeUnits, others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    buffer.put((byte) status).put((byte) ((keyManagement ? KEY_MANAGEMENT : 0) | reserved));
    buffer.putShort((short) sequenceNumber).putShort((short) lifetimeUnits);
  }
}
