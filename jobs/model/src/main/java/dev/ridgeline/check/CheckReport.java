package dev.ridgeline.check;

import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.check.ErrorSummary.Pair;
import dev.ridgeline.check.Shapes.Shape;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report of checks for people: errors of all points, and of groups of them. */
public final class CheckReport {

  private static final String TOTAL = "  %-32s %7s %7s %7s %7s %7s %9s%n";
  private static final String GROUP = "  %-28s %6s %7s %7s %7s %9s %7s %7s %7s %9s %10s%n";
  private static final String NONE = "-";

  private final StringBuilder text = new StringBuilder();
  private final Checks checks;
  private final List<Check> predicted;
  private final List<Shape> shapes;

  private CheckReport(Checks checks) {
    this.checks = checks;
    this.predicted = checks.predicted();
    this.shapes = Shapes.of(predicted);
  }

  /** Returns the report. */
  public static String of(Checks checks, List<CheckGroup> groups) {
    CheckReport report = new CheckReport(checks);
    report.counts();
    if (!report.predicted.isEmpty()) {
      report.totals();
      report.decisions();
      groups.forEach(report::groups);
    }
    return report.text.toString();
  }

  /** Mean absolute error of TPOT over all points; empty where no point has one. */
  public static OptionalDouble tpotMape(Checks checks) {
    List<Pair> pairs = pairs(checks.predicted(), Metric.TPOT);
    return pairs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(ErrorSummary.of(pairs).mape());
  }

  private void counts() {
    long clipped = predicted.stream().filter(check -> check.prediction().isClipped()).count();
    line("%,d measured points, %,d of them predicted%n", checks.all().size(), predicted.size());
    checks.missing().forEach((reason, count) -> line("  %,d not: %s%n", count, reason));
    if (clipped > 0) {
      line("  %,d with requests that wait, because not all fit into memory%n", clipped);
    }
    fitted()
        .forEach(
            (engine, points) -> line("  %,d by %s%n", points, engine.replace(": ", ":\n      ")));
  }

  /**
   * Points that engines with fitted steps predict. What each was fitted to is named, since an error
   * on points that an engine was fitted to says little of others.
   */
  private Map<String, Long> fitted() {
    return predicted.stream()
        .map(check -> check.prediction().setting().engine())
        .filter(engine -> !engine.step().equals(StepConstants.NONE))
        .collect(
            Collectors.groupingBy(
                engine -> engine.id() + ", " + engine.sources().get("step"),
                TreeMap::new,
                Collectors.counting()));
  }

  private void totals() {
    line("%n" + TOTAL, "", "points", "mape", "median", "bias", "p90", "spearman");
    total("TPOT", pairs(predicted, Metric.TPOT));
    total("  on the roofline", roofline(predicted));
    total("  roofline and two constants", twoConstants(predicted));
    total("  repeats of one measurement", repeats());
    total("TPOT over that at lowest load", shapes.stream().map(Shape::ratio).toList());
    total("TTFT", pairs(predicted, Metric.TTFT));
    total("tokens/s, all", pairs(predicted, Metric.TOTAL_THROUGHPUT));
    total("tokens/s, output", pairs(predicted, Metric.OUTPUT_THROUGHPUT));
  }

  private List<Pair> repeats() {
    return Repeats.of(predicted.stream().map(Check::point).toList(), Metric.TPOT);
  }

  private void total(String name, List<Pair> pairs) {
    if (!pairs.isEmpty()) {
      ErrorSummary errors = ErrorSummary.of(pairs);
      line(
          TOTAL,
          name,
          errors.points(),
          percent(errors.mape()),
          percent(errors.median()),
          signed(errors.bias()),
          percent(errors.p90()),
          correlation(errors));
    }
  }

  private void decisions() {
    Optional<Decisions> decisions = Decisions.of(predicted);
    text.append(String.format("%n"));
    if (decisions.isPresent()) {
      Decisions all = decisions.get();
      line(
          "  decision regret %.3f: mean over %,d choices of the most output tokens/s within a TPOT%n",
          all.meanRegret(), all.decisions());
      line(
          "    worst %.2f; below 1.05 in %s; the chosen point is slower than asked for in %s%n",
          all.worstRegret(), percent(all.rightShare()), percent(all.missedShare()));
    }
    FormatOrder order = FormatOrder.of(predicted);
    if (order.pairs() > 0) {
      line("  order of formats right in %,d of %,d pairs%n", order.right(), order.pairs());
    }
  }

  private void groups(CheckGroup group) {
    Map<String, List<Check>> members = new TreeMap<>(group.order());
    for (Check check : predicted) {
      members.computeIfAbsent(group.of(check), absent -> new ArrayList<>()).add(check);
    }
    line(
        "%n" + GROUP,
        "by " + group,
        "points",
        "mape",
        "median",
        "bias",
        "spearman",
        "shape",
        "ttft",
        "tok/s",
        "roofline",
        "constants");
    Map<String, List<Pair>> ratios = new HashMap<>();
    for (Shape shape : shapes) {
      ratios
          .computeIfAbsent(group.of(shape.check()), absent -> new ArrayList<>())
          .add(shape.ratio());
    }
    members.forEach((name, of) -> group(name, of, ratios.getOrDefault(name, List.of())));
  }

  private void group(String name, List<Check> members, List<Pair> ratios) {
    List<Pair> tpot = pairs(members, Metric.TPOT);
    Optional<ErrorSummary> errors = summary(tpot);
    line(
        GROUP,
        name.isEmpty() ? NONE : name,
        members.size(),
        shown(errors, of -> percent(of.mape())),
        shown(errors, of -> percent(of.median())),
        shown(errors, of -> signed(of.bias())),
        shown(errors, CheckReport::correlation),
        mape(ratios),
        mape(pairs(members, Metric.TTFT)),
        mape(pairs(members, Metric.OUTPUT_THROUGHPUT)),
        mape(roofline(members)),
        mape(twoConstants(members)));
  }

  private static Optional<ErrorSummary> summary(List<Pair> pairs) {
    return pairs.isEmpty() ? Optional.empty() : Optional.of(ErrorSummary.of(pairs));
  }

  private static String shown(
      Optional<ErrorSummary> errors, Function<ErrorSummary, String> number) {
    return errors.map(number).orElse(NONE);
  }

  private static String mape(List<Pair> pairs) {
    return shown(summary(pairs), errors -> percent(errors.mape()));
  }

  private static List<Pair> pairs(List<Check> checks, Metric metric) {
    List<Pair> pairs = new ArrayList<>();
    for (Check check : checks) {
      OptionalDouble measured = check.measured(metric);
      if (measured.isPresent()) {
        pairs.add(new Pair(measured.getAsDouble(), check.predicted(metric)));
      }
    }
    return pairs;
  }

  private static List<Pair> roofline(List<Check> checks) {
    return tpotPairs(checks, check -> OptionalDouble.of(check.known().rooflineTpotSeconds()));
  }

  private static List<Pair> twoConstants(List<Check> checks) {
    return tpotPairs(checks, check -> check.known().twoConstantsTpotSeconds());
  }

  private static List<Pair> tpotPairs(
      List<Check> checks, Function<Check, OptionalDouble> prediction) {
    List<Pair> pairs = new ArrayList<>();
    for (Check check : checks) {
      OptionalDouble measured = check.measured(Metric.TPOT);
      OptionalDouble predicted = prediction.apply(check);
      if (measured.isPresent() && predicted.isPresent()) {
        pairs.add(new Pair(measured.getAsDouble(), predicted.getAsDouble()));
      }
    }
    return pairs;
  }

  private static String correlation(ErrorSummary errors) {
    return Double.isNaN(errors.spearman())
        ? NONE
        : String.format(Locale.ROOT, "%.3f", errors.spearman());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static String signed(double share) {
    return String.format(Locale.ROOT, "%+.1f%%", 100 * share);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
