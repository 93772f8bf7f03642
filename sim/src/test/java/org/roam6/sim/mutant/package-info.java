/**
 * Defects planted into the product's classes as they are loaded, to prove that the simulator finds them. A mutant
 * replaces the body of a method by that of another one, which is written in Java beside the tests and may call the
 * original.
 */
@org.jspecify.annotations.NullMarked
package org.roam6.sim.mutant;
