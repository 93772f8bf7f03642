/**
 * Named network namespaces, as iproute2 has them: a bind mount at {@code /run/netns/NAME} keeps each alive. Work inside
 * runs on a platform thread of its own that ends with it: a thread that came back from another namespace would take
 * what it starts there.
 */
package org.roam6.linux.namespace;
