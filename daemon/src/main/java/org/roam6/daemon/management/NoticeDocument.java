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
import org.roam6.protocol.mobilenode.HomeAddressNotice;
import org.roam6.wire.Ipv6Address;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A notice as one line of JSON: when, from which role, of which kind, the sentence, and its
 * components as {@code fields}, where a mobile node has several home addresses with that which it
 * is about.
 */
public final class NoticeDocument {

  private NoticeDocument() {}

  /** Which role tells a notice, as in {@code mobile-node}. */
  public static String role(Notice notice) {
    Class<?> family = subject(notice).getClass().getInterfaces()[0];
    String name =
        family.equals(Notice.class) ? "daemon" : family.getSimpleName().replaceAll("Notice$", "");
    return words(name, "-");
  }

  /** What a notice tells of, as in {@code binding-update-sent}. */
  public static String kind(Notice notice) {
    return words(subject(notice).getClass().getSimpleName(), "-");
  }

  /** What a notice tells, whichever home address it is about. */
  private static Notice subject(Notice notice) {
    return notice instanceof HomeAddressNotice(var homeAddress, Notice about) ? about : notice;
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
    Notice subject = subject(notice);
    RecordComponent[] components = subject.getClass().getRecordComponents();
    if (components != null) {
      ObjectNode fields = document.putObject("fields");
      if (notice instanceof HomeAddressNotice(Ipv6Address homeAddress, var about)) {
        put(fields, "home_address", homeAddress);
      }
      for (RecordComponent component : components) {
        put(fields, words(component.getName(), "_"), valueOf(component, subject));
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
