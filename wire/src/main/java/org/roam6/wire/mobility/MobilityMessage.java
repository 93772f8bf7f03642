package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What a Mobility Header says (RFC 6275 6.1). */
public sealed interface MobilityMessage
    permits BindingRefreshRequest,
        HomeTestInit,
        CareOfTestInit,
        HomeTest,
        CareOfTest,
        BindingUpdate,
        BindingAcknowledgement,
        BindingError,
        UnknownMobilityMessage {

  /** The MH Type, 0 to 255. */
  int type();

  /** The options in their order, padding among them where the message was received or is about to be sent. */
  List<MobilityOption> options();

  /**
   * The same message with other options.
   *
   * @throws IllegalArgumentException where this is an {@link UnknownMobilityMessage}, which can hold none
   */
  MobilityMessage withOptions(List<MobilityOption> options);

  /** Octets of the message data in front of the options, without the six octets that all Mobility Headers share. */
  int fixedLength();

  /** Appends the message data in front of the options to {@code buffer}. */
  void writeFixedTo(ByteBuffer buffer);

  /** The first option of a type, where there is one. */
  default <T extends MobilityOption> Optional<T> option(Class<T> type) {
    for (MobilityOption option : options()) {
      if (type.isInstance(option)) {
        return Optional.of(type.cast(option));
      }
    }
    return Optional.empty();
  }
}
