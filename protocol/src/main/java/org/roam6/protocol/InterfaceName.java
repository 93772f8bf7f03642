package org.roam6.protocol;

/**
 * The name of a network interface, as the host's operating system has it.
 *
 * @param value 1 to 15 characters, neither slash nor white space
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {

  /** Refuses what Linux would refuse. */
  public InterfaceName {
    if (!value.matches("[^\\s/:]{1,15}") || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException("not an interface name: '" + value + "'");
    }
  }

  @Override
  public int compareTo(InterfaceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
