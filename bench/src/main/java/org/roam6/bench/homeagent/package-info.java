/** What a home agent with very many bindings costs. */
@NullMarked
package org.roam6.bench.homeagent;

import org.jspecify.annotations.NullMarked;
