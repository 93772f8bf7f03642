package org.roam6.linux.namespace;

import java.io.IOException;

/**
 * What is to be done in a namespace.
 *
 * @param <T> the type of its result
 */
@FunctionalInterface
public interface Work<T> {

  /** Does it. */
  T run() throws IOException;
}
