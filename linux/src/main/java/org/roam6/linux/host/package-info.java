/**
 * The host under the protocol code: the event loop, and what makes the kernel agree with what a node wants.
 */
package org.roam6.linux.host;
