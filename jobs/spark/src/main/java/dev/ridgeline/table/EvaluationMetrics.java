package dev.ridgeline.table;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What scans report of themselves, in the Spark UI and to listeners. */
public final class EvaluationMetrics {

  /** What Spark calls the number of cells for which the cost model was evaluated. */
  public static final String CELLS_DESCRIPTION = "cells evaluated";

  static final String CELLS = "cellsEvaluated";
  static final String NANOS = "evaluationNanos";

  private EvaluationMetrics() {}

  static CustomMetric[] supported() {
    return new CustomMetric[] {new Cells(), new Nanos()};
  }

  /** Cells for which the cost model was evaluated. Public for Spark, which makes it by name. */
  public static final class Cells extends CustomSumMetric {
    @Override
    public String name() {
      return CELLS;
    }

    @Override
    public String description() {
      return CELLS_DESCRIPTION;
    }
  }

  /** Time spent filling column vectors. Public for Spark, which makes it by name. */
  public static final class Nanos extends CustomSumMetric {
    @Override
    public String name() {
      return NANOS;
    }

    @Override
    public String description() {
      return "evaluation time (ns)";
    }
  }

  /** One task's share. */
  record TaskValue(String name, long value) implements CustomTaskMetric {}
}
