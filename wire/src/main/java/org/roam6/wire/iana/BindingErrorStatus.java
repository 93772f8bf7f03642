package org.roam6.wire.iana;

import java.util.Optional;

/** The Status values of Binding Errors (RFC 6275 6.1.9). */
public enum BindingErrorStatus {
  /** Unknown binding for Home Address destination option. */
  UNKNOWN_BINDING(1),
  /** Unrecognized MH Type value. */
  UNRECOGNIZED_MH_TYPE(2);

  private final int code;

  BindingErrorStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The assignment of {@code code}, where there is one. */
  public static Optional<BindingErrorStatus> of(int code) {
    for (BindingErrorStatus candidate : values()) {
      if (candidate.code == code) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
