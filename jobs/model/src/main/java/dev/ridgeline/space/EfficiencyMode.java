package dev.ridgeline.space;

import dev.ridgeline.catalog.EfficiencyProfile;
import java.util.Map;

/** Which efficiency profile an accelerator is evaluated with. */
public enum EfficiencyChoice {
  /** The accelerator's own profile from the catalog. */
  CALIBRATED,
  /** The roofline: full peaks, no overhead. */
  IDEAL;

  /** The profile of an accelerator, given those of the catalog by accelerator id. */
  public EfficiencyProfile profile(
      String acceleratorId, Map<String, EfficiencyProfile> calibrated) {
    return this == IDEAL ? EfficiencyProfile.IDEAL : calibrated.get(acceleratorId);
  }
}
