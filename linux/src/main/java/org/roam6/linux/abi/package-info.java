/**
 * The numbers and structures of the kernel's interface, a class per header file, for 64-bit little-endian machines
 * (x86-64, AArch64, RISC-V), where the generic numbers hold. Nothing here calls anything.
 */
package org.roam6.linux.abi;
