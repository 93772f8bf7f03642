package org.roam6.daemon.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.wire.Octets;

/**
 * A file that holds a key: hexadecimal digits, with white space as one likes, or else the raw
 * octets of the key. Nobody but its owner may have access to it.
 */
final class KeyFile {

  private static final int MAXIMUM_SIZE = 4096;
  private static final Set<PosixFilePermission> ALLOWED =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /** The key in the file {@code path} that {@code value} names; no message ever shows it. */
  static Optional<SecretKey> read(Path path, Value value) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!ALLOWED.containsAll(permissions)) {
        String mode = PosixFilePermissions.toString(permissions);
        return value.refuse(
            "key file '" + path + "' has mode " + mode + ", so that others may read it",
            "run: chmod 600 " + path);
      }
      return key(bytes(path), path, value);
    } catch (IOException | UnsupportedOperationException unreadable) {
      String reason = Files.exists(path) ? "cannot be read" : "does not exist";
      String cure = "make one with: (umask 077; openssl rand -hex 32 > " + path + ")";
      return value.refuse(
          "key file '" + path + "' " + reason, Files.exists(path) ? "name a readable file" : cure);
    }
  }

  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAXIMUM_SIZE + 1);
    }
  }

  private static Optional<SecretKey> key(byte[] content, Path path, Value value) {
    if (content.length > MAXIMUM_SIZE) {
      return value.refuse(
          "key file '" + path + "' is too long", "expected at most " + MAXIMUM_SIZE + " octets");
    }
    String digits = new String(content, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
    boolean hexadecimal = digits.matches("[0-9a-fA-F]+");
    if (hexadecimal && digits.length() % 2 != 0) {
      return value.refuse(
          "key file '" + path + "' has an odd number of hexadecimal digits",
          "write two for each octet");
    }
    Octets key = hexadecimal ? Octets.ofHex(digits) : Octets.of(content);
    if (key.length() < SecretKey.MINIMUM_LENGTH) {
      return value.refuse(
          "the key in '" + path + "' has " + key.length() + " octets",
          "expected at least "
              + SecretKey.MINIMUM_LENGTH
              + ", such as those of: openssl rand -hex 32");
    }
    return Optional.of(new SecretKey(key));
  }
}
