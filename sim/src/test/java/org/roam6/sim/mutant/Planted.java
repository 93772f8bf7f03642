package org.roam6.sim.mutant;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a class: a defect that a programmer could make. Its name in small letters and hyphens is that of the mutant. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Planted {
  /** What is wrong with it, and the section of the RFC that it breaks. */
  String value();

  /** A seed that is known to find it; negative where any does within moments. The search begins there. */
  long seed() default -1;

  /** The name of a scenario that is known to find it; empty where a seed is. The search begins there. */
  String scenario() default "";
}
