/** The TUN data plane on the real kernel, beside wireguard-go in the same place. */
@NullMarked
package org.roam6.bench.dataplane;

import org.jspecify.annotations.NullMarked;
