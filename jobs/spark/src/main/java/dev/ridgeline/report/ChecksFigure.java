package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predicted against measured time per output token. */
final class ChecksFigure {

  private static final String PREDICTED =
      " FROM checks WHERE is_predicted AND tpot_s > 0 AND predicted_tpot_s > 0";

  private ChecksFigure() {}

  static Optional<Figure> of(ReportTables tables) {
    if (!tables.names().contains("checks")) {
      return Optional.empty();
    }
    Rows rows =
        tables.rows(
            "SELECT id, model, accelerator, engine, quantization, concurrency, 1000 * tpot_s AS"
                + " tpot_ms, 1000 * predicted_tpot_s AS predicted_ms"
                + PREDICTED
                + " ORDER BY id LIMIT "
                + CellPoints.MOST);
    if (rows.values().isEmpty()) {
      return Optional.empty();
    }
    TableRow share =
        TableRow.all(
                tables.rows(
                    "SELECT avg(if(abs(predicted_tpot_s / tpot_s - 1) <= 0.2, 1, 0)) AS near,"
                        + " count(*) AS points"
                        + PREDICTED))
            .get(0);
    return Optional.of(
        new Figure(
            "checks",
            "Measured",
            Words.percent(share.number("near"))
                + " of "
                + Words.plural(share.cell("points"), "measured point")
                + " lie within 20 % of the prediction",
            "Measured and predicted time per output token, a mark for each public or own measurement."
                + " On the dashed line both are equal; the band is 20 % to either side.",
            List.of(
                "Fitted engines take their constants from measurements such as these. On points that a"
                    + " fit has not seen they are farther off: calibrate says by how much."),
            Map.of(Figure.ROWS, rows),
            List.of("checks"),
            Optional.empty()));
  }
}
