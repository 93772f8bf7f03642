package org.roam6.daemon.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/** Tries to remember something in a journal, and prints the warnings. */
final class SecondStorage {

  private SecondStorage() {}

  public static void main(String[] arguments) throws IOException {
    Consumer<String> warnings = System.out::println;
    try (Storage storage = Storage.open(Path.of(arguments[0]), warnings)) {
      Ipv6Address address = Ipv6Address.parse("2001:db8:2::2");
      storage.remember(new Memory.UsedSequenceNumbers(address, address, new SequenceNumber(2)));
    }
  }
}
