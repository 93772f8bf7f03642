package org.roam6.wire;

/** What can be wrong with octets; one constant for each fault that is counted or answered in its own way. */
public enum MalformedCause {
  /** Fewer octets than the fixed part of the message needs, or than its length field announces. */
  TRUNCATED,
  /** A length field that no message of this type can have (too short for its fixed part). */
  BAD_LENGTH,
  /** The version field is not 6. */
  BAD_VERSION,
  /** The checksum does not verify. */
  BAD_CHECKSUM,
  /** The Payload Proto field of a Mobility Header is not 59 (RFC 6275 9.2). */
  BAD_PAYLOAD_PROTOCOL,
  /** An option runs over the end of what holds it. */
  OPTION_OVERRUN,
  /** An option whose length its type does not allow. */
  BAD_OPTION_LENGTH,
  /** More options, headers or nesting than are accepted. */
  TOO_MANY,
  /** A field holds a value that its message forbids. */
  BAD_VALUE
}
