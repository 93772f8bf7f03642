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
}
