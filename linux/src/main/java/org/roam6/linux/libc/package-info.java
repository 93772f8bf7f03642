/**
 * The C library, called through the foreign function interface: no other package makes a native call. {@link
 * org.roam6.linux.libc.Libc} is descriptors, sockets, waiting and clocks; {@link org.roam6.linux.libc.ProcessLibc} is
 * what concerns the process and its namespaces. A failure that the caller may expect in normal work is a negative errno
 * as return value; any other is a {@link org.roam6.linux.libc.SystemCallException}.
 */
package org.roam6.linux.libc;
