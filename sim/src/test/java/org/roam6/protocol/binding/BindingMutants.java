package org.roam6.protocol.binding;

import org.roam6.sim.mutant.Planted;
import org.roam6.sim.mutant.Replaces;

/** Defects of sequence numbers. */
final class BindingMutants {

  private BindingMutants() {}

  @Planted("compares sequence numbers as plain integers (RFC 6275 9.5.1)")
  static final class SequencePlainCompare {
    private SequencePlainCompare() {}

    @Replaces("SequenceNumber")
    static boolean isGreaterThan(SequenceNumber self, SequenceNumber last) {
      return self.value() > last.value();
    }
  }

  @Planted("does not look at sequence numbers at all, so that a late Binding Update counts (RFC 6275 9.5.1)")
  static final class SequenceNeverTooOld {
    private SequenceNeverTooOld() {}

    @Replaces("SequenceNumber")
    static boolean isGreaterThan(SequenceNumber self, SequenceNumber last) {
      return !self.equals(last);
    }
  }

  @Planted("stays at 65535 instead of going on with 0 (RFC 6275 9.5.1)")
  static final class SequenceStopsAtTheEnd {
    private SequenceStopsAtTheEnd() {}

    @Replaces("SequenceNumber")
    static SequenceNumber next(SequenceNumber self) {
      return self.value() == 0xffff ? self : self.plus(1);
    }
  }

  @Planted("sends a retransmission with the number of the first transmission (RFC 6275 11.8)")
  static final class SequenceUsedAgain {
    private SequenceUsedAgain() {}

    @Replaces("SequenceNumber")
    static SequenceNumber next(SequenceNumber self) {
      return self.value() % 2 == 0 ? self.plus(1) : self;
    }
  }
}
