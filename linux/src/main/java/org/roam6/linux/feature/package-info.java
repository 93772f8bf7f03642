/**
 * What Roam6 needs of a Linux kernel that not every kernel has. A lack is an error that names the feature and the cure;
 * exactly that error may let a test be skipped.
 */
package org.roam6.linux.feature;
