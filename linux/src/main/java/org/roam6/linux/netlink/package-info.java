/**
 * The kernel's links, addresses, routes, rules and neighbours by netlink messages (RFC 3549, rtnetlink(7)): a message
 * codec, one file for each family of objects with a typed record of what the kernel says about it, a socket for
 * requests and one for events. Nothing in here runs a program.
 */
package org.roam6.linux.netlink;
