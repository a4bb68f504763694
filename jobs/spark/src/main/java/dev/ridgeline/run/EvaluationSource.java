package dev.ridgeline.run;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import dev.ridgeline.table.EvaluationMetrics;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The evaluation of cells as metrics of the driver, which the sinks of Spark show or send on. Tasks
 * report when they end.
 */
final class EvaluationSource extends SparkListener implements Source {

  private static final String NAME = "ridgeline";

  private final MetricRegistry registry = new MetricRegistry();
  private final Meter evaluated = registry.meter("cells_evaluated");
  private final Counter infeasible = registry.counter("cells_infeasible");

  private EvaluationSource() {
    Gauge<Double> rate = evaluated::getOneMinuteRate;
    Gauge<Double> share =
        () ->
            evaluated.getCount() == 0
                ? Double.NaN
                : (double) infeasible.getCount() / evaluated.getCount();
    registry.register("cells_per_s", rate);
    registry.register("infeasible_share", share);
  }

  /** Adds the metrics to those of a session. */
  static void add(SparkSession spark) {
    EvaluationSource source = new EvaluationSource();
    spark.sparkContext().addSparkListener(source);
    spark.sparkContext().env().metricsSystem().registerSource(source);
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().failed() || task.taskInfo().killed()) {
      return;
    }
    for (AccumulableInfo value : CollectionConverters.asJava(task.taskInfo().accumulables())) {
      if (value.name().isEmpty() || value.update().isEmpty()) {
        continue;
      }
      String name = value.name().get();
      if (name.contains(EvaluationMetrics.CELLS_DESCRIPTION)) {
        evaluated.mark(Long.parseLong(value.update().get().toString()));
      } else if (name.contains(EvaluationMetrics.INFEASIBLE_DESCRIPTION)) {
        infeasible.inc(Long.parseLong(value.update().get().toString()));
      }
    }
  }
}
