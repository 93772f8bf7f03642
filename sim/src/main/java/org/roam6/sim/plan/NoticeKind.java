package org.roam6.sim.plan;

import java.util.Locale;
import java.util.regex.Pattern;
import org.roam6.protocol.Notice;

/** The names of notices in plans: the name of the record in small letters with hyphens, as in {@code link-lost}. */
public final class NoticeKind {

  private static final Pattern WORD_BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return WORD_BORDER.matcher(type.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
        }
      };

  private NoticeKind() {}

  /** The name of the kind of {@code notice}. */
  public static String of(Notice notice) {
    return NAMES.get(notice.getClass());
  }
}
