package dev.ridgeline.testing;

import dev.ridgeline.catalog.Ownership;

/** Builds the terms of an owner. */
public final class OwnershipBuilder {

  private final String label;
  private double years = 4;
  private double dollarsPerKilowattHour;
  private double powerUsageEffectiveness = 1;
  private double utilization = 1;
  private double overheadShare;

  private OwnershipBuilder(String label) {
    this.label = label;
  }

  /** Four years of full use, free electricity at a perfect site, nothing else to buy. */
  public static OwnershipBuilder anOwner(String label) {
    return new OwnershipBuilder(label);
  }

  /** Years over which the capital is written off. */
  public OwnershipBuilder years(double newYears) {
    years = newYears;
    return this;
  }

  public OwnershipBuilder dollarsPerKilowattHour(double dollars) {
    dollarsPerKilowattHour = dollars;
    return this;
  }

  public OwnershipBuilder powerUsageEffectiveness(double ratio) {
    powerUsageEffectiveness = ratio;
    return this;
  }

  /** Share of the hours in which it is used. */
  public OwnershipBuilder utilization(double share) {
    utilization = share;
    return this;
  }

  /** What surrounds an accelerator, as a share of its price. */
  public OwnershipBuilder overheadShare(double share) {
    overheadShare = share;
    return this;
  }

  public Ownership build() {
    return new Ownership(
        label, years, dollarsPerKilowattHour, powerUsageEffectiveness, utilization, overheadShare);
  }
}
