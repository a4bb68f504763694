package dev.ridgeline.table;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** Metrics of scans, which the Spark UI and listeners receive. */
public final class EvaluationMetrics {

  /** Spark's name of the number of cells that were evaluated. */
  public static final String CELLS_DESCRIPTION = "cells evaluated";

  /** Spark's name of the number of evaluated cells that are infeasible. */
  public static final String INFEASIBLE_DESCRIPTION = "cells infeasible";

  static final String CELLS = "cellsEvaluated";
  static final String INFEASIBLE = "cellsInfeasible";
  static final String NANOS = "evaluationNanos";

  private EvaluationMetrics() {}

  static CustomMetric[] supported() {
    return new CustomMetric[] {new Cells(), new Infeasible(), new Nanos()};
  }

  /** Number of cells that were evaluated. It is public because Spark creates it by name. */
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

  /** Number of infeasible cells. It is public because Spark creates it by name. */
  public static final class Infeasible extends CustomSumMetric {
    @Override
    public String name() {
      return INFEASIBLE;
    }

    @Override
    public String description() {
      return INFEASIBLE_DESCRIPTION;
    }
  }

  /** Time spent filling column vectors, in ns. It is public because Spark creates it by name. */
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

  /** The value of a metric in one task. */
  record TaskValue(String name, long value) implements CustomTaskMetric {}
}
