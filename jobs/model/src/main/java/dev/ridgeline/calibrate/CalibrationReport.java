package dev.ridgeline.calibrate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A calibration as text. */
public final class CalibrationReport {

  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "name",
          "value",
          "unit",
          "is_identified",
          "points",
          "tpot_mape",
          "tpot_median",
          "tpot_bias",
          "ttft_mape");

  private CalibrationReport() {}

  /** The errors before and after, the coefficients, and those that the points do not tell. */
  public static String of(Calibration calibration) {
    StringBuilder text = new StringBuilder();
    text.append(calibration.engine().id())
        .append(", fitted to ")
        .append(calibration.points())
        .append(" points\n");
    line(text, "before the fit", calibration.before());
    line(text, "on its own points", calibration.fitted());
    calibration.heldOut().ifPresent(errors -> line(text, "configurations left out", errors));
    calibration.allModels().ifPresent(errors -> line(text, "models left out", errors));
    calibration.byModel().forEach((model, errors) -> line(text, "without " + model, errors));
    calibration.allAccelerators().ifPresent(all -> line(text, "accelerators left out", all));
    calibration.byAccelerator().forEach((id, errors) -> line(text, "without " + id, errors));
    double[] fitted = Coefficients.of(calibration.engine());
    for (Coefficient one : Coefficient.values()) {
      if (one != Coefficient.ALL) {
        double value = one.value(fitted[one.ordinal()]);
        boolean told = !calibration.unidentified().contains(one);
        String unit = unit(one);
        text.append(
            String.format(
                Locale.ROOT,
                "  %-22s %9.4g%s%s%n",
                EnumName.of(one),
                value,
                unit,
                told ? "" : "   the points do not tell"));
      }
    }
    return text.toString();
  }

  /** The errors and the constants as rows for programs, in SI units. */
  public static Rows rows(Calibration calibration) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("before the fit", calibration.before()));
    rows.add(row("on its own points", calibration.fitted()));
    calibration.heldOut().ifPresent(errors -> rows.add(row("configurations left out", errors)));
    calibration.allModels().ifPresent(errors -> rows.add(row("models left out", errors)));
    calibration.byModel().forEach((model, errors) -> rows.add(row("without " + model, errors)));
    calibration.allAccelerators().ifPresent(all -> rows.add(row("accelerators left out", all)));
    calibration.byAccelerator().forEach((id, errors) -> rows.add(row("without " + id, errors)));
    double[] fitted = Coefficients.of(calibration.engine());
    for (Coefficient one : Coefficient.values()) {
      if (one != Coefficient.ALL) {
        rows.add(
            Rows.row(
                "constant",
                EnumName.of(one),
                one.value(fitted[one.ordinal()]),
                unit(one).strip(),
                !calibration.unidentified().contains(one),
                null,
                null,
                null,
                null,
                null));
      }
    }
    return Rows.of(COLUMNS, rows);
  }

  private static List<@Nullable Object> row(String what, Errors errors) {
    return Rows.row(
        "error",
        what,
        null,
        null,
        null,
        errors.points(),
        known(errors.tpotMean()),
        known(errors.tpotMedian()),
        known(errors.tpotBias()),
        known(errors.ttftMean()));
  }

  private static @Nullable Double known(double number) {
    return Double.isNaN(number) ? null : (Double) number;
  }

  private static String unit(Coefficient one) {
    return one.isFactor() || one == Coefficient.BURST_SHARE ? "" : " s";
  }

  private static void line(StringBuilder text, String what, Errors errors) {
    text.append(String.format(Locale.ROOT, "  %-28s %s%n", what, errors));
  }
}
