package org.roam6.interop.guest;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import tools.jackson.databind.json.JsonMapper;

/** Runs tests in the guest: the first argument is the file for what comes of them, each other one a class. */
final class GuestTests implements TestExecutionListener {

  private final List<GuestResult> results = new ArrayList<>();

  private GuestTests() {}

  /** Ends the process, whatever threads the tests have left. */
  static void main(String[] arguments) throws IOException {
    GuestTests listener = new GuestTests();
    List<? extends DiscoverySelector> classes =
        Stream.of(arguments).skip(1).map(DiscoverySelectors::selectClass).toList();
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(classes).build();
    LauncherFactory.create().execute(request, listener);
    Files.writeString(Path.of(arguments[0]), JsonMapper.shared().writeValueAsString(listener.results));
    System.exit(0);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, "skipped: " + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result.getThrowable().ifPresentOrElse(failure -> add(test, stackTrace(failure)), () -> {
      if (test.isTest()) {
        add(test, "");
      }
    });
  }

  private void add(TestIdentifier test, String failure) {
    UniqueId id = test.getUniqueIdObject();
    String testClass = id.getSegments().get(Math.min(1, id.getSegments().size() - 1)).getValue();
    String name = id.getSegments().stream().skip(2).map(UniqueId.Segment::getValue).collect(Collectors.joining(" "));
    String forPeople = testClass.replaceAll(".*\\.", "") + "." + name.replaceAll("\\([^)]*\\)", "");
    results.add(new GuestResult(testClass, forPeople, failure));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
