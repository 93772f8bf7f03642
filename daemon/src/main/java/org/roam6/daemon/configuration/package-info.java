/**
 * The configuration file: YAML in, the configurations of the roles out. Every fault of a file is
 * found in one reading and told with file, line, column, the word in question, what would be right,
 * and the line with a caret. A file with a fault gives no configuration at all, so that nothing is
 * ever started by half of one.
 */
package org.roam6.daemon.configuration;
