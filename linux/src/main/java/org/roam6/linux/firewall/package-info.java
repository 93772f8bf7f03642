/**
 * What the firewalls of this host, by nf_tables or by the older ip6tables, do with packets that Mobile IPv6 lives on.
 * Their rules are tried on imagined packets; where a rule asks what is not known of them, it may hold or not.
 */
package org.roam6.linux.firewall;
