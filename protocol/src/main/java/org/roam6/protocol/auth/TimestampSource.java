package org.roam6.protocol.auth;

/**
 * The timestamps of a mobile node's Binding Updates: its own time of day, corrected by what a home agent said of its
 * own, and always growing.
 *
 * @param correction what is added to the own time of day, in units of 2^-32 seconds
 * @param floor a timestamp that the next one has to exceed
 * @param accepted the last timestamp that the home agent is known to have accepted, which none falls below as long as it
 *     can accept greater ones
 */
public record TimestampSource(long correction, NtpTimestamp floor, NtpTimestamp accepted) {

  /** The source of a mobile node that has not sent anything yet and whose time of day is {@code timeOfDay}. */
  public static TimestampSource startingAt(NtpTimestamp timeOfDay) {
    return new TimestampSource(0, longBefore(timeOfDay), longBefore(timeOfDay));
  }

  private static NtpTimestamp longBefore(NtpTimestamp timeOfDay) {
    return timeOfDay.plusUnits(Long.MIN_VALUE >> 1);
  }

  /** The timestamp of a message that is sent now. */
  public NtpTimestamp next(NtpTimestamp timeOfDay) {
    // RFC 4285 6: "the 64-bit timestamp used in a Binding Update from the Mobile Node MUST be greater than that used in
    // any previous successful Binding Update"
    return NtpTimestamp.later(timeOfDay.plusUnits(correction), floor.plusUnits(1));
  }

  /** The source after a message with the timestamp {@code sent} went out. */
  public TimestampSource afterSending(NtpTimestamp sent) {
    return new TimestampSource(correction, sent, accepted);
  }

  /** The source after a home agent has accepted the timestamp {@code sent}. */
  public TimestampSource afterAcceptance(NtpTimestamp sent) {
    return new TimestampSource(correction, floor, NtpTimestamp.later(accepted, sent));
  }

  /**
   * The source after a home agent has refused a timestamp with status 144 and given its own time of day.
   *
   * @param timeOfDay the own time of day, uncorrected, at the moment for which the home agent gave its own
   * @param homeAgentTime of the acknowledgement, whose fraction is that of the timestamp that was refused
   */
  public TimestampSource corrected(NtpTimestamp timeOfDay, NtpTimestamp homeAgentTime) {
    // RFC 4285 6: "If authentication succeeds, the Mobile Node MUST adjust its timestamp"; what was refused may have
    // been a timestamp that had to be greater than another one, and so tells nothing about the clocks
    long news = homeAgentTime.value() - timeOfDay.value();
    NtpTimestamp limit = homeAgentTime.plus(BindingUpdateAuthenticator.CLOSE_ENOUGH);
    if (!floor.isAfter(limit)) {
      // What was sent last may have been accepted, though that is not known yet, and is in reach.
      return new TimestampSource(news, floor, accepted);
    }
    if (!accepted.isAfter(limit)) {
      return new TimestampSource(news, accepted, accepted);
    }
    // A home agent that has accepted this before and is at such a time now has lost its memory, and its clock was
    // wrong: it could not take a greater timestamp for as long as that was.
    return startingAt(homeAgentTime).withCorrection(news);
  }

  private TimestampSource withCorrection(long news) {
    return new TimestampSource(news, floor, accepted);
  }
}
