package dev.ridgeline.fleet;

/**
 * A kind of hardware that a fleet buys: an accelerator, with the memory tier behind it.
 *
 * @param accelerator catalog id of the accelerator
 * @param tier catalog id of the memory tier, or none
 * @param tariff terms of its price
 * @param systemAccelerators accelerators that are bought together
 * @param perRack accelerators in a rack
 * @param dollarsPerHour price of an hour of one accelerator, tier included
 * @param watts provisioned power of one accelerator at the site
 * @param memoryBytes device memory of one accelerator
 */
public record HardwareKind(
    String accelerator,
    String tier,
    String tariff,
    int systemAccelerators,
    int perRack,
    double dollarsPerHour,
    double watts,
    double memoryBytes) {

  /** The name in tables. */
  public String label() {
    return tier.equals("none") ? accelerator : accelerator + " with " + tier;
  }

  double systemDollarsPerHour() {
    return systemAccelerators * dollarsPerHour;
  }
}
