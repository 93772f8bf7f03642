package org.roam6.sim.mutant;

import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A planted defect.
 *
 * @param name its name
 * @param says what is wrong with it
 * @param seed that is known to find it, negative where none is
 * @param scenario the name of one that is known to find it, empty where none is
 * @param implementation the class that holds the replacing methods
 * @param replacements which methods they replace
 */
public record Mutant(
    String name, String says, long seed, String scenario, String implementation, List<Replacement> replacements) {

  /** The classes whose nested classes are mutants. */
  private static final List<String> HOLDERS =
      List.of(
          "org.roam6.protocol.auth.AuthenticationMutants",
          "org.roam6.protocol.binding.BindingMutants",
          "org.roam6.protocol.correspondent.CorrespondentMutants",
          "org.roam6.protocol.dhcp.LeaseMutants",
          "org.roam6.protocol.homeagent.HomeAgentMutants",
          "org.roam6.protocol.homeagent.PrefixAdvertisingMutants",
          "org.roam6.protocol.mobilenode.HomeAgentSearchMutants",
          "org.roam6.protocol.mobilenode.MobileNodeMutants",
          "org.roam6.protocol.mobilenode.PrefixSolicitationMutants",
          "org.roam6.protocol.mobilenode.RegistrationMutants",
          "org.roam6.protocol.mobilenode.RouteOptimizationMutants",
          "org.roam6.protocol.neighbor.NeighborMutants");

  static final String ORIGINAL = "original";

  /** Takes a copy of the list. */
  public Mutant {
    replacements = List.copyOf(replacements);
  }

  /**
   * A method that is replaced.
   *
   * @param target the class, by its binary name
   * @param method the name of the method in both classes
   * @param type the type of the replacing method, whose first parameter is the receiver where there is one
   */
  public record Replacement(String target, String method, MethodTypeDesc type) {}

  /** All of them, in the order of their names. */
  public static List<Mutant> all() {
    return HOLDERS.stream()
        .flatMap(Mutant::in)
        .sorted(Comparator.comparing(Mutant::name))
        .toList();
  }

  private static Stream<Mutant> in(String holder) {
    try {
      return Stream.of(Class.forName(holder).getDeclaredClasses())
          .filter(type -> type.isAnnotationPresent(Planted.class))
          .map(Mutant::of);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no mutants in " + holder, e);
    }
  }

  private static Mutant of(Class<?> type) {
    List<Replacement> replacements = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      Optional.ofNullable(method.getAnnotation(Replaces.class))
          .ifPresent(replaces -> replacements.add(replacement(type, method, replaces.value())));
    }
    if (replacements.isEmpty()) {
      throw new IllegalStateException(type + " replaces nothing");
    }
    Planted planted = type.getAnnotation(Planted.class);
    String name = type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return new Mutant(name, planted.value(), planted.seed(), planted.scenario(), type.getName(), replacements);
  }

  private static Replacement replacement(Class<?> type, Method method, String target) {
    if (!Modifier.isStatic(method.getModifiers())) {
      throw new IllegalStateException(method + " is not static");
    }
    MethodTypeDesc desc =
        MethodTypeDesc.of(
            method.getReturnType().describeConstable().orElse(ConstantDescs.CD_void),
            Stream.of(method.getParameterTypes()).map(each -> each.describeConstable().orElseThrow()).toList());
    return new Replacement(type.getPackageName() + "." + target, method.getName(), desc);
  }

  /** What stands in a method {@code original} until the loader lets it call what it replaces. */
  public static <T> T rewired(Class<T> type) {
    return Optional.<T>empty()
        .orElseThrow(
            () -> new AssertionError("a mutant that needs a " + type.getSimpleName() + " runs without its loader"));
  }

  @Override
  public String toString() {
    return name;
  }
}
