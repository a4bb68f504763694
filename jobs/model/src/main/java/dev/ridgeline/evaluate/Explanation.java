package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.cost.TimedCollective;
import dev.ridgeline.cost.TimedOperator;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.workload.Request;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One cell for a person: what it is, every operator of both phases, and every column. */
public final class Explanation {

  private static final String OPERATOR_ROW = "  %-28s %6s %5s %12s %10s %10s %10s %10s %10s %-8s%n";

  private final StringBuilder text = new StringBuilder();
  private final CellResult result;

  private Explanation(CellResult result) {
    this.result = result;
  }

  /**
   * Explains a cell.
   *
   * @throws IndexOutOfBoundsException when the space has no such cell
   */
  public static String of(DesignSpace space, long cell) {
    CellEvaluator evaluator = new CellEvaluator(space);
    CellResult result = evaluator.evaluate(cell);
    Explanation explanation = new Explanation(result);
    explanation.columns(Availability.ALWAYS, "Cell");
    if (result.has(Availability.STEP)) {
      explanation.phases(evaluator.planner());
      explanation.columns(Availability.STEP, "Step and capacity");
      explanation.columns(Availability.SERVING, "Serving");
      explanation.prices(space.prices());
      explanation.columns(Availability.PRICE, "Dollars");
    }
    return explanation.text.toString();
  }

  private void phases(Planner planner) {
    Request request = result.request;
    Replica prefill = planner.prefillReplica();
    Replica decode = planner.decodeReplica();
    double spilled = planner.spilledShare(result.plan);
    double prompts = result.plan.prefillBatch() / prefill.attentionGroups();
    double sequences = (double) result.batch / decode.attentionGroups();
    phase(
        "Prefill step",
        prefill,
        prefill.prefill(),
        StepShape.of(prompts, request.newTokens(), request.cachedTokens()),
        result.mix.link().isPresent() ? 0 : spilled,
        planner.tier().bytesPerSecond());
    phase(
        "Decode step",
        decode,
        decode.decode(),
        StepShape.of(sequences, 1, request.meanDecodeContextTokens()),
        spilled,
        planner.tier().bytesPerSecond());
  }

  private void phase(
      String title,
      Replica replica,
      StepModel model,
      StepShape shape,
      double spilledShare,
      double tierBytesPerSecond) {
    line(
        "%n%s on one of %d %s: %s sequences, %s new tokens, %s context tokens, %s pairs%n",
        title,
        replica.accelerators(),
        replica.accelerator().id(),
        plain(shape.sequences()),
        plain(shape.tokens()),
        plain(shape.contextTokens()),
        plain(shape.pairs()));
    line(
        OPERATOR_ROW,
        "operator, all its layers",
        "layers",
        "in",
        "FLOP",
        "weights",
        "state in",
        "state out",
        "activ.",
        "time",
        "bound");
    for (TimedOperator timed : model.operators()) {
      Operator operator = timed.operator();
      int layers = operator.layers();
      double compute = layers * timed.computeSeconds(shape);
      double memory =
          layers
              * timed.memorySeconds(
                  shape, operator.touchedWeightBytes(shape), spilledShare, tierBytesPerSecond);
      line(
          OPERATOR_ROW,
          operator.name(),
          layers,
          EnumName.of(timed.precision()),
          flops(layers * operator.flops().at(shape)),
          bytes(layers * operator.touchedWeightBytes(shape)),
          bytes(layers * operator.stateReadBytes().at(shape)),
          bytes(layers * operator.stateWriteBytes().at(shape)),
          bytes(layers * operator.activationBytes().at(shape)),
          seconds(Math.max(compute, memory) + layers * timed.overheadSeconds()),
          compute >= memory ? "compute" : "memory");
    }
    for (TimedCollective timed : model.collectives()) {
      int layers = timed.collective().layers();
      line(
          "  %-28s %6d       sends %s among %d, %s%n",
          timed.collective().name(),
          layers,
          bytes(layers * timed.bytesSent(shape)),
          timed.collective().participants(),
          seconds(layers * timed.seconds(shape)));
    }
    line(
        "  resident: %s of weights and %s of state a token on each accelerator, %s usable%n",
        bytes(replica.weightBytes()), bytes(replica.stateBytes(1)), bytes(replica.usableBytes()));
  }

  private void prices(Map<String, PriceBook> books) {
    if (!result.has(Availability.SERVING)) {
      return;
    }
    line("%nPrices, %s%n", EnumName.of(result.tariff));
    Stream.of(result.mix.prefill(), result.mix.decode())
        .distinct()
        .forEach(
            accelerator ->
                line(
                    "  %-12s %s%n",
                    accelerator.id(),
                    Optional.ofNullable(books.get(accelerator.id()))
                        .flatMap(book -> book.price(result.tariff))
                        .map(
                            price ->
                                price.dollarsPerHour()
                                    + " $/h as of "
                                    + price.asOf()
                                    + " ("
                                    + price.source()
                                    + ")")
                        .orElse("unknown in this tariff")));
  }

  private void columns(Availability availability, String title) {
    if (!result.has(availability)) {
      return;
    }
    line("%n%s%n", title);
    for (ResultColumn column : ResultColumn.values()) {
      if (column.availability() == availability) {
        line("  %-40s %-24s %s%n", column.columnName(), value(column), column.comment());
      }
    }
  }

  private String value(ResultColumn column) {
    if (column.reader() instanceof ColumnReader.Text text) {
      return String.valueOf(text.read().apply(result));
    }
    if (column.reader() instanceof ColumnReader.Whole whole) {
      return Long.toString(whole.read().applyAsLong(result));
    }
    return plain(((ColumnReader.Real) column.reader()).read().applyAsDouble(result));
  }

  /** As it stands in the table, but with at most seven significant digits. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.7g", value);
  }

  private static String flops(double flops) {
    return Quantity.format(flops, Dimension.PLAIN).strip();
  }

  private static String bytes(double bytes) {
    return Quantity.format(bytes, Dimension.BYTES);
  }

  private static String seconds(double seconds) {
    return Quantity.format(seconds, Dimension.SECONDS);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
