/**
 * The management socket: a Unix domain socket on which each line is a JSON object. A client sends
 * {@code {"request":"status"}} and gets one line whose {@code schema} names its form and version;
 * {@code watch} gets a line for each notice from then on. One thread serves all clients, and asks
 * the thread that owns the protocol state for snapshots; requests, clients, queues and waiting are
 * bounded.
 */
package org.roam6.daemon.management;
