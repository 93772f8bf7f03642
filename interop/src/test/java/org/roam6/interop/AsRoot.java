package org.roam6.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test of what only root may do. It is skipped for others, but never where the system property {@code
 * roam6.root.required} says that all tests must run.
 */
@Tag("root")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(AsRoot.RootOrRequired.class)
public @interface AsRoot {

  /** Lets a test run as root, or where it must run whatever comes of it. */
  final class RootOrRequired implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (isRoot() || Boolean.getBoolean("roam6.root.required")) {
        return ConditionEvaluationResult.enabled("root, or required");
      }
      return ConditionEvaluationResult.disabled("makes namespaces and links, which needs root");
    }

    private static boolean isRoot() {
      try {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
