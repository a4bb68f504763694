package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Accelerator.Energy;
import dev.ridgeline.catalog.Accelerator.ScaleOut;
import dev.ridgeline.catalog.Accelerator.ScaleUp;
import dev.ridgeline.catalog.HardwareSystem;
import dev.ridgeline.catalog.Precision;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The mean of several kinds of accelerator, in equal numbers. Times any number of accelerators it
 * gives the power, the peaks and the memory of all of them together. Networks are as slow as the
 * slowest, and formats are those that all kinds multiply.
 */
final class MeanAccelerator {

  private static final String SEPARATOR = "+";

  private MeanAccelerator() {}

  static Accelerator of(List<Accelerator> kinds) {
    String id = kinds.stream().map(Accelerator::id).collect(Collectors.joining(SEPARATOR));
    String source = "mean of " + id.replace(SEPARATOR, " and ");
    return new Accelerator(
        id,
        kinds.stream().map(Accelerator::name).collect(Collectors.joining(" + ")),
        kinds.stream().map(Accelerator::vendor).distinct().collect(Collectors.joining(", ")),
        Collections.max(kinds.stream().map(Accelerator::status).toList()),
        peaks(kinds),
        kinds.stream().map(Accelerator::memoryType).distinct().collect(Collectors.joining(", ")),
        mean(kinds, Accelerator::memoryBytes),
        mean(kinds, Accelerator::memoryBytesPerSecond),
        new ScaleUp(
            least(kinds, kind -> kind.scaleUp().bytesPerSecond()),
            kinds.stream()
                .mapToInt(kind -> kind.scaleUp().domainAccelerators())
                .min()
                .orElseThrow()),
        new ScaleOut(least(kinds, kind -> kind.scaleOut().bytesPerSecond())),
        mean(kinds, Accelerator::powerWatts),
        new Energy(
            mean(kinds, kind -> kind.energy().idleWatts()),
            mean(kinds, kind -> kind.energy().hostWatts()),
            mean(kinds, kind -> kind.energy().joulesPerFlop()),
            mean(kinds, kind -> kind.energy().joulesPerMemoryByte()),
            mean(kinds, kind -> kind.energy().joulesPerLinkByte())),
        HardwareSystem.NONE,
        List.of(
                "peakFlopsPerSecond",
                "memoryBytes",
                "memoryBytesPerSecond",
                "scaleUp",
                "scaleOut",
                "powerWatts",
                "energy")
            .stream()
            .collect(Collectors.toMap(field -> field, field -> source)));
  }

  private static Map<Precision, Double> peaks(List<Accelerator> kinds) {
    Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      if (kinds.stream().allMatch(kind -> kind.peakFlopsPerSecond().containsKey(precision))) {
        peaks.put(precision, mean(kinds, kind -> kind.peak(precision)));
      }
    }
    return peaks;
  }

  private static double mean(List<Accelerator> kinds, ToDoubleFunction<Accelerator> value) {
    return kinds.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double least(List<Accelerator> kinds, ToDoubleFunction<Accelerator> value) {
    return kinds.stream().mapToDouble(value).min().orElseThrow();
  }
}
