package org.roam6.sim.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.roam6.protocol.Notice;
import org.roam6.protocol.correspondent.CorrespondentNotice;
import org.roam6.protocol.dhcp.DhcpNotice;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.protocol.mobilenode.HomeAgentSearchNotice;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.protocol.mobilenode.MobilePrefixNotice;
import org.roam6.protocol.router.RouterNotice;

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

  private static final List<String> ALL =
      Stream.of(
              MobileNodeNotice.class,
              MobilePrefixNotice.class,
              HomeAgentSearchNotice.class,
              HomeAgentNotice.class,
              RouterNotice.class,
              CorrespondentNotice.class,
              DhcpNotice.class)
          .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
          .map(NAMES::get)
          .distinct()
          .sorted()
          .toList();

  private NoticeKind() {}

  /** The names of all kinds that there are, sorted. */
  public static List<String> all() {
    return ALL;
  }

  /** The name of the kind of {@code notice}. */
  public static String of(Notice notice) {
    return NAMES.get(notice.getClass());
  }
}
