package org.roam6.sim.kernel;

import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;

/** An address of an interface. */
final class HostAddress {

  private final Ipv6Address address;
  private final int prefixLength;
  private final DuplicateDetection detection;
  private AddressState state;
  // Grows with each detection, so that the end of a former one means nothing.
  private int detections;

  HostAddress(Ipv6Address address, int prefixLength, DuplicateDetection detection) {
    this.address = address;
    this.prefixLength = prefixLength;
    this.detection = detection;
    this.state = AddressState.READY;
  }

  Ipv6Address address() {
    return address;
  }

  int prefixLength() {
    return prefixLength;
  }

  AddressState state() {
    return state;
  }

  void become(AddressState next) {
    state = next;
  }

  boolean isDetected() {
    return detection != DuplicateDetection.NONE;
  }

  /** Whether duplicate address detection runs. */
  boolean isTentative() {
    return state == AddressState.TENTATIVE || state == AddressState.OPTIMISTIC;
  }

  /** Begins a detection: its number. */
  int beginDetection() {
    state = detection == DuplicateDetection.OPTIMISTIC ? AddressState.OPTIMISTIC : AddressState.TENTATIVE;
    return ++detections;
  }

  boolean isRunning(int detectionNumber) {
    return isTentative() && detections == detectionNumber;
  }
}
