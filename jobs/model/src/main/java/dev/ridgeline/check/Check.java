package dev.ridgeline.check;

import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A measured point beside what is predicted for it.
 *
 * @param point the point
 * @param predicted the predictions; empty where the point cannot be predicted
 * @param reason why it cannot be predicted; empty where it is
 */
public record Check(MeasuredPoint point, Optional<Predicted> predicted, String reason) {

  /**
   * The predictions for a point.
   *
   * @param prediction what the model says
   * @param rooflineTpotSeconds TPOT on the roofline, in seconds
   * @param twoConstantsTpotSeconds TPOT of a roofline with two constants, fitted on points of other
   *     configurations, in seconds; empty where there are none
   */
  public record Predicted(
      PointPrediction prediction,
      double rooflineTpotSeconds,
      OptionalDouble twoConstantsTpotSeconds) {}

  /** The predictions, of a check that has them. */
  Predicted known() {
    return predicted.orElseThrow();
  }

  /** What the model says, of a check that has a prediction. */
  PointPrediction prediction() {
    return known().prediction();
  }

  /** The mean of a measured quantity, or its median; empty where neither was published. */
  OptionalDouble measured(Metric metric) {
    return point.measured().typical(metric);
  }

  /** What the model says of a quantity, of a check that has a prediction. */
  double predicted(Metric metric) {
    return switch (metric) {
      case TTFT -> prediction().ttftSeconds();
      case TPOT -> prediction().tpotSeconds();
      case LATENCY ->
          prediction().ttftSeconds()
              + prediction().setting().request().outputTokens() * prediction().tpotSeconds();
      case TOTAL_THROUGHPUT -> prediction().totalTokensPerSecond();
      case OUTPUT_THROUGHPUT -> prediction().outputTokensPerSecond();
      case POWER -> throw new IllegalArgumentException("power is not predicted");
    };
  }

  /**
   * Measured output tokens a second of one accelerator. Where they were not published, they follow
   * from the latencies by Little's law: {@code N o / (TTFT + (o - 1) TPOT)}, over the accelerators.
   */
  OptionalDouble measuredOutputRate() {
    OptionalDouble published = measured(Metric.OUTPUT_THROUGHPUT);
    OptionalDouble ttft = measured(Metric.TTFT);
    OptionalDouble tpot = measured(Metric.TPOT);
    if (published.isPresent() || ttft.isEmpty() || tpot.isEmpty()) {
      return published;
    }
    PointSetting setting = prediction().setting();
    double output = setting.request().outputTokens();
    double latency = ttft.getAsDouble() + (output - 1) * tpot.getAsDouble();
    return OptionalDouble.of(
        setting.concurrency() * output / latency / setting.sharding().accelerators());
  }
}
