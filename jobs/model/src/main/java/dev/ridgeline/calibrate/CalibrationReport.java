package dev.ridgeline.calibrate;

import dev.ridgeline.config.EnumName;
import java.util.Locale;

/** A calibration as text. */
public final class CalibrationReport {

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
    calibration.byModel().forEach((model, errors) -> line(text, "without " + model, errors));
    double[] fitted = Coefficients.of(calibration.engine());
    for (Coefficient one : Coefficient.values()) {
      if (one != Coefficient.ALL) {
        double value = one.value(fitted[one.ordinal()]);
        boolean told = !calibration.unidentified().contains(one);
        String unit = one.isFactor() || one == Coefficient.BURST_SHARE ? "" : " s";
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

  private static void line(StringBuilder text, String what, Errors errors) {
    text.append(String.format(Locale.ROOT, "  %-28s %s%n", what, errors));
  }
}
