package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.MobilityHeaderType;

/** From the octets of a Mobility Header of the announced length, checksum verified, to its message (RFC 6275 9.2). */
final class MobilityMessageReader {

  private static final int TYPE_OFFSET = 2;

  private MobilityMessageReader() {}

  static Decoded<MobilityMessage> read(Octets header) {
    int type = header.at(TYPE_OFFSET);
    return switch (type) {
      case MobilityHeaderType.BINDING_REFRESH_REQUEST ->
          read(header, BindingRefreshRequest.FIXED_LENGTH, BindingRefreshRequest::read);
      case MobilityHeaderType.HOME_TEST_INIT -> read(header, HomeTestInit.FIXED_LENGTH, HomeTestInit::read);
      case MobilityHeaderType.CARE_OF_TEST_INIT -> read(header, CareOfTestInit.FIXED_LENGTH, CareOfTestInit::read);
      case MobilityHeaderType.HOME_TEST -> read(header, HomeTest.FIXED_LENGTH, HomeTest::read);
      case MobilityHeaderType.CARE_OF_TEST -> read(header, CareOfTest.FIXED_LENGTH, CareOfTest::read);
      case MobilityHeaderType.BINDING_UPDATE -> read(header, BindingUpdate.FIXED_LENGTH, BindingUpdate::read);
      case MobilityHeaderType.BINDING_ACKNOWLEDGEMENT ->
          read(header, BindingAcknowledgement.FIXED_LENGTH, BindingAcknowledgement::read);
      case MobilityHeaderType.BINDING_ERROR -> read(header, BindingError.FIXED_LENGTH, BindingError::read);
      // RFC 6275 9.2: "Otherwise, the node MUST discard the message and issue a Binding Error message": the receiver's
      // affair, and checked before the Payload Proto field
      default -> Decoded.of(
          new UnknownMobilityMessage(type, header.slice(MobilityHeader.COMMON_LENGTH, header.length())));
    };
  }

  private static Decoded<MobilityMessage> read(Octets header, int fixedLength, MessageReader reader) {
    // RFC 6275 9.2: "The Payload Proto field MUST be IPPROTO_NONE [...] The Pointer field in the ICMP message SHOULD
    // point at the Payload Proto field."
    if (header.at(0) != IpProtocol.NO_NEXT_HEADER) {
      return Decoded.malformed(MalformedCause.BAD_PAYLOAD_PROTOCOL, 0);
    }
    // RFC 6275 9.2: "The Header Len field in the Mobility Header MUST NOT be less than the length specified for this
    // particular type of message [...] The Pointer field in the ICMP message SHOULD point at the Header Len field."
    int options = MobilityHeader.COMMON_LENGTH + fixedLength;
    if (header.length() < options) {
      return Decoded.malformed(MalformedCause.BAD_LENGTH, 1);
    }
    ByteBuffer fixed = header.slice(MobilityHeader.COMMON_LENGTH, options).asBuffer();
    return MobilityOptionReader.read(header, options).map(found -> reader.read(fixed, found));
  }

  private interface MessageReader {
    MobilityMessage read(ByteBuffer fixed, List<MobilityOption> options);
  }
}
