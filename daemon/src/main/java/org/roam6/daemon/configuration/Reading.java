package org.roam6.daemon.configuration;

import java.util.List;

/** What reading a configuration file gave. */
public sealed interface Reading {

  /**
   * The file is right.
   *
   * @param configuration what it says
   */
  record Valid(Configuration configuration) implements Reading {}

  /**
   * The file is wrong, and says nothing.
   *
   * @param errors all its faults in the order of the file, at least one
   */
  record Invalid(List<ConfigurationError> errors) implements Reading {
    /** Takes a copy. */
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
