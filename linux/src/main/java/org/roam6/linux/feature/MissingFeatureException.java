package org.roam6.linux.feature;

import java.io.IOException;

/** The kernel lacks a feature that was asked for. */
public final class MissingFeatureException extends IOException {

  private static final long serialVersionUID = 1;

  private final KernelFeature feature;

  /**
   * A lack.
   *
   * @param feature what is lacking
   * @param sign how that showed
   */
  public MissingFeatureException(KernelFeature feature, IOException sign) {
    super("this kernel lacks " + feature.description() + ": " + sign.getMessage() + "; cure: " + feature.cure(), sign);
    this.feature = feature;
  }

  /** What is lacking. */
  public KernelFeature feature() {
    return feature;
  }
}
