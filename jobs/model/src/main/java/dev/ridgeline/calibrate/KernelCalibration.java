package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An efficiency profile whose rows were fitted to times of kernels.
 *
 * @param profile the profile; kernels that were not timed have the rows that it began with
 * @param rows the fitted rows
 * @param launchSeconds time of a small kernel in a graph; empty where it was not timed
 * @param bandwidth share of the memory bandwidth that a long read or copy reaches; empty where none
 *     was timed
 * @param left number of times of kernels or formats that no row of a profile is of
 */
public record KernelCalibration(
    EfficiencyProfile profile,
    List<Row> rows,
    OptionalDouble launchSeconds,
    OptionalDouble bandwidth,
    int left) {

  public KernelCalibration {
    rows = List.copyOf(rows);
  }

  /**
   * A fitted row.
   *
   * @param name kind of kernel and format, such as {@code gemm fp8}
   * @param points number of times
   * @param before the row that the fit began with
   * @param fitted the row
   * @param errorBefore mean error of the row that the fit began with, as a share
   * @param error mean error on the times themselves
   * @param heldOut mean error on times that were left out, a third in turn
   */
  public record Row(
      String name,
      int points,
      KernelEfficiency before,
      KernelEfficiency fitted,
      double errorBefore,
      double error,
      double heldOut) {}

  /** The rows beside those that the fit began with, as text. */
  public String report() {
    StringBuilder text = new StringBuilder();
    line(text, "kernel                  times  mean error: before  fitted  held out    numbers%n");
    for (Row row : rows) {
      line(
          text,
          "%-24s %4d             %6.1f %% %5.1f %%   %5.1f %%   %s%n",
          row.name(),
          row.points(),
          100 * row.errorBefore(),
          100 * row.error(),
          100 * row.heldOut(),
          numbers(row.fitted()));
      line(text, "%-70s before: %s%n", "", numbers(row.before()));
    }
    bandwidth.ifPresent(
        share -> line(text, "a long read or copy reaches %.3f of the bandwidth%n", share));
    launchSeconds.ifPresent(
        seconds -> line(text, "a small kernel in a graph takes %.2f us%n", 1e6 * seconds));
    if (left > 0) {
      line(text, "%d times are of kernels or formats that a profile has no row for%n", left);
    }
    line(text, "kernels without times keep the rows of the catalog%n");
    return text.toString();
  }

  /** The fitted rows as rows for programs, in SI units. Errors are shares. */
  public Rows rowsForPrograms() {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          Rows.row(
              row.name(),
              row.points(),
              row.errorBefore(),
              row.error(),
              row.heldOut(),
              row.fitted().compute(),
              row.fitted().bandwidth(),
              row.fitted().overheadSeconds(),
              row.fitted().halfSaturationTokens()));
    }
    return Rows.of(
        List.of(
            "kernel",
            "times",
            "error_before",
            "error",
            "error_held_out",
            "compute",
            "bandwidth",
            "overhead_s",
            "half_saturation_tokens"),
        values);
  }

  private static String numbers(KernelEfficiency row) {
    String half =
        row.halfSaturationTokens() > 0
            ? String.format(Locale.ROOT, ", half at %.3g", row.halfSaturationTokens())
            : "";
    return String.format(
        Locale.ROOT,
        "compute %.3f, bandwidth %.3f, launch %.2f us%s",
        row.compute(),
        row.bandwidth(),
        1e6 * row.overheadSeconds(),
        half);
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments));
  }
}
