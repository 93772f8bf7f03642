/**
 * The contract between protocol code and whatever drives it: a {@link org.roam6.protocol.Node} takes events and the
 * time, answers with effects, and names its next deadline. There is no clock, thread, socket, logger or random source
 * in here: the daemon drives a node with epoll and the kernel, a simulator drives the same node with virtual time.
 */
package org.roam6.protocol;
