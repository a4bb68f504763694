package dev.ridgeline.check;

import static dev.ridgeline.schema.Column.day;
import static dev.ridgeline.schema.Column.flag;
import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The table {@code checks}: measured points beside their predictions, with the terms of each. */
public final class CheckTable {

  /** The table. */
  public static final Table<Check> CHECKS =
      new Table<>(
          "checks",
          "One row for each measured point. It has what was measured and what is predicted at the"
              + " same conditions, and the terms of the times.",
          columns());

  private static final String UNPREDICTED = "the point cannot be predicted";

  private CheckTable() {}

  private static List<Column<Check>> columns() {
    List<Column<Check>> columns = new ArrayList<>(labels());
    columns.addAll(conditions());
    columns.addAll(values());
    for (Term term : Term.values()) {
      if (term != Term.QUEUE) {
        columns.add(term("tpot", "TPOT", term, PointPrediction::tpotTerms));
      }
    }
    for (Term term : Term.values()) {
      columns.add(term("ttft", "TTFT", term, PointPrediction::ttftTerms));
    }
    return columns;
  }

  private static List<Column<Check>> labels() {
    return List.of(
        label("id", "Name of the point in its file.", point -> point.label().id()),
        label("source", "File or page that published the point.", point -> point.label().source()),
        label("origin", "Who measured the point.", point -> point.label().origin()),
        text(
            "configuration",
            "Name that points share which differ only in their load.",
            check -> check.point().configuration()),
        label("split", "Part of the data that the point belongs to.", p -> p.label().split()),
        flag("is_predicted", "Whether the point is predicted.", c -> c.predicted().isPresent()),
        text("reason", "Why the point cannot be predicted.", Check::reason)
            .nullWhere("is_predicted", check -> check.predicted().isPresent()));
  }

  private static List<Column<Check>> conditions() {
    return List.of(
        label("engine", "Engine, as published.", point -> point.software().engine()),
        label("engine_version", "Version, as published.", point -> point.software().version()),
        day(
                "day",
                "Day of the measurement.",
                (Check check) -> check.point().software().day().orElse(null))
            .nullWhere("it is not known", check -> check.point().software().day().isEmpty()),
        setting("predicted_engine", "Engine of the prediction.", of -> of.engine().id()),
        setting("model", "Model.", of -> of.model().id()),
        setting("accelerator", "Accelerator.", of -> of.accelerator().id()),
        setting("quantization", "Quantization scheme.", of -> of.quantization().id()),
        amount("kv_bits", "", "Bits of a cached element.", of -> of.quantization().kvBits()),
        setting("sharding", "Layout of a replica.", of -> of.sharding().toString()),
        amount("replicas", "", "Number of replicas.", PointSetting::replicas),
        amount("input_tokens", "", "Length of a prompt.", of -> of.request().promptTokens()),
        amount("cached_tokens", "", "Cached part of a prompt.", of -> of.request().cachedTokens()),
        amount("output_tokens", "", "Length of an output.", of -> of.request().outputTokens()),
        amount("concurrency", "", "Requests in flight on a replica.", PointSetting::concurrency),
        text(
                "estimate_basis",
                "Weakest basis of the kernels and collectives of the prediction, and what the steps of"
                    + " the engine were fitted to.",
                (Check check) -> check.prediction().plan().basis())
            .nullWhere(UNPREDICTED, check -> check.predicted().isEmpty()),
        predicted(
            "running_sequences",
            "",
            "Requests that a replica runs at once; the others wait.",
            PointPrediction::running));
  }

  private static List<Column<Check>> values() {
    return List.of(
        measured("tpot_s", "s", "Measured TPOT.", Metric.TPOT),
        predicted("predicted_tpot_s", "s", "Predicted TPOT.", PointPrediction::tpotSeconds),
        ofPredicted(
            "roofline_tpot_s",
            "s",
            "TPOT on the roofline.",
            check -> check.known().rooflineTpotSeconds()),
        ofTwoConstants(),
        measured("ttft_s", "s", "Measured TTFT.", Metric.TTFT),
        predicted("predicted_ttft_s", "s", "Predicted TTFT.", PointPrediction::ttftSeconds),
        measured(
            "output_tokens_per_s",
            "tokens/s",
            "Measured output tokens a second of an accelerator.",
            Metric.OUTPUT_THROUGHPUT),
        predicted(
            "predicted_output_tokens_per_s",
            "tokens/s",
            "Predicted output tokens a second of an accelerator.",
            PointPrediction::outputTokensPerSecond),
        measured(
            "total_tokens_per_s",
            "tokens/s",
            "Measured input and output tokens a second of an accelerator.",
            Metric.TOTAL_THROUGHPUT),
        predicted(
            "predicted_total_tokens_per_s",
            "tokens/s",
            "Predicted input and output tokens a second of an accelerator.",
            PointPrediction::totalTokensPerSecond));
  }

  private static Column<Check> label(
      String name, String doc, Function<MeasuredPoint, String> read) {
    return text(name, doc, (Check check) -> read.apply(check.point()))
        .nullWhere("it is not known", check -> read.apply(check.point()).isEmpty());
  }

  private static Column<Check> setting(
      String name, String doc, Function<PointSetting, String> read) {
    return text(name, doc, (Check check) -> read.apply(check.prediction().setting()))
        .nullWhere(UNPREDICTED, check -> check.predicted().isEmpty());
  }

  private static Column<Check> amount(
      String name, String unit, String doc, ToDoubleFunction<PointSetting> read) {
    return ofPredicted(name, unit, doc, check -> read.applyAsDouble(check.prediction().setting()));
  }

  private static Column<Check> predicted(
      String name, String unit, String doc, ToDoubleFunction<PointPrediction> read) {
    return ofPredicted(name, unit, doc, check -> read.applyAsDouble(check.prediction()));
  }

  private static Column<Check> ofPredicted(
      String name, String unit, String doc, ToDoubleFunction<Check> read) {
    return real(name, unit, doc, read).nullWhere(UNPREDICTED, check -> check.predicted().isEmpty());
  }

  private static Column<Check> ofTwoConstants() {
    Function<Check, OptionalDouble> read =
        check ->
            check.predicted().isEmpty()
                ? OptionalDouble.empty()
                : check.known().twoConstantsTpotSeconds();
    return real(
            "two_constants_tpot_s",
            "s",
            "TPOT of a roofline with two constants, which were fitted on other configurations.",
            (Check check) -> read.apply(check).orElseThrow())
        .nullWhere(
            "the point cannot be predicted, or there is no other configuration",
            check -> read.apply(check).isEmpty());
  }

  private static Column<Check> measured(String name, String unit, String doc, Metric metric) {
    return real(name, unit, doc, (Check check) -> check.measured(metric).orElseThrow())
        .nullWhere("it was not published", check -> check.measured(metric).isEmpty());
  }

  private static Column<Check> term(
      String time, String label, Term term, Function<PointPrediction, Map<Term, Double>> read) {
    String name = EnumName.of(term).replace('-', '_');
    return predicted(
        time + "_" + name + "_s",
        "s",
        "Part of the predicted " + label + " that goes into " + term.doc() + ".",
        prediction -> read.apply(prediction).get(term));
  }
}
