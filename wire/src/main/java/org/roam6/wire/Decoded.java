package org.roam6.wire;

import java.util.function.Function;

/**
 * What a decoder answers: a value, or what is wrong with the octets and where.
 *
 * @param <T> the type of the value
 */
public sealed interface Decoded<T> {

  /**
   * The octets were well-formed.
   *
   * @param value what they say
   */
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * The octets were not well-formed.
   *
   * @param cause what is wrong
   * @param pointer offset in octets of the offending field from the start of what was given to the decoder, as the
   *     Pointer field of an ICMPv6 Parameter Problem wants it (RFC 4443 3.4)
   */
  record Malformed<T>(MalformedCause cause, int pointer) implements Decoded<T> {

    /** The same fault, as the answer of a decoder of another type. */
    public <U> Malformed<U> as() {
      return new Malformed<>(cause, pointer);
    }

    /** The same fault in something that begins {@code octets} later: a header behind others. */
    public <U> Malformed<U> shifted(int octets) {
      return new Malformed<>(cause, pointer + octets);
    }
  }

  /** An answer that holds a value. */
  static <T> Decoded<T> of(T value) {
    return new Value<>(value);
  }

  /** An answer that holds a fault. */
  static <T> Decoded<T> malformed(MalformedCause cause, int pointer) {
    return new Malformed<>(cause, pointer);
  }

  /** The value run through {@code function}; a fault stays as it is. */
  default <U> Decoded<U> map(Function<? super T, ? extends U> function) {
    return switch (this) {
      case Value<T>(T value) -> of(function.apply(value));
      case Malformed<T> malformed -> malformed.as();
    };
  }
}
