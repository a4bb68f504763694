package dev.ridgeline.testing;

import dev.ridgeline.catalog.Accelerator;

/** Builds an accelerator that differs from one of the catalog in few things. */
public final class AcceleratorBuilder {

  private final Accelerator like;
  private double memoryBytes;
  private double memoryBytesPerSecond;
  private Accelerator.ScaleUp scaleUp;
  private double powerWatts;

  private AcceleratorBuilder(Accelerator like) {
    this.like = like;
    this.memoryBytes = like.memoryBytes();
    this.memoryBytesPerSecond = like.memoryBytesPerSecond();
    this.scaleUp = like.scaleUp();
    this.powerWatts = like.powerWatts();
  }

  /** An accelerator like that of the catalog. */
  public static AcceleratorBuilder anAccelerator(String id) {
    return anAccelerator(Plans.accelerator(id));
  }

  /** An accelerator like another one. */
  public static AcceleratorBuilder anAccelerator(Accelerator like) {
    return new AcceleratorBuilder(like);
  }

  /** So many times its main memory. */
  public AcceleratorBuilder timesTheMemory(double factor) {
    memoryBytes *= factor;
    return this;
  }

  /** So many times the bandwidth of its main memory. */
  public AcceleratorBuilder timesTheBandwidth(double factor) {
    memoryBytesPerSecond *= factor;
    return this;
  }

  /** Its port into a scale-up domain of so many accelerators. */
  public AcceleratorBuilder scaleUp(double bytesPerSecond, int domainAccelerators) {
    scaleUp = new Accelerator.ScaleUp(bytesPerSecond, domainAccelerators);
    return this;
  }

  /** Its board power limit. */
  public AcceleratorBuilder powerWatts(double watts) {
    powerWatts = watts;
    return this;
  }

  public Accelerator build() {
    return new Accelerator(
        like.id(),
        like.name(),
        like.vendor(),
        like.status(),
        like.peakFlopsPerSecond(),
        like.memoryType(),
        memoryBytes,
        memoryBytesPerSecond,
        scaleUp,
        like.scaleOut(),
        powerWatts,
        like.energy(),
        like.system(),
        like.sources());
  }
}
