package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.deployment.MemoryBudget;
import dev.ridgeline.deployment.PlanListener.Side;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Span;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.output.Rows;
import dev.ridgeline.output.Screen;
import dev.ridgeline.output.TextTable;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Measurement.Figure;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of one cell for people: the short answer, every operator of both phases and, on
 * request, every column.
 */
public final class Explanation {

  /** Columns of the table of operators. */
  private static final List<String> COLUMNS =
      List.of(
          "operator, all its layers",
          "layers",
          "in",
          "FLOP",
          "weights",
          "state in",
          "state out",
          "activ.",
          "sent",
          "time",
          "bound");

  /** Columns that a narrow screen may leave out, the last one first. */
  private static final List<String> OPTIONAL =
      List.of("weights", "state in", "in", "layers", "state out", "activ.", "sent");

  /** Width at which a column of the cell stands with its meaning on one line, in characters. */
  private static final int WIDE = 160;

  /** A screen on which nothing is broken or left out. */
  private static final Screen WIDEST = new Screen(10_000, false);

  private static final String INDENT = "  ";

  /** Blanks before a line that continues another one. */
  private static final int HANGING = 4;

  /** Characters of the labels of the short answer. */
  private static final int LABEL = 10;

  private final StringBuilder text = new StringBuilder();
  private final DesignSpace space;
  private final CellResult result;
  private final List<HeardStep> steps;
  private final Screen screen;

  /** Rows of the table of operators that is not printed yet. */
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  private Explanation(DesignSpace space, CellResult result, List<HeardStep> steps, Screen screen) {
    this.space = space;
    this.result = result;
    this.steps = steps;
    this.screen = screen;
  }

  /**
   * Returns the short answer about a cell, and its operators.
   *
   * @throws IndexOutOfBoundsException where the space has no such cell
   */
  public static String of(DesignSpace space, long cell) {
    return of(space, cell, WIDEST);
  }

  /** As {@link #of(DesignSpace, long)}, on a screen. */
  static String of(DesignSpace space, long cell, Screen screen) {
    Explanation explanation = at(space, cell, screen);
    explanation.answer();
    return explanation.text.toString();
  }

  /**
   * Returns the explanation of {@link #of}, and every column with its meaning.
   *
   * @throws IndexOutOfBoundsException where the space has no such cell
   */
  public static String withColumns(DesignSpace space, long cell) {
    return withColumns(space, cell, WIDEST);
  }

  /** As {@link #withColumns(DesignSpace, long)}, on a screen. */
  static String withColumns(DesignSpace space, long cell, Screen screen) {
    Explanation explanation = at(space, cell, screen);
    explanation.answer();
    explanation.columns(Availability.ALWAYS, "Cell");
    explanation.columns(Availability.STEP, "Step and capacity");
    explanation.columns(Availability.SERVING, "Serving");
    explanation.columns(Availability.PRICE, "Dollars");
    explanation.columns(Availability.FLEET, "Fleet");
    explanation.columns(Availability.SALES, "Sales");
    explanation.measurableColumns();
    explanation.columns(Availability.LOAD, "Latencies under load");
    return explanation.text.toString();
  }

  /**
   * Prints what an output asks for: the explanation as text, or one table of it. That table has the
   * operators of the cell, or on request its columns.
   *
   * @param columns whether every column of the cell is printed
   * @throws IndexOutOfBoundsException where the space has no such cell
   */
  public static void print(DesignSpace space, long cell, boolean columns, Output output) {
    if (output.isTable()) {
      output.say(
          columns ? withColumns(space, cell, output.screen()) : of(space, cell, output.screen()));
    } else if (columns) {
      output.print(columns(new CellEvaluator(space).evaluate(cell)));
    } else {
      output.print(Rows.of(OperatorRow.TABLE, new CellOperators(space).of(cell)));
    }
  }

  /** Every column of a cell, a row each. */
  private static Rows columns(CellResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CellColumn column : CellColumns.ALL) {
      rows.add(Rows.row(column.name(), column.value(result), column.unit(), column.doc()));
    }
    return Rows.of(List.of("column", "value", "unit", "meaning"), rows);
  }

  private static Explanation at(DesignSpace space, long cell, Screen screen) {
    CellEvaluator evaluator = new CellEvaluator(space);
    CellResult result = evaluator.evaluate(cell);
    return new Explanation(space, result, HeardStep.of(evaluator), screen);
  }

  private void answer() {
    text.append(Prose.wrapped(Answer.of(result, screen.width()), screen, LABEL));
    if (result.has(Availability.STEP)) {
      phase(Phase.PREFILL, "Prefill step", result.plan.prefillCost().seconds());
      phase(Phase.DECODE, "Decode step", result.plan.decodeStepSeconds());
      basis();
      prices(space.prices());
    }
  }

  /**
   * Adds the steps of one phase and their total. The time of a phase is the sum of its rows, unless
   * two sides of decode work at the same time. Then the time comes from the plan.
   */
  private void phase(Phase phase, String title, double seconds) {
    List<HeardStep> ofPhase = steps.stream().filter(step -> step.side().phase() == phase).toList();
    boolean split = ofPhase.stream().anyMatch(step -> step.side() == Side.DECODE_FEED_FORWARD);
    for (HeardStep step : ofPhase) {
      step(title, step);
    }
    double ofRows = ofPhase.stream().mapToDouble(HeardStep::seconds).sum();
    row(
        title + ", total",
        "",
        "",
        sum -> ofPhase.stream().mapToDouble(step -> step.ofReplica(sum)).sum(),
        split ? seconds : ofRows,
        "");
    table();
    if (split) {
      line(
          "  exchange between the sides: %s a step, %s%n",
          bytes(result.plan.exchangeBytes()), seconds(result.plan.exchangeSeconds()));
    }
  }

  /** Adds the table of the rows so far. */
  private void table() {
    if (!rows.isEmpty()) {
      Screen inside = new Screen(screen.width() - INDENT.length(), screen.colours());
      String table = TextTable.of(Rows.of(COLUMNS, rows).withOptional(OPTIONAL), inside);
      text.append(table.replaceAll("(?m)^(?=.)", INDENT).replace(System.lineSeparator(), "\n"));
      rows.clear();
    }
  }

  private void step(String title, HeardStep step) {
    StepShape shape = step.report().shape();
    double times = step.report().times();
    line(
        "%n%s%s on %d %s, each%s with %s sequences, %s new tokens, %s context tokens, %s pairs, in"
            + " %s%n",
        title,
        switch (step.side()) {
          case PREFILL, DECODE -> "";
          case PREFILL_DRAFT, DECODE_DRAFT -> ", drafting";
          case DECODE_ATTENTION -> ", attention side";
          case DECODE_FEED_FORWARD -> ", feed-forward side";
        },
        step.replica().accelerators(),
        step.replica().accelerator().id(),
        times == 1 ? "" : " " + plain(times) + " times",
        plain(shape.sequences()),
        plain(shape.tokens()),
        plain(shape.contextTokens()),
        plain(shape.pairs()),
        shape.passes() > 1 ? plain(shape.passes()) + " passes" : "one pass");
    Replica replica = step.replica();
    if (step.side() != Side.PREFILL_DRAFT && step.side() != Side.DECODE_DRAFT) {
      double atItsEnd = result.request.peakContextTokens();
      double state = replica.stateBytes(atItsEnd);
      line(
          "  resident: %s of weights on each accelerator; %s of state for a sequence at its end, and %s"
              + " more for one more token; %s usable%n",
          bytes(replica.weightBytes()),
          bytes(state),
          bytes(replica.stateBytesPerToken(atItsEnd)),
          bytes(replica.usableBytes()));
      budget(replica.budget());
    }
    for (OperatorCost cost : step.report().rows()) {
      row(
          named(cost),
          Integer.toString(cost.layers()),
          cost.precision().map(EnumName::of).orElse(""),
          quantity -> step.replica().accelerators() * quantity.applyAsDouble(cost),
          cost.seconds(),
          EnumName.of(cost.bound()));
    }
  }

  /**
   * Adds what the time of a request's steps rests on. Operators and collectives that were not
   * measured have their share of the time and the reason, largest first.
   */
  private void basis() {
    line("%nBasis of the time of a request's steps%n");
    double total = 0;
    Map<String, Double> seconds = new TreeMap<>();
    for (HeardStep step : steps) {
      double times =
          step.replica().accelerators()
              * (step.side().phase() == Phase.PREFILL
                  ? 1 / result.plan.prefillBatch()
                  : result.request.outputTokens()
                      / result.plan.tokensPerStep()
                      / result.plan.batch());
      for (OperatorCost cost : step.report().rows()) {
        if (cost.evidence().isPresent()) {
          double ofRow = times * cost.seconds();
          total += ofRow;
          seconds.merge(term(step, cost, cost.evidence().get()), ofRow, Double::sum);
        }
      }
    }
    double all = total;
    seconds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(term -> line("  %5.1f %%  %s%n", 100 * term.getValue() / all, term.getKey()));
    String fit = result.plan.fit();
    if (!fit.isEmpty()) {
      line("  %s%n", fit);
    }
  }

  private static String term(HeardStep step, OperatorCost cost, Evidence evidence) {
    if (evidence == Evidence.MEASURED || evidence == Evidence.FITTED) {
      return EnumName.of(evidence.basis()) + ": " + evidence.reason();
    }
    return EnumName.of(evidence.basis())
        + ": "
        + cost.name()
        + cost.precision().map(format -> " in " + EnumName.of(format)).orElse("")
        + " on "
        + step.replica().accelerator().id()
        + " ("
        + evidence.reason()
        + ")";
  }

  /** Adds the memory of an accelerator as its engine divides it. */
  private void budget(MemoryBudget budget) {
    double left = budget.roomBytes();
    line(
        "  memory: %s, of which the engine may take %s %%; context %s, communication %s, graphs %s,"
            + " weights as loaded %s, activations of the largest pass %s; %s%n",
        bytes(budget.memoryBytes()),
        plain(100 * budget.share()),
        bytes(budget.contextBytes()),
        bytes(budget.communicationBytes()),
        bytes(budget.graphBytes()),
        bytes(budget.weightBytes()),
        bytes(budget.activationBytes()),
        left >= 0 ? "room for state " + bytes(left) : "lacks " + bytes(-left));
  }

  /** Adds a row with the FLOPs and bytes of all accelerators and the time of one step. */
  private void row(
      String name,
      String layers,
      String precision,
      ToDoubleFunction<ToDoubleFunction<OperatorCost>> amount,
      double seconds,
      String bound) {
    rows.add(
        Rows.row(
            name,
            layers,
            precision,
            flops(amount.applyAsDouble(OperatorCost::flops)),
            bytes(amount.applyAsDouble(OperatorCost::weightBytes)),
            bytes(amount.applyAsDouble(OperatorCost::stateReadBytes)),
            bytes(amount.applyAsDouble(OperatorCost::stateWriteBytes)),
            bytes(amount.applyAsDouble(OperatorCost::activationBytes)),
            bytes(amount.applyAsDouble(OperatorCost::sentBytes)),
            seconds(seconds),
            bound));
  }

  /**
   * Returns the name of an operator with the tokens that its queries see, where these are not all.
   */
  private static String named(OperatorCost operator) {
    Span span = operator.span();
    String one = span.ratio() > 1 ? " of one in " + plain(span.ratio()) : "";
    String recent = span.recent() > 0 ? " and last " + plain(span.recent()) : "";
    return switch (span.kind()) {
      case ALL -> operator.name() + (one.isEmpty() ? "" : "," + one.substring(3)) + recent;
      case RECENT -> operator.name() + ", last " + plain(span.tokens());
      case PICKED -> operator.name() + ", best " + plain(span.entries()) + one + recent;
    };
  }

  private void prices(Map<String, PriceBook> books) {
    if (!result.has(Availability.SERVING)) {
      return;
    }
    line("%nPrices, %s%n", result.tariff.label());
    Stream.of(
            result.mix.stageKinds().isEmpty()
                ? Stream.of(result.mix.prefill(), result.mix.decode())
                : result.mix.stageKinds().stream(),
            result.mix.feedForward().stream())
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
    return dollars.isEmpty()
        ? Optional.empty()
        : result.tariff.origin(book).map(origin -> plain(dollars.getAsDouble()) + " $/h " + origin);
  }

  private void columns(Availability availability, String title) {
    if (!result.has(availability)) {
      return;
    }
    line("%n%s%n", title);
    for (CellColumn column : CellColumns.ALL) {
      if (column.availability() == availability && column.figure() == Figure.NONE) {
        column(column);
      }
    }
  }

  /** Adds the columns that measured cells have, too. */
  private void measurableColumns() {
    line("%n%s%n", "Measured or computed");
    for (CellColumn column : CellColumns.ALL) {
      if (column.figure() != Figure.NONE) {
        column(column);
      }
    }
  }

  /** Adds a column with its value and its meaning, on one line where the screen is wide. */
  private void column(CellColumn column) {
    line(
        screen.width() >= WIDE ? "  %-40s %-24s %s%n" : "  %-44s %s%n      %s%n",
        column.name(),
        value(column),
        column.comment());
  }

  private String value(CellColumn column) {
    Object value = column.value(result);
    return value instanceof Double number ? plain(number) : String.valueOf(value);
  }

  /** Formats a value as in the table, but with at most seven significant digits. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.7g", value);
  }

  private static String flops(double flops) {
    return Quantity.format(flops);
  }

  private static String bytes(double bytes) {
    return Quantity.format(bytes, Dimension.BYTES);
  }

  private static String seconds(double seconds) {
    return Quantity.format(seconds, Dimension.SECONDS);
  }

  private void line(String format, Object... values) {
    table();
    String lines = String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    text.append(Prose.wrapped(lines.replaceAll(" +\n", "\n"), screen, HANGING));
  }
}
