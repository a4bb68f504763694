package dev.ridgeline.catalog;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * A device that models run on.
 *
 * @param status whether one can buy it
 * @param peakFlopsPerSecond dense peak by the precisions that the chip multiplies in hardware; an
 *     absent one is unsupported
 * @param memoryType kind of its main memory
 * @param memoryBytes what the device reports to software where that is known, else the nameplate
 * @param memoryBytesPerSecond peak bandwidth of its main memory
 * @param scaleUp its port into the scale-up domain
 * @param scaleOut its share of the network beyond that domain
 * @param powerWatts board power limit
 */
public record Accelerator(
    String id,
    String name,
    String vendor,
    Status status,
    Map<Precision, Double> peakFlopsPerSecond,
    String memoryType,
    double memoryBytes,
    double memoryBytesPerSecond,
    ScaleUp scaleUp,
    ScaleOut scaleOut,
    double powerWatts,
    Energy energy,
    Map<String, String> sources)
    implements Entry {

  /** Ratio of the peaks of neighbouring formats, 2, by a margin short of that with sparsity, 4. */
  private static final double MOST_OF_NEIGHBOURS = 1.9 * 2;

  public Accelerator {
    if (!peakFlopsPerSecond.containsKey(Precision.BF16)) {
      throw new InvalidValueException(
          "peakFlopsPerSecond", "has no bf16. Allowed: a bf16 peak, and others beside it.");
    }
    peakFlopsPerSecond.forEach(
        (precision, peak) -> Require.positive("peakFlopsPerSecond/" + precision, peak));
    for (Precision precision : peakFlopsPerSecond.keySet()) {
      requireDense(status, peakFlopsPerSecond, precision);
    }
    peakFlopsPerSecond = Map.copyOf(peakFlopsPerSecond);
    Require.positive("memoryBytes", memoryBytes);
    Require.positive("memoryBytesPerSecond", memoryBytesPerSecond);
    Require.positive("powerWatts", powerWatts);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "peakFlopsPerSecond",
        "memoryBytes",
        "memoryBytesPerSecond",
        "scaleUp",
        "scaleOut",
        "powerWatts",
        "energy");
  }

  /**
   * Requires that a peak is not one with sparsity taken for dense: no chip on sale multiplies much
   * more than twice as fast in a floating-point format as in the next wider one. Integers are
   * exempt, for which some chips have four times the units, and so is what nobody can measure yet.
   */
  private static void requireDense(
      Status status, Map<Precision, Double> peaks, Precision precision) {
    Optional<Precision> wider = precision.wider().filter(peaks::containsKey);
    if (wider.isEmpty() || precision == Precision.INT8 || status != Status.SHIPPING) {
      return;
    }
    double most = MOST_OF_NEIGHBOURS * peaks.get(wider.get());
    if (!(peaks.get(precision) <= most)) {
      throw new InvalidValueException(
          "peakFlopsPerSecond/" + EnumName.of(precision),
          peaks.get(precision),
          "at most "
              + MOST_OF_NEIGHBOURS
              + " times "
              + EnumName.of(wider.get())
              + ", "
              + most
              + "; more looks like a peak with sparsity, which is no dense one");
    }
  }

  /** How real a device is. */
  public enum Status {
    SHIPPING,
    ANNOUNCED,
    HYPOTHETICAL
  }

  /**
   * What energy goes into.
   *
   * @param idleWatts of one accelerator that is on and does nothing
   * @param hostWatts of its share of the server around it: processors, memory, fans, network
   * @param joulesPerFlop of one FLOP in bf16; in another format the same power at full rate, so
   *     less in proportion to the peak
   * @param joulesPerMemoryByte of a byte between main memory and chip
   * @param joulesPerLinkByte of a byte sent to another accelerator
   */
  public record Energy(
      double idleWatts,
      double hostWatts,
      double joulesPerFlop,
      double joulesPerMemoryByte,
      double joulesPerLinkByte)
      implements Serializable {

    public Energy {
      Require.notNegative("idleWatts", idleWatts);
      Require.notNegative("hostWatts", hostWatts);
      Require.notNegative("joulesPerFlop", joulesPerFlop);
      Require.notNegative("joulesPerMemoryByte", joulesPerMemoryByte);
      Require.notNegative("joulesPerLinkByte", joulesPerLinkByte);
    }
  }

  /**
   * The fast network among few accelerators.
   *
   * @param bytesPerSecond of one accelerator, in one direction
   * @param domainAccelerators how many it joins
   */
  public record ScaleUp(double bytesPerSecond, int domainAccelerators) implements Serializable {

    public ScaleUp {
      Require.positive("bytesPerSecond", bytesPerSecond);
      Require.positive("domainAccelerators", domainAccelerators);
    }
  }

  /**
   * The network among many.
   *
   * @param bytesPerSecond of one accelerator, in one direction
   */
  public record ScaleOut(double bytesPerSecond) implements Serializable {

    public ScaleOut {
      Require.positive("bytesPerSecond", bytesPerSecond);
    }
  }

  /**
   * The precision that this device computes {@code wanted} in: itself where it has units for it,
   * else the next wider format it has.
   */
  public Precision resolve(Precision wanted) {
    Optional<Precision> candidate = Optional.of(wanted);
    while (candidate.isPresent()) {
      if (peakFlopsPerSecond.containsKey(candidate.get())) {
        return candidate.get();
      }
      candidate = candidate.get().wider();
    }
    throw new IllegalStateException(id + " has no bf16 peak");
  }

  /** Energy of one FLOP in a precision that {@link #resolve} gave. */
  public double joulesPerFlop(Precision resolved) {
    return energy.joulesPerFlop() * peak(Precision.BF16) / peak(resolved);
  }

  /** Dense peak in a precision that {@link #resolve} gave. */
  public double peak(Precision resolved) {
    return peakFlopsPerSecond.get(resolved);
  }

  /**
   * The ridge point: the operational intensity, in FLOPs a byte, above which peak compute and not
   * memory bandwidth bounds the roofline (Williams et al., CACM 52(4), 2009).
   */
  public double ridgeFlopsPerByte(Precision resolved) {
    return peak(resolved) / memoryBytesPerSecond;
  }
}
