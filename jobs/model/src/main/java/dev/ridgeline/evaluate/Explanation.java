package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.cost.TimedCollective;
import dev.ridgeline.cost.TimedOperator;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.Span;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.workload.Request;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** One cell for a person: what it is, every operator of both phases, and every column. */
public final class Explanation {

  private static final String OPERATOR_ROW = "  %-28s %6s %5s %12s %10s %10s %10s %10s %10s %-8s%n";

  private final StringBuilder text = new StringBuilder();
  private final DesignSpace space;
  private final CellResult result;

  private Explanation(DesignSpace space, CellResult result) {
    this.space = space;
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
    Explanation explanation = new Explanation(space, result);
    explanation.columns(Availability.ALWAYS, "Cell");
    if (result.has(Availability.STEP)) {
      explanation.phases(evaluator.planner());
      explanation.columns(Availability.STEP, "Step and capacity");
      explanation.columns(Availability.SERVING, "Serving");
      explanation.prices(space.prices());
      explanation.columns(Availability.PRICE, "Dollars");
      explanation.columns(Availability.FLEET, "Fleet");
    }
    return explanation.text.toString();
  }

  private void phases(Planner planner) {
    Request request = result.request;
    ServingPlan plan = result.plan;
    DecodePool pool = planner.decodePool();
    Replica prefill = planner.prefillReplica();
    Replica decode = pool.replica();
    double spilled = plan.spilledShare();
    double tierRate = pool.tier().bytesPerSecond();
    StepShape prompts = planner.prefillShape(request, plan.prefillBatch() / prefill.batchParts());
    double spilledPrefill = result.mix.link().isPresent() ? 0 : spilled;
    phase("Prefill step", prefill, prefill.prefill(), prompts, spilledPrefill, tierRate);
    Optional<Replica> feedForward = plan.feedForwardReplica();
    double microBatches =
        feedForward.isPresent()
            ? Math.min(space.settings().microBatches(), (double) result.batch / pool.batchParts())
            : 1;
    double microBatch = result.batch / microBatches;
    StepShape sequences = pool.stepShape(request, microBatch / decode.batchParts());
    String title =
        feedForward.isPresent()
            ? "Decode step, attention side, one micro-batch of " + plain(microBatches)
            : "Decode step";
    phase(title, decode, decode.decode(), sequences, spilled, tierRate);
    feedForward.ifPresent(
        ffn ->
            phase(
                "Decode step, feed-forward side, one micro-batch",
                ffn,
                ffn.decode(),
                pool.stepShape(request, microBatch / ffn.batchParts()),
                0,
                tierRate));
    decode
        .draftStep()
        .ifPresent(
            draft ->
                phase(
                    "One of " + result.speculation.drafts() + " drafts of a decode step",
                    decode,
                    draft,
                    StepShape.of(sequences.sequences(), 1, request.meanDecodeContextTokens()),
                    spilled,
                    tierRate));
    feedForward.ifPresent(
        ffn ->
            line(
                "  exchange between the sides: %s a step, %s%n",
                bytes(plan.exchangeBytes()), seconds(plan.exchangeSeconds())));
  }

  private void phase(
      String title,
      Replica replica,
      StepModel model,
      StepShape shape,
      double spilledShare,
      double tierBytesPerSecond) {
    line(
        "%n%s on one of %d %s: %s sequences, %s new tokens, %s context tokens, %s pairs, %s%n",
        title,
        replica.accelerators(),
        replica.accelerator().id(),
        plain(shape.sequences()),
        plain(shape.tokens()),
        plain(shape.contextTokens()),
        plain(shape.pairs()),
        shape.passes() > 1 ? plain(shape.passes()) + " passes" : "one pass");
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
      StepShape seen = shape.within(operator.span());
      int layers = operator.layers();
      double weights = operator.touchedWeightBytes(seen);
      double compute = layers * timed.computeSeconds(seen);
      double memory = layers * timed.memorySeconds(seen, weights, spilledShare, tierBytesPerSecond);
      line(
          OPERATOR_ROW,
          named(operator),
          layers,
          EnumName.of(timed.precision()),
          flops(layers * operator.flops().at(seen)),
          bytes(layers * weights),
          bytes(layers * operator.stateReadBytes().at(seen)),
          bytes(layers * operator.stateWriteBytes().at(seen)),
          bytes(layers * operator.activationBytes().at(seen)),
          seconds(Math.max(compute, memory) + layers * timed.overheadSeconds(seen)),
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
        "  resident: %s of weights on each accelerator, of a sequence %s and %s a token more; %s"
            + " usable%n",
        bytes(replica.weightBytes()),
        bytes(replica.stateBytes(1)),
        bytes(replica.stateBytes(2) - replica.stateBytes(1)),
        bytes(replica.usableBytes()));
  }

  /** An operator with what its queries see, where that is not all. */
  private static String named(Operator operator) {
    Span span = operator.span();
    return switch (span.kind()) {
      case ALL -> operator.name();
      case RECENT -> operator.name() + ", last " + plain(span.tokens());
      case PICKED -> operator.name() + ", best " + plain(span.tokens());
    };
  }

  private void prices(Map<String, PriceBook> books) {
    if (!result.has(Availability.SERVING)) {
      return;
    }
    line("%nPrices, %s%n", result.tariff.label());
    Stream.of(
            Stream.of(result.mix.prefill(), result.mix.decode()), result.mix.feedForward().stream())
        .flatMap(accelerators -> accelerators)
        .distinct()
        .forEach(
            accelerator ->
                line(
                    "  %-12s %s%n",
                    accelerator.id(),
                    Optional.ofNullable(books.get(accelerator.id()))
                        .flatMap(book -> price(book, accelerator))
                        .orElse("unknown in this tariff")));
  }

  private Optional<String> price(PriceBook book, Accelerator accelerator) {
    OptionalDouble dollars = result.tariff.dollarsPerHour(book, accelerator);
    if (dollars.isEmpty()) {
      return Optional.empty();
    }
    String price = plain(dollars.getAsDouble()) + " $/h";
    if (result.tariff instanceof PriceBook.Tariff tariff) {
      return book.price(tariff)
          .map(listed -> price + " as of " + listed.asOf() + " (" + listed.source() + ")");
    }
    PriceBook.Capital capital = book.capital();
    return Optional.of(
        price
            + " from "
            + plain(capital.dollars())
            + " $ as of "
            + capital.asOf()
            + " ("
            + capital.source()
            + ")");
  }

  private void columns(Availability availability, String title) {
    if (!result.has(availability)) {
      return;
    }
    line("%n%s%n", title);
    for (CellColumn column : CellColumns.ALL) {
      if (column.availability() == availability) {
        line("  %-40s %-24s %s%n", column.name(), value(column), column.comment());
      }
    }
  }

  private String value(CellColumn column) {
    Object value = column.value(result);
    return value instanceof Double number ? plain(number) : String.valueOf(value);
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
