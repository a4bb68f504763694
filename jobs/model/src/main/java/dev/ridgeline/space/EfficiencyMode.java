package dev.ridgeline.space;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.EfficiencyProfile;
import java.util.Map;

/** Where the speed of an accelerator comes from: an efficiency profile, or a stated figure. */
public enum EfficiencyMode {
  /** The accelerator's own profile from the catalog. */
  CALIBRATED,
  /** The roofline: full peaks, no overhead. */
  IDEAL,
  /** No profile: the throughput is a figure that the sweep states. */
  MEASURED;

  /**
   * Returns the profile of an accelerator.
   *
   * @param calibrated profiles of the catalog by accelerator id
   * @throws NullPointerException where the catalog has no profile of the accelerator
   */
  public EfficiencyProfile profile(
      String acceleratorId, Map<String, EfficiencyProfile> calibrated) {
    return this == IDEAL
        ? EfficiencyProfile.IDEAL
        : requireNonNull(calibrated.get(acceleratorId), acceleratorId);
  }
}
