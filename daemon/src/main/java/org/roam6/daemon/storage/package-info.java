/** What roles remember over a restart, in a file. */
package org.roam6.daemon.storage;
