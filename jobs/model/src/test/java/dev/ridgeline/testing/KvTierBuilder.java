package dev.ridgeline.testing;

import dev.ridgeline.deployment.KvTier;

/** Builds the memory behind an accelerator. */
public final class KvTierBuilder {

  private double bytes = 1e12;
  private double bytesPerSecond = 50e9;
  private double dollarsPerHour = 0.1;
  private double joulesPerByte;
  private double watts;
  private boolean shared;

  private KvTierBuilder() {}

  /** A tier of 1 TB at 50 GB/s for 0.10 $ an hour that takes no energy. */
  public static KvTierBuilder aTier() {
    return new KvTierBuilder();
  }

  /** Memory behind one accelerator. */
  public KvTierBuilder bytes(double newBytes) {
    bytes = newBytes;
    return this;
  }

  public KvTierBuilder bytesPerSecond(double rate) {
    bytesPerSecond = rate;
    return this;
  }

  public KvTierBuilder joulesPerByte(double joules) {
    joulesPerByte = joules;
    return this;
  }

  /** Power of the memory behind one accelerator. */
  public KvTierBuilder watts(double newWatts) {
    watts = newWatts;
    return this;
  }

  /** Makes the tier one that other pools read, too. */
  public KvTierBuilder shared() {
    shared = true;
    return this;
  }

  public KvTier build() {
    return new KvTier(
        "tier", bytes, bytesPerSecond, dollarsPerHour, joulesPerByte, watts, shared, null);
  }
}
