package org.roam6.sim.mutant;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a static method of a mutant: the method of this name in the class {@link #value} does this instead. The receiver
 * of an instance method comes first. A static method {@code original} with the same parameters does what the method
 * did.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Replaces {
  /** The class in the package of the mutant, as in {@code Outer$Inner}. */
  String value();
}
