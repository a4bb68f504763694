package dev.ridgeline.check;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.check.ErrorSummary.Pair;
import dev.ridgeline.check.Shapes.Shape;
import dev.ridgeline.measurement.Metric;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How far the predictions of some points are off.
 *
 * @param by what the points were grouped by; {@code all} for all points
 * @param group value that the points of the group share; empty for all points
 * @param points number of points
 * @param tpot errors of TPOT
 * @param roofline errors of TPOT on the roofline
 * @param twoConstants errors of TPOT by a roofline with two constants
 * @param repeats errors of repeats of one measurement, each predicted by the others
 * @param shape errors of TPOT over that at the lowest load
 * @param ttft errors of TTFT
 * @param totalRate errors of input and output tokens a second
 * @param outputRate errors of output tokens a second
 * @param decisions what decisions by the predictions cost
 * @param order whether formats come in the right order
 */
record GroupErrors(
    String by,
    String group,
    int points,
    Optional<ErrorSummary> tpot,
    Optional<ErrorSummary> roofline,
    Optional<ErrorSummary> twoConstants,
    Optional<ErrorSummary> repeats,
    Optional<ErrorSummary> shape,
    Optional<ErrorSummary> ttft,
    Optional<ErrorSummary> totalRate,
    Optional<ErrorSummary> outputRate,
    Optional<Decisions> decisions,
    FormatOrder order) {

  /** The errors as a table for programs. Errors are shares. */
  static final Table<GroupErrors> TABLE =
      new Table<>(
          "errors",
          "One row for all points, and one for each group of them. Errors are shares of what was"
              + " measured, and mape is their mean without sign.",
          columns());

  /** The errors of all points. */
  static GroupErrors ofAll(List<Check> predicted) {
    return of("all", "", predicted, Shapes.of(predicted));
  }

  /** The errors of each group of points, in the order of the groups. */
  static List<GroupErrors> of(CheckGroup group, List<Check> predicted) {
    Map<String, List<Check>> members = new TreeMap<>(group.order());
    for (Check check : predicted) {
      members.computeIfAbsent(group.of(check), absent -> new ArrayList<>()).add(check);
    }
    Map<String, List<Shape>> shapes = new HashMap<>();
    for (Shape shape : Shapes.of(predicted)) {
      shapes.computeIfAbsent(group.of(shape.check()), absent -> new ArrayList<>()).add(shape);
    }
    List<GroupErrors> errors = new ArrayList<>();
    members.forEach(
        (name, of) ->
            errors.add(of(group.toString(), name, of, shapes.getOrDefault(name, List.of()))));
    return errors;
  }

  private static GroupErrors of(String by, String group, List<Check> checks, List<Shape> shapes) {
    return new GroupErrors(
        by,
        group,
        checks.size(),
        summary(pairs(checks, Metric.TPOT)),
        summary(tpotPairs(checks, check -> OptionalDouble.of(check.known().rooflineTpotSeconds()))),
        summary(tpotPairs(checks, check -> check.known().twoConstantsTpotSeconds())),
        summary(Repeats.of(checks.stream().map(Check::point).toList(), Metric.TPOT)),
        summary(shapes.stream().map(Shape::ratio).toList()),
        summary(pairs(checks, Metric.TTFT)),
        summary(pairs(checks, Metric.TOTAL_THROUGHPUT)),
        summary(pairs(checks, Metric.OUTPUT_THROUGHPUT)),
        Decisions.of(checks),
        FormatOrder.of(checks));
  }

  private static Optional<ErrorSummary> summary(List<Pair> pairs) {
    return pairs.isEmpty() ? Optional.empty() : Optional.of(ErrorSummary.of(pairs));
  }

  private static List<Pair> pairs(List<Check> checks, Metric metric) {
    List<Pair> pairs = new ArrayList<>();
    for (Check check : checks) {
      OptionalDouble measured = check.comparable(metric);
      if (measured.isPresent()) {
        pairs.add(new Pair(measured.getAsDouble(), check.predicted(metric)));
      }
    }
    return pairs;
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

  private static List<Column<GroupErrors>> columns() {
    List<Column<GroupErrors>> columns =
        new ArrayList<>(
            List.of(
                text("by", "What the points are grouped by, or all.", GroupErrors::by),
                text("group", "The group; empty for all points.", GroupErrors::group),
                whole("points", "", "Number of predicted points.", GroupErrors::points)));
    columns.addAll(all("tpot", "TPOT", GroupErrors::tpot));
    columns.add(mape("roofline_tpot", "TPOT on the roofline", GroupErrors::roofline));
    columns.add(
        mape(
            "two_constants_tpot",
            "TPOT by a roofline with two constants",
            GroupErrors::twoConstants));
    columns.add(mape("repeats_tpot", "TPOT of repeats by each other", GroupErrors::repeats));
    columns.addAll(all("shape", "TPOT over that at the lowest load", GroupErrors::shape));
    columns.addAll(all("ttft", "TTFT", GroupErrors::ttft));
    columns.addAll(all("total_rate", "tokens a second", GroupErrors::totalRate));
    columns.addAll(all("output_rate", "output tokens a second", GroupErrors::outputRate));
    columns.add(
        decision(
            "decision_regret",
            "Mean over decisions of the best measured rate over that of the chosen point.",
            Decisions::meanRegret));
    columns.add(decision("decisions", "Number of decisions.", Decisions::decisions));
    columns.add(
        whole("format_pairs", "", "Pairs of formats that differ.", it -> it.order().pairs()));
    columns.add(
        whole("format_pairs_right", "", "Those in the right order.", it -> it.order().right()));
    return columns;
  }

  private static List<Column<GroupErrors>> all(
      String name, String what, Function<GroupErrors, Optional<ErrorSummary>> of) {
    return List.of(
        mape(name, what, of),
        error(name + "_median", "Median absolute error of " + what + ".", of, ErrorSummary::median),
        error(name + "_bias", "Mean error of " + what + ".", of, ErrorSummary::bias),
        error(
            name + "_p90",
            "Absolute error of " + what + " that 90 % of the points do not exceed.",
            of,
            ErrorSummary::p90),
        spearman(name, what, of));
  }

  private static Column<GroupErrors> mape(
      String name, String what, Function<GroupErrors, Optional<ErrorSummary>> of) {
    return error(name + "_mape", "Mean absolute error of " + what + ".", of, ErrorSummary::mape);
  }

  private static Column<GroupErrors> error(
      String name,
      String doc,
      Function<GroupErrors, Optional<ErrorSummary>> of,
      ToDoubleFunction<ErrorSummary> number) {
    return real(name, "", doc, (GroupErrors it) -> number.applyAsDouble(of.apply(it).orElseThrow()))
        .nullWhere("no point has it", it -> of.apply(it).isEmpty());
  }

  private static Column<GroupErrors> spearman(
      String name, String what, Function<GroupErrors, Optional<ErrorSummary>> of) {
    return real(
            name + "_spearman",
            "",
            "Rank correlation of measured and predicted " + what + ".",
            (GroupErrors it) -> of.apply(it).orElseThrow().spearman())
        .nullWhere(
            "no point has it, or all have the same",
            it -> of.apply(it).filter(errors -> !Double.isNaN(errors.spearman())).isEmpty());
  }

  private static Column<GroupErrors> decision(
      String name, String doc, ToDoubleFunction<Decisions> number) {
    return real(
            name, "", doc, (GroupErrors it) -> number.applyAsDouble(it.decisions().orElseThrow()))
        .nullWhere("there are no points to choose from", it -> it.decisions().isEmpty());
  }
}
