/** Looks at the host that Roam6 runs on, or is to run on, and says what stands in its way. Nothing is changed. */
package org.roam6.daemon.doctor;
