package org.roam6.daemon.recording;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of the records of which events, effects and configurations are made: an object with a member for each
 * component. Where a sealed interface has several records, {@code "is"} says which; addresses and octets are text as
 * people write them, durations and times nanoseconds.
 */
final class RecordJson {

  private static final String IS = "is";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final UnaryOperator<SecretKey> keys;
  private final UnaryOperator<Octets> packets;

  /**
   * A form.
   *
   * @param keys what is written in place of a key
   * @param packets what is written in place of the octets of a packet
   */
  RecordJson(UnaryOperator<SecretKey> keys, UnaryOperator<Octets> packets) {
    this.keys = keys;
    this.packets = packets;
  }

  /** A form that only reads. */
  static RecordJson reader() {
    return new RecordJson(key -> key, packet -> packet);
  }

  JsonNode write(Object value) {
    return switch (value) {
      case SecretKey key -> NODES.stringNode(keys.apply(key).octets().toHex());
      case Octets packet -> NODES.stringNode(packets.apply(packet).toHex());
      case Ipv6Address address -> NODES.stringNode(address.toString());
      case Ipv6Prefix prefix -> NODES.stringNode(prefix.toString());
      case LinkLayerAddress address -> NODES.stringNode(address.toString());
      case InterfaceName name -> NODES.stringNode(name.value());
      case Duration duration -> NODES.numberNode(duration.toNanos());
      case Instant moment -> NODES.stringNode(moment.toString());
      case String text -> NODES.stringNode(text);
      case Enum<?> constant -> NODES.stringNode(constant.name());
      case Boolean truth -> NODES.booleanNode(truth);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Optional<?> optional -> optional.map(this::write).orElse(NODES.nullNode());
      case Iterable<?> items -> {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(write(item)));
        yield array;
      }
      case Record row -> writeRecord(row);
      default -> throw new IllegalStateException("no JSON form of " + value.getClass());
    };
  }

  private ObjectNode writeRecord(Record row) {
    ObjectNode object = JsonMapper.shared().createObjectNode().put(IS, row.getClass().getSimpleName());
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      try {
        object.set(component.getName(), write(component.getAccessor().invoke(row)));
      } catch (ReflectiveOperationException notPublic) {
        throw new IllegalStateException("recorded are public records only: " + row.getClass(), notPublic);
      }
    }
    return object;
  }

  /**
   * The value that {@code node} stands for.
   *
   * @throws IllegalArgumentException where it stands for none; the message says what was expected
   */
  Object read(JsonNode node, Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return readGeneric(node, parameterized);
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted.isSealed() && wanted.isInterface()) {
      return readRecord(node, permitted(wanted, node.path(IS).asString("")));
    }
    if (wanted.isRecord() && !isText(wanted)) {
      return readRecord(node, wanted);
    }
    return readValue(node, wanted);
  }

  private static boolean isText(Class<?> type) {
    return Stream.of(
            SecretKey.class, Ipv6Address.class, Ipv6Prefix.class, LinkLayerAddress.class, InterfaceName.class)
        .anyMatch(type::equals);
  }

  private Object readGeneric(JsonNode node, ParameterizedType type) {
    Type item = type.getActualTypeArguments()[0];
    if (type.getRawType().equals(Optional.class)) {
      return node.isNull() ? Optional.empty() : Optional.of(read(node, item));
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException("expected a list, found " + node);
    }
    List<Object> items = new ArrayList<>();
    node.forEach(each -> items.add(read(each, item)));
    return type.getRawType().equals(SortedSet.class) ? new TreeSet<>(items) : items;
  }

  private static Class<?> permitted(Class<?> family, String name) {
    return Stream.of(family.getPermittedSubclasses())
        .filter(each -> each.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no " + family.getSimpleName()));
  }

  private Object readRecord(JsonNode node, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      JsonNode member = node.path(components[i].getName());
      if (member.isMissingNode()) {
        throw new IllegalArgumentException(
            "expected '" + components[i].getName() + "' of a " + type.getSimpleName() + " in " + node);
      }
      values[i] = read(member, components[i].getGenericType());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(String.valueOf(refused.getCause()), refused);
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException("recorded are public records only: " + type, notPublic);
    }
  }

  private static Object readValue(JsonNode node, Class<?> type) {
    if (type == boolean.class && node.isBoolean()) {
      return node.asBoolean();
    }
    if (type == int.class && node.isInt()) {
      return node.asInt();
    }
    if (type == long.class && node.isIntegralNumber() && node.canConvertToLong()) {
      return node.asLong();
    }
    if (type == Duration.class && node.isIntegralNumber() && node.canConvertToLong()) {
      return Duration.ofNanos(node.asLong());
    }
    if (node.isString()) {
      return readText(node.asString(), type);
    }
    throw new IllegalArgumentException("expected a " + type.getSimpleName() + ", found " + node);
  }

  private static Object readText(String text, Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no " + type.getSimpleName()));
    }
    return switch (type.getSimpleName()) {
      case "String" -> text;
      case "Octets" -> Octets.ofHex(text);
      case "SecretKey" -> new SecretKey(Octets.ofHex(text));
      case "Ipv6Address" -> Ipv6Address.parse(text);
      case "Ipv6Prefix" -> Ipv6Prefix.parse(text);
      case "LinkLayerAddress" -> LinkLayerAddress.parse(text);
      case "InterfaceName" -> new InterfaceName(text);
      case "Instant" -> readMoment(text);
      default -> throw new IllegalArgumentException("expected a " + type.getSimpleName() + ", found '" + text + "'");
    };
  }

  private static Instant readMoment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException damaged) {
      throw new IllegalArgumentException("expected a moment, found '" + text + "'", damaged);
    }
  }
}
