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

  /** Factor between a rate and its latencies that bursts and ends of a run do not explain. */
  private static final double MOST_CONTRADICTION = 1.5;

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

  /**
   * A measured quantity that can be compared: rates are left out where they contradict the
   * latencies of their own point.
   */
  OptionalDouble comparable(Metric metric) {
    boolean isRate = metric == Metric.TOTAL_THROUGHPUT || metric == Metric.OUTPUT_THROUGHPUT;
    return isRate && isContradicted() ? OptionalDouble.empty() : measured(metric);
  }

  /**
   * Whether the published rate is not that of the latencies and the requests in flight by Little's
   * law, by more than a factor of 1.5. Some publishers divide by accelerators that they count
   * twice.
   */
  boolean isContradicted() {
    OptionalDouble published = measured(Metric.OUTPUT_THROUGHPUT);
    OptionalDouble ofLatencies = rateOfLatencies();
    if (published.isEmpty() || ofLatencies.isEmpty()) {
      return false;
    }
    double ratio = published.getAsDouble() / ofLatencies.getAsDouble();
    return Math.max(ratio, 1 / ratio) > MOST_CONTRADICTION;
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
   * Measured output tokens a second of one accelerator. Where none were published, or such as
   * contradict the latencies, they follow from the latencies by Little's law: {@code N o / (TTFT +
   * (o - 1) TPOT)}, over the accelerators.
   */
  OptionalDouble measuredOutputRate() {
    OptionalDouble published = comparable(Metric.OUTPUT_THROUGHPUT);
    return published.isPresent() ? published : rateOfLatencies();
  }

  private OptionalDouble rateOfLatencies() {
    OptionalDouble ttft = measured(Metric.TTFT);
    OptionalDouble tpot = measured(Metric.TPOT);
    if (predicted.isEmpty() || ttft.isEmpty() || tpot.isEmpty()) {
      return OptionalDouble.empty();
    }
    PointSetting setting = prediction().setting();
    double output = setting.request().outputTokens();
    double latency = ttft.getAsDouble() + (output - 1) * tpot.getAsDouble();
    return OptionalDouble.of(
        setting.concurrency() * output / latency / setting.sharding().accelerators());
  }
}
