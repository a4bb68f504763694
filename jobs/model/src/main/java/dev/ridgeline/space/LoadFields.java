package dev.ridgeline.space;

import dev.ridgeline.config.Measured;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Optional;

/**
 * Fields of axes of the load: how busy prefill pools are, how many tasks are in progress, and how
 * requests arrive.
 */
final class LoadFields {

  /**
   * Default utilization of prefill pools.
   *
   * <p>Assumption: between 0.7, a common goal of capacity planners, and 0.9. By the latter NVIDIA's
   * AIConfigurator derates prefill pools when it matches rates ({@code
   * _RATE_MATCHING_PREFILL_DEGRADATION_FACTOR} in ai-dynamo/aiconfigurator,
   * src/aiconfigurator/sdk/picking.py).
   */
  private static final double PREFILL_UTILIZATION = 0.8;

  private LoadFields() {}

  record Utilizations(@Measured(Dimension.SHARE) Optional<List<Double>> prefillUtilization)
      implements AxisFields<Double> {
    @Override
    public List<Double> values(Lookup lookup) {
      List<Double> shares = prefillUtilization.orElse(List.of(PREFILL_UTILIZATION));
      lookup.requireValues("/axes/prefillUtilization", shares);
      lookup.requireDistinct("/axes/prefillUtilization", shares);
      return shares;
    }
  }

  record SessionCounts(Optional<List<Sessions>> sessions) implements AxisFields<Sessions> {
    @Override
    public List<Sessions> values(Lookup lookup) {
      List<Sessions> counts = sessions.orElse(List.of(Sessions.OF_BATCH));
      lookup.requireValues("/axes/sessions", counts);
      lookup.requireDistinct("/axes/sessions", counts);
      return counts;
    }
  }

  record Variations(
      @Measured(value = Dimension.RATIO, orZero = true) Optional<List<Double>> arrivalVariation)
      implements AxisFields<Arrivals> {
    @Override
    public List<Arrivals> values(Lookup lookup) {
      if (arrivalVariation.isEmpty()) {
        return List.of(Arrivals.OF_WORKFLOW);
      }
      lookup.requireValues("/axes/arrivalVariation", arrivalVariation.get());
      lookup.requireDistinct("/axes/arrivalVariation", arrivalVariation.get());
      return arrivalVariation.get().stream().map(Arrivals::new).toList();
    }
  }
}
