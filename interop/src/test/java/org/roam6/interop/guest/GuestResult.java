package org.roam6.interop.guest;

/**
 * What came of a test in the guest.
 *
 * @param testClass the class that it is in
 * @param test its name, for people
 * @param failure why it failed, with the stack trace; empty where it passed
 */
record GuestResult(String testClass, String test, String failure) {}
