package org.roam6.daemon.doctor;

/**
 * Something that was found.
 *
 * @param grade how it bears on Roam6
 * @param subject what was looked at, a word or two
 * @param text what was found, and what Roam6 makes of it
 * @param cure what helps; empty where nothing needs to
 */
public record Finding(Grade grade, String subject, String text, String cure) {

  /** How a finding bears on Roam6. */
  public enum Grade {
    /** As it should be. */
    OK,
    /** Good to know; Roam6 works, or may. */
    NOTE,
    /** Roam6 does not work, or not well. */
    PROBLEM
  }

  static Finding ok(String subject, String text) {
    return new Finding(Grade.OK, subject, text, "");
  }

  static Finding note(String subject, String text, String cure) {
    return new Finding(Grade.NOTE, subject, text, cure);
  }

  static Finding problem(String subject, String text, String cure) {
    return new Finding(Grade.PROBLEM, subject, text, cure);
  }
}
