/**
 * What a daemon did, event by event, in a file that holds no key, and the same roles taken through it again. A bug
 * report is such a file.
 */
package org.roam6.daemon.recording;
