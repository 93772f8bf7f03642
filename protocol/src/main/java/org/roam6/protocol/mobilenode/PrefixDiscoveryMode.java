package org.roam6.protocol.mobilenode;

/** What a mobile node makes of the prefixes that its home link has (RFC 6275 11.4.2, 11.4.3). */
public enum PrefixDiscoveryMode {
  /** It asks for nothing while it is away, and believes nobody: nothing protects the messages. */
  OFF,
  /** It asks, and minds how long the prefixes last; it tells of new ones, and its home addresses stay as they are. */
  LEARN,
  /** It forms a home address in each new prefix too, and gives up those whose prefix has ended. */
  FOLLOW;

  /** Whether the home agent is asked. */
  public boolean isOn() {
    return this != OFF;
  }
}
