/**
 * The lab: hosts as network namespaces, links as bridges, cables as veth pairs, on one machine. What is up is known
 * from the kernel and from a folder under {@code /run}, so that each command finds it again, also after a crash.
 */
package org.roam6.lab;
