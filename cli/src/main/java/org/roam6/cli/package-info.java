/**
 * The {@code roam6} command: one class per subcommand. Those that ask a running daemon talk JSON to
 * its management socket and know nothing of the protocol. Results go to standard output, errors to
 * standard error.
 */
package org.roam6.cli;
