package dev.ridgeline.pareto;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which values of the axes are on frontiers, and how often. */
public final class AxisCounts {

  private static final List<String> COLUMNS =
      List.of(
          "model",
          "quantization",
          "deployment",
          "prefill",
          "decode",
          "ffn",
          "link",
          "tier",
          "prefill_tp",
          "prefill_ep",
          "prefill_pp",
          "decode_tp",
          "decode_ep",
          "decode_pp",
          "speculation",
          "efficiency",
          "workflow",
          "context",
          "batch",
          "kv_policy",
          "tariff",
          "fleet");

  private AxisCounts() {}

  /**
   * Counts the points of the first layer by the values of each column that an axis decides.
   *
   * @param frontier rows of frontiers with the columns of cells, and their layer
   */
  public static Dataset<Row> of(Dataset<Row> frontier) {
    StringBuilder pairs = new StringBuilder();
    for (String column : COLUMNS) {
      pairs.append(pairs.isEmpty() ? "" : ", ").append("'%1$s', string(%1$s)".formatted(column));
    }
    return frontier
        .where("layer = 1")
        .selectExpr("stack(" + COLUMNS.size() + ", " + pairs + ") AS (axis, value)")
        .groupBy("axis", "value")
        .count()
        .selectExpr(
            "axis",
            "value",
            "count AS points",
            "count / sum(count) OVER (PARTITION BY axis) AS share")
        .orderBy("axis", "value");
  }
}
