package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device that models run on.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name as its makers write it
 * @param vendor company that makes it
 * @param status market status: shipping, announced or hypothetical
 * @param peakFlopsPerSecond dense peak of each precision that the chip multiplies in hardware; a
 *     missing precision is unsupported
 * @param memoryType kind of its main memory
 * @param memoryBytes memory that the device reports to software where that is known, else the
 *     nameplate
 * @param memoryBytesPerSecond peak bandwidth of its main memory
 * @param scaleUp its port into the scale-up domain
 * @param scaleOut its share of the network beyond that domain
 * @param powerWatts board power limit
 * @param energy energy of its work, and power of an idle device
 * @param system node or rack in which it is sold
 * @param sources where each number comes from, by field or by part of one
 */
public record Accelerator(
    String id,
    String name,
    String vendor,
    Status status,
    @Measured(value = Dimension.FLOPS_PER_SECOND, of = Plausible.DEVICE_PEAK)
        Map<Precision, Double> peakFlopsPerSecond,
    String memoryType,
    @Measured(value = Dimension.BYTES, of = Plausible.DEVICE_MEMORY) double memoryBytes,
    @Measured(value = Dimension.BYTES_PER_SECOND, of = Plausible.DEVICE_BANDWIDTH)
        double memoryBytesPerSecond,
    ScaleUp scaleUp,
    ScaleOut scaleOut,
    @Measured(value = Dimension.WATTS, of = Plausible.DEVICE_POWER) double powerWatts,
    Energy energy,
    HardwareSystem system,
    Map<String, String> sources)
    implements Entry {

  /**
   * Power of a rack whose systems are not known, which is an assumption: 40 kW, as in rows of four
   * air-cooled servers of eight accelerators.
   */
  private static final double RACK_WATTS = 40_000;

  /**
   * Largest ratio of the peaks of neighbouring formats. It lies between 2, the ratio of dense
   * peaks, and 4, the ratio with sparsity.
   */
  private static final double MOST_OF_NEIGHBOURS = 1.9 * 2;

  public Accelerator {
    if (!peakFlopsPerSecond.containsKey(Precision.BF16)) {
      throw new InvalidValueException(
          "peakFlopsPerSecond",
          "has no bf16. Allowed: a bf16 peak, and peaks of other formats beside it.");
    }
    peakFlopsPerSecond.forEach(
        (precision, peak) ->
            Require.inRange(
                Accelerator.class, "peakFlopsPerSecond/" + EnumName.of(precision), peak));
    if (status == Status.SHIPPING) {
      for (Map.Entry<Precision, Double> peak : peakFlopsPerSecond.entrySet()) {
        requireDense(peak.getKey(), peak.getValue(), peakFlopsPerSecond);
      }
    }
    peakFlopsPerSecond = Map.copyOf(peakFlopsPerSecond);
    Require.inRange(Accelerator.class, "memoryBytes", memoryBytes);
    Require.inRange(Accelerator.class, "memoryBytesPerSecond", memoryBytesPerSecond);
    Require.inRange(Accelerator.class, "powerWatts", powerWatts);
    sources = Map.copyOf(sources);
    List<String> fields =
        new ArrayList<>(
            List.of(
                "peakFlopsPerSecond",
                "memoryBytes",
                "memoryBytesPerSecond",
                "scaleUp",
                "scaleOut",
                "powerWatts",
                "energy"));
    if (system.exists()) {
      fields.add("system");
    }
    Sources.requireFor(sources, fields.toArray(String[]::new));
  }

  @JsonCreator
  static Accelerator of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("vendor") String vendor,
      @JsonProperty("status") Status status,
      @JsonProperty("peakFlopsPerSecond") Map<Precision, Double> peakFlopsPerSecond,
      @JsonProperty("memoryType") String memoryType,
      @JsonProperty("memoryBytes") double memoryBytes,
      @JsonProperty("memoryBytesPerSecond") double memoryBytesPerSecond,
      @JsonProperty("scaleUp") ScaleUp scaleUp,
      @JsonProperty("scaleOut") ScaleOut scaleOut,
      @JsonProperty("powerWatts") double powerWatts,
      @JsonProperty("energy") Energy energy,
      @JsonProperty("system") Optional<HardwareSystem> system,
      @JsonProperty("sources") Map<String, String> sources) {
    return new Accelerator(
        id,
        name,
        vendor,
        status,
        peakFlopsPerSecond,
        memoryType,
        memoryBytes,
        memoryBytesPerSecond,
        scaleUp,
        scaleOut,
        powerWatts,
        energy,
        system.orElse(HardwareSystem.NONE),
        sources);
  }

  /**
   * Requires that a peak is dense, and not one with sparsity. No chip on sale multiplies much more
   * than twice as fast in a floating-point format as in the next wider one.
   *
   * <p>Integers are exempt, because some chips have four times the units for them. Devices that are
   * not on sale are exempt, because nobody can measure them.
   */
  private static void requireDense(Precision precision, double peak, Map<Precision, Double> peaks) {
    Optional<Precision> wider = precision.wider();
    Optional<Double> widerPeak = wider.map(peaks::get);
    if (widerPeak.isEmpty() || precision == Precision.INT8) {
      return;
    }
    double most = MOST_OF_NEIGHBOURS * widerPeak.get();
    if (!(peak <= most)) {
      throw new InvalidValueException(
          "peakFlopsPerSecond/" + EnumName.of(precision),
          peak,
          "at most "
              + MOST_OF_NEIGHBOURS
              + " times "
              + EnumName.of(wider.orElseThrow())
              + ", "
              + most
              + ", since a higher peak is probably one with sparsity, not a dense one");
    }
  }

  /** The market status of a device. */
  public enum Status {
    SHIPPING,
    ANNOUNCED,
    HYPOTHETICAL
  }

  /**
   * Energy of work, and power of an idle device.
   *
   * @param idleWatts power of one accelerator that is on and does nothing
   * @param hostWatts power of its share of the server around it: processors, memory, fans, network
   * @param joulesPerFlop energy of one FLOP in bf16. Other formats take less, in proportion to
   *     their peak, because the power at full rate is the same
   * @param joulesPerMemoryByte energy of a byte between main memory and chip
   * @param joulesPerLinkByte energy of a byte sent to another accelerator
   */
  public record Energy(
      @Measured(value = Dimension.WATTS, orZero = true, of = Plausible.DEVICE_POWER)
          double idleWatts,
      @Measured(value = Dimension.WATTS, orZero = true, of = Plausible.DEVICE_POWER)
          double hostWatts,
      @Measured(value = Dimension.JOULES, orZero = true, of = Plausible.ENERGY_PER_FLOP)
          double joulesPerFlop,
      @Measured(value = Dimension.JOULES, orZero = true, of = Plausible.ENERGY_PER_BYTE)
          double joulesPerMemoryByte,
      @Measured(value = Dimension.JOULES, orZero = true, of = Plausible.ENERGY_PER_BYTE)
          double joulesPerLinkByte)
      implements Serializable {

    public Energy {
      Require.inRange(Energy.class, "idleWatts", idleWatts);
      Require.inRange(Energy.class, "hostWatts", hostWatts);
      Require.inRange(Energy.class, "joulesPerFlop", joulesPerFlop);
      Require.inRange(Energy.class, "joulesPerMemoryByte", joulesPerMemoryByte);
      Require.inRange(Energy.class, "joulesPerLinkByte", joulesPerLinkByte);
    }
  }

  /**
   * The fast network of a scale-up domain.
   *
   * @param bytesPerSecond bandwidth of one accelerator, in one direction
   * @param domainAccelerators number of accelerators that it joins
   */
  public record ScaleUp(
      @Measured(value = Dimension.BYTES_PER_SECOND, of = Plausible.LINK_BANDWIDTH)
          double bytesPerSecond,
      @Measured(Dimension.ACCELERATORS) int domainAccelerators)
      implements Serializable {

    public ScaleUp {
      Require.inRange(ScaleUp.class, "bytesPerSecond", bytesPerSecond);
      Require.inRange(ScaleUp.class, "domainAccelerators", domainAccelerators);
    }
  }

  /**
   * The network between scale-up domains.
   *
   * @param bytesPerSecond bandwidth of one accelerator, in one direction
   */
  public record ScaleOut(
      @Measured(value = Dimension.BYTES_PER_SECOND, of = Plausible.LINK_BANDWIDTH)
          double bytesPerSecond)
      implements Serializable {

    public ScaleOut {
      Require.inRange(ScaleOut.class, "bytesPerSecond", bytesPerSecond);
    }
  }

  /**
   * Power of the servers that one accelerator brings with it, in watts. It is that of its board at
   * the limit, and of its shares of the host and the chassis.
   */
  public double serverWatts() {
    return powerWatts + energy.hostWatts() + system.chassisWatts() / system.accelerators();
  }

  /**
   * Accelerators in a rack: those of its systems. Where the system is not known, they are those
   * whose servers take 40 kW, one at least.
   */
  public int acceleratorsPerRack() {
    return system.exists()
        ? system.accelerators() * system.perRack()
        : (int) Math.max(1, Math.floor(RACK_WATTS / serverWatts()));
  }

  /**
   * The precision that this device uses for arithmetic in {@code wanted}: that one where it has
   * units for it, else the next wider one it has.
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

  /**
   * Energy of one FLOP, in joules.
   *
   * @param resolved a precision that {@link #resolve} returned
   */
  public double joulesPerFlop(Precision resolved) {
    return energy.joulesPerFlop() * peak(Precision.BF16) / peak(resolved);
  }

  /**
   * Dense peak, in FLOP/s.
   *
   * @param resolved a precision that {@link #resolve} returned
   */
  public double peak(Precision resolved) {
    Double peak = peakFlopsPerSecond.get(resolved);
    if (peak == null) {
      throw new IllegalArgumentException(id + " has no peak in " + EnumName.of(resolved));
    }
    return peak;
  }

  /**
   * The ridge point: the operational intensity, in FLOPs a byte, above which peak compute, not
   * memory bandwidth, bounds the roofline. Source: Williams et al., CACM 52(4), 2009.
   *
   * @param resolved a precision that {@link #resolve} returned
   */
  double ridgeFlopsPerByte(Precision resolved) {
    return peak(resolved) / memoryBytesPerSecond;
  }
}
