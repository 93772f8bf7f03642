package org.roam6.daemon.management;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A notice as one line of JSON: when, from which role, of which kind, the sentence, and its
 * components as {@code fields}.
 */
public final class NoticeDocument {

  private NoticeDocument() {}

  /** Which role tells a notice, as in {@code mobile-node}. */
  public static String role(Notice notice) {
    Class<?> family = notice.getClass().getInterfaces()[0];
    String name =
        family.equals(Notice.class) ? "daemon" : family.getSimpleName().replaceAll("Notice$", "");
    return words(name, "-");
  }

  /** What a notice tells of, as in {@code binding-update-sent}. */
  public static String kind(Notice notice) {
    return words(notice.getClass().getSimpleName(), "-");
  }

  /**
   * The document.
   *
   * @param notice the notice
   * @param sequence its number since the daemon began
   * @param moment when, on the monotonic clock
   * @param time when, on the wall clock
   */
  public static String of(Notice notice, long sequence, Time moment, Instant time) {
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("schema", "roam6.notice/1")
            .put("sequence", sequence)
            .put("monotonic_ns", moment.nanos())
            .put("time", time.toString())
            .put("level", notice.level().name().toLowerCase(Locale.ROOT))
            .put("role", role(notice))
            .put("kind", kind(notice))
            .put("text", notice.text());
    RecordComponent[] components = notice.getClass().getRecordComponents();
    if (components != null) {
      ObjectNode fields = document.putObject("fields");
      for (RecordComponent component : components) {
        put(fields, words(component.getName(), "_"), valueOf(component, notice));
      }
    }
    return document.toString();
  }

  private static Object valueOf(RecordComponent component, Notice notice) {
    try {
      return component.getAccessor().invoke(notice);
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException(
          "notices are public records: " + notice.getClass(), notPublic);
    }
  }

  private static void put(ObjectNode fields, String name, Object value) {
    switch (value) {
      case Boolean truth -> fields.put(name, truth);
      case Integer number -> fields.put(name, number);
      case Long number -> fields.put(name, number);
      case SequenceNumber number -> fields.put(name, number.value());
      case Lifetime lifetime -> fields.put(name + "_s", lifetime.duration().toSeconds());
      case Duration duration -> fields.put(name + "_ms", duration.toNanos() / 1e6);
      case Optional<?> optional -> optional.ifPresent(present -> put(fields, name, present));
      default -> fields.put(name, value.toString());
    }
  }

  private static String words(String camelCase, String separator) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", separator).toLowerCase(Locale.ROOT);
  }
}
