/**
 * The lab file: YAML in, links and hosts out, with the faults of a file told as those of the daemon's configuration
 * are. A host's own Roam6 configuration stands in the file too and is checked with it.
 */
package org.roam6.lab.file;
