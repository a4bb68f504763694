package dev.ridgeline.check;

import dev.ridgeline.catalog.Engine;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report of checks: errors of all points, and of groups of them. */
public final class CheckReport {

  private static final String TOTAL = "  %-32s %7s %7s %7s %7s %7s %9s%n";
  private static final String GROUP = "  %-28s %6s %7s %7s %7s %9s %7s %7s %7s %9s %10s%n";
  private static final String NONE = "-";

  private final StringBuilder text = new StringBuilder();
  private final Checks checks;
  private final List<Check> predicted;

  private CheckReport(Checks checks) {
    this.checks = checks;
    this.predicted = checks.predicted();
  }

  /** Returns the report for people. */
  public static String of(Checks checks, List<CheckGroup> groups) {
    CheckReport report = new CheckReport(checks);
    report.counts();
    if (!report.predicted.isEmpty()) {
      GroupErrors all = GroupErrors.ofAll(report.predicted);
      report.totals(all);
      report.decisions(all);
      groups.forEach(report::groups);
    }
    return report.text.toString();
  }

  /** Returns what the report says of the points, without their errors. */
  public static String counts(Checks checks) {
    CheckReport report = new CheckReport(checks);
    report.counts();
    return report.text.toString();
  }

  /** Returns the errors of all points and of groups of them, a row each. */
  public static Rows errors(Checks checks, List<CheckGroup> groups) {
    List<Check> predicted = checks.predicted();
    List<GroupErrors> errors = new ArrayList<>(List.of(GroupErrors.ofAll(predicted)));
    groups.forEach(group -> errors.addAll(GroupErrors.of(group, predicted)));
    return Rows.of(GroupErrors.TABLE, errors);
  }

  /** Mean absolute error of TPOT over all points; empty where no point has one. */
  public static OptionalDouble tpotMape(Checks checks) {
    return GroupErrors.ofAll(checks.predicted()).tpot().stream()
        .mapToDouble(ErrorSummary::mape)
        .findFirst();
  }

  private void counts() {
    long clipped = predicted.stream().filter(check -> check.prediction().isClipped()).count();
    line("%,d measured points, %,d of them predicted%n", checks.all().size(), predicted.size());
    checks.missing().forEach((reason, count) -> line("  %,d not: %s%n", count, reason));
    if (clipped > 0) {
      line("  %,d with requests that wait, because not all fit into memory%n", clipped);
    }
    long contradicted = predicted.stream().filter(Check::isContradicted).count();
    if (contradicted > 0) {
      line(
          "  %,d whose published tokens/s contradict their latencies, and do not count%n",
          contradicted);
    }
    fitted()
        .forEach((fit, points) -> line("  %,d by %s%n", points, fit.replace(", ", ",\n      ")));
  }

  /**
   * Points that engines with fitted steps predict. What each was fitted to is named, since an error
   * on points that an engine was fitted to says little of others.
   */
  private Map<String, Long> fitted() {
    return predicted.stream()
        .map(check -> check.prediction().setting().engine())
        .map(Engine::fit)
        .filter(fit -> !fit.isEmpty())
        .collect(Collectors.groupingBy(fit -> fit, TreeMap::new, Collectors.counting()));
  }

  private void totals(GroupErrors all) {
    line("%n" + TOTAL, "", "points", "mape", "median", "bias", "p90", "spearman");
    total("TPOT", all.tpot());
    total("  on the roofline", all.roofline());
    total("  roofline and two constants", all.twoConstants());
    total("  repeats of one measurement", all.repeats());
    total("TPOT over that at lowest load", all.shape());
    total("TTFT", all.ttft());
    total("tokens/s, all", all.totalRate());
    total("tokens/s, output", all.outputRate());
  }

  private void total(String name, Optional<ErrorSummary> known) {
    known.ifPresent(
        errors ->
            line(
                TOTAL,
                name,
                errors.points(),
                percent(errors.mape()),
                percent(errors.median()),
                signed(errors.bias()),
                percent(errors.p90()),
                correlation(errors)));
  }

  private void decisions(GroupErrors errors) {
    text.append(String.format("%n"));
    if (errors.decisions().isPresent()) {
      Decisions all = errors.decisions().get();
      line(
          "  decision regret %.3f: mean over %,d choices of the most output tokens/s within a TPOT%n",
          all.meanRegret(), all.decisions());
      line(
          "    worst %.2f; below 1.05 in %s; the chosen point is slower than asked for in %s%n",
          all.worstRegret(), percent(all.rightShare()), percent(all.missedShare()));
    }
    FormatOrder order = errors.order();
    if (order.pairs() > 0) {
      line("  order of formats right in %,d of %,d pairs%n", order.right(), order.pairs());
    }
  }

  private void groups(CheckGroup group) {
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
    GroupErrors.of(group, predicted).forEach(this::group);
  }

  private void group(GroupErrors errors) {
    line(
        GROUP,
        errors.group().isEmpty() ? NONE : errors.group(),
        errors.points(),
        mape(errors.tpot()),
        shown(errors.tpot(), of -> percent(of.median())),
        shown(errors.tpot(), of -> signed(of.bias())),
        shown(errors.tpot(), CheckReport::correlation),
        mape(errors.shape()),
        mape(errors.ttft()),
        mape(errors.outputRate()),
        mape(errors.roofline()),
        mape(errors.twoConstants()));
  }

  private static String shown(
      Optional<ErrorSummary> errors, Function<ErrorSummary, String> number) {
    return errors.map(number).orElse(NONE);
  }

  private static String mape(Optional<ErrorSummary> errors) {
    return shown(errors, of -> percent(of.mape()));
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
