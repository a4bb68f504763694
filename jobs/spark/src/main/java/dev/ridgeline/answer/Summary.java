package dev.ridgeline.answer;

import dev.ridgeline.sweep.LatencyTargets;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The short answer of a run: the cheapest cell for each thing that is to be served. */
public final class Summary {

  private Summary() {}

  /**
   * For each model, workflow, context and tariff the cell with the lowest dollars a request among
   * those within the targets (the lowest cell number where several cost the same), beside the best
   * colocated one. What a request costs does not depend on KV policy and fleet, so those axes only
   * repeat it.
   *
   * @param view name of a view of cells
   */
  public static Dataset<Row> cheapest(SparkSession spark, String view, LatencyTargets targets) {
    return spark.sql(
        """
        WITH best AS (
          SELECT model, workflow, context, tariff,
                 min(struct(dollars_per_request, cell, prefill, decode, ffn, link, quantization,
                            decode_tp, decode_ep, decode_pp, speculation, batch, ttft_s, tpot_s,
                            dollars_per_million_blended_tokens, decode_regime)) AS c,
                 min(CASE WHEN deployment = 'colocated' THEN dollars_per_request END) AS colocated
          FROM %s WHERE %s GROUP BY model, workflow, context, tariff)
        SELECT model, workflow, context, tariff,
               concat(if(c.link IS NULL, '', concat(c.prefill, ' > ')), c.decode,
                      if(c.ffn IS NULL, '', concat(' + ', c.ffn))) AS hardware,
               c.quantization,
               concat('tp', c.decode_tp, if(c.decode_ep = 1, '', concat(' ep', c.decode_ep)),
                      if(c.decode_pp = 1, '', concat(' pp', c.decode_pp)),
                      if(c.speculation = 'none', '', concat(' ', c.speculation))) AS decode_split,
               c.batch,
               format_number(c.ttft_s, 2) AS ttft_s,
               format_number(c.tpot_s * 1000, 1) AS tpot_ms,
               format_number(c.dollars_per_request * 1000, 3) AS dollars_per_1k_requests,
               format_number(c.dollars_per_million_blended_tokens, 2) AS dollars_per_M_tokens,
               c.decode_regime,
               format_number(colocated / c.dollars_per_request, 2) AS colocated_x,
               c.cell
        FROM best ORDER BY model, workflow, context, tariff
        """
            .formatted(view, within(targets)));
  }

  /** The SQL condition of cells that serve within the targets. */
  public static String within(LatencyTargets targets) {
    return "status = 'OK'"
        + limit("ttft_s", targets.ttftSeconds())
        + limit("tpot_s", targets.tpotSeconds());
  }

  private static String limit(String column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column + " <= " + seconds + "D";
  }
}
