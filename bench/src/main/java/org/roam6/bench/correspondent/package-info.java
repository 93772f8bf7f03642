/** What a correspondent node costs. */
@NullMarked
package org.roam6.bench.correspondent;

import org.jspecify.annotations.NullMarked;
