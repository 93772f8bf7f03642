/** Benchmarks of the wire formats and of forwarding, by JMH. */
@NullMarked
package org.roam6.bench;

import org.jspecify.annotations.NullMarked;
