/**
 * Numbers that IANA assigns, one file per registry, under the names of the RFCs that the registry refers to. Values
 * that are not assigned travel as plain numbers: a registry never decides what can be decoded.
 */
package org.roam6.wire.iana;
