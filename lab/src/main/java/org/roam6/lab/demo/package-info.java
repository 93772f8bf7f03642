/**
 * The demo: a mobile node moves about the campus of the lab while a TCP transfer and a stream of datagrams go to its
 * home address; how long each move interrupts them is measured, and once more what happens without Roam6.
 */
package org.roam6.lab.demo;
