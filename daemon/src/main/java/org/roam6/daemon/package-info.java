/**
 * The daemon: builds the roles that the configuration names, and drives them. One thread owns all
 * protocol state: it waits for packets, for the kernel's news and for deadlines, hands them to the
 * roles as events, and carries out the effects in their order.
 */
package org.roam6.daemon;
