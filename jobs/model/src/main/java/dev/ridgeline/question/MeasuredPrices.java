package dev.ridgeline.question;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Tariff;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.space.Measurement;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Throughputs that somebody measured, from a table in a CSV file. With a price of an hour each
 * gives dollars of a million tokens, which stand in one table with those of an answer.
 */
public final class MeasuredPrices {

  private static final String MODEL = "model";
  private static final String ACCELERATOR = "accelerator";
  private static final String COUNT = "accelerators";
  private static final String RATE = "output_tokens_per_s";
  private static final List<String> NEEDED = List.of(MODEL, ACCELERATOR, RATE);
  private static final List<String> COLUMNS =
      List.of(MODEL, ACCELERATOR, COUNT, "quantization", RATE, "by", "source");

  private final Catalogs catalogs;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A measured throughput.
   *
   * @param model id of the model
   * @param accelerator id of the accelerator
   * @param quantization number formats as the table names them; may be empty
   * @param outputTokensPerSecond tokens that each accelerator generates
   * @param by who measured it; may be empty
   */
  record Row(
      String model,
      String accelerator,
      String quantization,
      double outputTokensPerSecond,
      String by) {}

  private MeasuredPrices(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * Reads a table with the columns {@code model}, {@code accelerator} and {@code
   * output_tokens_per_s}. Maybe it has {@code accelerators}, the number of which the rate is of,
   * and {@code quantization}, {@code by} and {@code source}.
   *
   * @throws ConfigException with all problems of the table
   */
  public static MeasuredPrices read(Path file, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    MeasuredPrices prices = new MeasuredPrices(catalogs);
    CsvTable.read(file, problems).ifPresent(table -> prices.read(table, problems));
    if (problems.isEmpty() && prices.rows.isEmpty()) {
      problems.add(new Problem(file.toString(), "", 0, "has no rows. Allowed: one row at least."));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return prices;
  }

  private void read(CsvTable table, List<Problem> problems) {
    String file = table.source().file();
    for (String name : table.header()) {
      if (!COLUMNS.contains(name)) {
        String message = "unknown column '" + name + "'." + NearestName.advice(name, COLUMNS);
        problems.add(new Problem(file, name, table.headerLine(), message));
      }
    }
    for (String name : NEEDED) {
      if (!table.header().contains(name)) {
        String message = "has no column '" + name + "'. Allowed: " + String.join(", ", COLUMNS);
        problems.add(new Problem(file, "", table.headerLine(), message + "."));
      }
    }
    if (problems.isEmpty()) {
      table.rows().forEach(row -> read(file, row.line(), table.byColumn(row), problems));
    }
  }

  private void read(String file, int line, Map<String, String> fields, List<Problem> problems) {
    Fields of = new Fields(file, line, fields, problems);
    String model = of.known(MODEL, catalogs.models());
    String accelerator = of.known(ACCELERATOR, catalogs.accelerators());
    double rate = of.number(RATE, Dimension.TOKENS_PER_SECOND.range());
    double count =
        fields.getOrDefault(COUNT, "").isEmpty()
            ? 1
            : of.number(COUNT, Dimension.ACCELERATORS.range());
    rows.add(
        new Row(
            model,
            accelerator,
            fields.getOrDefault("quantization", ""),
            rate / count,
            fields.getOrDefault("by", "")));
  }

  /** The fields of a row. A wrong one is a problem with its line and column. */
  private record Fields(String file, int line, Map<String, String> fields, List<Problem> problems) {

    String known(String column, Catalog<?> catalog) {
      String name = fields.getOrDefault(column, "");
      if (catalog.find(name).isEmpty()) {
        problem(column, catalog.unknown(name));
      }
      return name;
    }

    double number(String column, Range range) {
      String text = fields.getOrDefault(column, "");
      double value = Double.NaN;
      try {
        value = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // Reported below, as a number outside its range is.
      }
      if (!range.has(value)) {
        problem(column, "is '" + text + "'. Allowed: " + range.allowed() + ".");
      }
      return value;
    }

    private void problem(String column, String message) {
      problems.add(new Problem(file, column, line, message));
    }
  }

  /** Dollars of a million output tokens under a tariff, of which the whole price is paid. */
  OptionalDouble dollarsPerMillion(Row row, String tariff) {
    Optional<PriceBook> book = catalogs.prices().find(row.accelerator());
    OptionalDouble hour =
        book.isEmpty()
            ? OptionalDouble.empty()
            : new Tariff(tariff)
                .dollarsPerHour(
                    book.get(), catalogs.accelerators().find(row.accelerator()).orElseThrow());
    return hour.isEmpty()
        ? hour
        : OptionalDouble.of(
            Measurement.dollarsPerMillion(hour.getAsDouble(), row.outputTokensPerSecond()));
  }

  /** The throughputs of a model, in the order of the table. */
  List<Row> of(String model) {
    return rows.stream().filter(row -> row.model().equals(model)).toList();
  }

  /**
   * The measured prices of the model of an answer, in one table with those of its mixes, cheapest
   * first.
   *
   * @param top most mixes that are listed
   */
  public String beside(BestAnswer answer, int top) {
    record Line(double dollars, List<String> cells) {}
    List<Line> lines = new ArrayList<>();
    answer.places().stream()
        .filter(place -> place.standing().isWithin() && place.view().isPresent())
        .limit(top)
        .forEach(
            place -> {
              CellView view = place.view().orElseThrow();
              lines.add(
                  new Line(
                      view.dollarsPerMillionOutput(),
                      line(
                          "predicted",
                          place.standing().mix().name(),
                          view.format(),
                          view.outputTokensPerSecond(),
                          view.dollarsPerMillionOutput())));
            });
    for (Row row : of(answer.question().model())) {
      double dollars =
          dollarsPerMillion(row, answer.question().tariff()).orElse(Double.POSITIVE_INFINITY);
      String who = row.by().isEmpty() ? "measured" : "measured by " + row.by();
      lines.add(
          new Line(
              dollars,
              line(
                  who,
                  row.accelerator(),
                  row.quantization(),
                  row.outputTokensPerSecond(),
                  dollars)));
    }
    if (of(answer.question().model()).isEmpty()) {
      return "Measured: the table has no row of " + answer.question().model() + ".\n";
    }
    Collections.sort(lines, (one, other) -> Double.compare(one.dollars(), other.dollars()));
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("whose", "hardware", "format", "tokens/s each", "$/M output"));
    lines.forEach(one -> table.add(one.cells()));
    return "Prices of a million output tokens, of which the whole hour is paid:\n\n"
        + PlainTable.of(table);
  }

  private static List<String> line(
      String whose, String hardware, String format, double rate, double dollars) {
    return List.of(
        whose,
        hardware,
        format.isEmpty() ? "-" : format,
        String.format(Locale.ROOT, "%,.0f", rate),
        Double.isFinite(dollars) ? String.format(Locale.ROOT, "%.3f", dollars) : "no price");
  }
}
