package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;

/** An option of DHCPv6 (RFC 8415 21). */
public sealed interface DhcpOption
    permits ClientIdentifier,
        ServerIdentifier,
        IdentityAssociation,
        IaAddress,
        OptionRequest,
        Preference,
        ElapsedTime,
        StatusCode,
        RapidCommit,
        SolMaxRt,
        UnknownDhcpOption {

  /** The option-code, 0 to 65535. */
  int code();

  /** The option-len: octets behind it, 0 to 65535. */
  int dataLength();

  /** Appends the octets behind the option-len to {@code buffer}. */
  void writeDataTo(ByteBuffer buffer);
}
