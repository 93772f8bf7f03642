/** What is on this host besides Roam6: the kernel's parts and settings, rights, and programs. Nothing is changed. */
package org.roam6.linux.survey;
