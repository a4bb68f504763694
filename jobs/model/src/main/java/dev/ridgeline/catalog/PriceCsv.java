package dev.ridgeline.catalog;

import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Days;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Lines;
import dev.ridgeline.config.Problem;
import dev.ridgeline.units.Plausible;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads price books from a table in a CSV file, whose rows state a price of an accelerator. A
 * problem has the line of the row and the name of the column.
 */
final class PriceCsv {

  private static final Pattern DOLLARS =
      Pattern.compile(
          "(?:US)?\\$?\\s*(\\d+(?:\\.\\d+)?)\\s*(?:USD|dollars?)?(?:\\s*(?:/|per)\\s*(?:h|hr|hour))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern IN_DOLLARS =
      Pattern.compile("usd|us\\$|\\$|us dollars?|dollars?", Pattern.CASE_INSENSITIVE);

  private final CsvTable table;
  private final List<String> accelerators;
  private final List<Problem> problems;
  private final Map<PriceColumn, Integer> places = new EnumMap<>(PriceColumn.class);

  /** Line of each price, by accelerator and tariff. */
  private final Map<String, Integer> lines = new HashMap<>();

  private PriceCsv(CsvTable table, List<String> accelerators, List<Problem> problems) {
    this.table = table;
    this.accelerators = accelerators;
    this.problems = problems;
  }

  /**
   * Returns a book for each row.
   *
   * @param accelerators ids of the accelerators that may have a price
   * @param problems receives every problem in the table
   */
  static List<Document<PriceBook>> read(
      CsvTable table, List<String> accelerators, List<Problem> problems) {
    PriceCsv reader = new PriceCsv(table, accelerators, problems);
    return reader.readsHeader() ? reader.books() : List.of();
  }

  private boolean readsHeader() {
    int before = problems.size();
    for (int i = 0; i < table.header().size(); i++) {
      place(table.header().get(i), i);
    }
    if (!places.containsKey(PriceColumn.ACCELERATOR)) {
      problem("", table.headerLine(), "has no column 'accelerator'." + PriceColumn.advice());
    }
    if (!places.containsKey(PriceColumn.DOLLARS_PER_HOUR)
        && !places.containsKey(PriceColumn.PURCHASE_PRICE)) {
      problem(
          "",
          table.headerLine(),
          "has no column 'dollars_per_hour' or 'purchase_price'." + PriceColumn.advice());
    }
    return problems.size() == before;
  }

  private void place(String header, int at) {
    Optional<PriceColumn> column = PriceColumn.of(header);
    if (PriceColumn.isOtherCurrency(header)) {
      problem(
          header,
          table.headerLine(),
          "is in another currency. Allowed: US dollars. Maybe convert the prices first.");
    } else if (column.isEmpty()) {
      problem(
          header,
          table.headerLine(),
          "unknown column '" + header + "'." + PriceColumn.advice(header));
    } else if (places.putIfAbsent(column.get(), at) != null) {
      problem(
          header,
          table.headerLine(),
          "is a second column of " + column.get().title() + ". Allowed: one.");
    }
  }

  private List<Document<PriceBook>> books() {
    List<Document<PriceBook>> books = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      book(row)
          .ifPresent(
              book -> books.add(new Document<>(table.source(), book, Lines.all(row.line()))));
    }
    return books;
  }

  private Optional<PriceBook> book(CsvTable.Row row) {
    int before = problems.size();
    String accelerator = accelerator(row);
    String tariff = tariff(row);
    requireDollars(row);
    @Nullable LocalDate day = day(row);
    int number = number(row);
    Double hourly = dollars(row, PriceColumn.DOLLARS_PER_HOUR);
    Double purchase = dollars(row, PriceColumn.PURCHASE_PRICE);
    requirePlausible(row, PriceColumn.DOLLARS_PER_HOUR, hourly, number);
    requirePlausible(row, PriceColumn.PURCHASE_PRICE, purchase, number);
    if (problems.size() > before) {
      return Optional.empty();
    }
    if (hourly == null && purchase == null) {
      problem(row, PriceColumn.ACCELERATOR, "has no price. Allowed: a price of an hour or to buy.");
      return Optional.empty();
    }
    Map<String, PriceBook.Price> tariffs = new HashMap<>();
    PriceBook.Capital capital = PriceBook.Capital.UNKNOWN;
    String source = source(row);
    if (hourly != null) {
      requireFirst(row, PriceColumn.TARIFF, accelerator, tariff);
      try {
        tariffs.put(tariff, new PriceBook.Price(hourly / number, day, source));
      } catch (InvalidValueException e) {
        problem(row, PriceColumn.DOLLARS_PER_HOUR, e.reason());
      }
    }
    if (purchase != null) {
      requireFirst(row, PriceColumn.PURCHASE_PRICE, accelerator, "\0");
      try {
        capital = new PriceBook.Capital(purchase / number, day, source);
      } catch (InvalidValueException e) {
        problem(row, PriceColumn.PURCHASE_PRICE, e.reason());
      }
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new PriceBook(accelerator, tariffs, capital));
  }

  /** The id of the accelerator, whether written {@code h100-sxm} or {@code H100 SXM}. */
  private String accelerator(CsvTable.Row row) {
    String written = text(row, PriceColumn.ACCELERATOR);
    String id = written.toLowerCase(Locale.ROOT).replaceAll("[ _]+", "-");
    if (written.isEmpty()) {
      problem(row, PriceColumn.ACCELERATOR, "is empty");
    } else if (!accelerators.contains(id)) {
      problem(
          row, PriceColumn.ACCELERATOR, CatalogKind.ACCELERATORS.unknown(written, accelerators));
    }
    return id;
  }

  /** The name of the tariff. Those of our entries may be written with a space or in capitals. */
  private String tariff(CsvTable.Row row) {
    String written = text(row, PriceColumn.TARIFF);
    if (written.isEmpty()) {
      return Tariff.ON_DEMAND.label();
    }
    for (String ours : Tariff.OURS) {
      if (ours.replace("-", "").equals(written.toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""))) {
        return ours;
      }
    }
    try {
      Tariff.requireName("", written);
    } catch (InvalidValueException e) {
      problem(row, PriceColumn.TARIFF, e.reason());
    }
    return written;
  }

  private void requireDollars(CsvTable.Row row) {
    String currency = text(row, PriceColumn.CURRENCY);
    if (!currency.isEmpty() && !IN_DOLLARS.matcher(currency).matches()) {
      problem(
          row,
          PriceColumn.CURRENCY,
          "is '" + currency + "'. Allowed: USD. Maybe convert the prices first.");
    }
  }

  private @Nullable LocalDate day(CsvTable.Row row) {
    String written = text(row, PriceColumn.DATE);
    if (written.isEmpty()) {
      return null;
    }
    Optional<LocalDate> day = Days.parse(written);
    if (day.isEmpty()) {
      problem(row, PriceColumn.DATE, "is '" + written + "'. Allowed: " + Days.ALLOWED + ".");
    }
    return day.orElse(null);
  }

  /** Number of accelerators that the price of a row is for. */
  private int number(CsvTable.Row row) {
    String written = text(row, PriceColumn.ACCELERATORS);
    if (written.isEmpty()) {
      return 1;
    }
    if (!written.matches("[1-9][0-9]{0,5}")) {
      problem(
          row,
          PriceColumn.ACCELERATORS,
          "is '" + written + "'. Allowed: the number of accelerators that the price is for.");
      return 1;
    }
    return Integer.parseInt(written);
  }

  private @Nullable Double dollars(CsvTable.Row row, PriceColumn column) {
    String written = text(row, column);
    if (written.isEmpty()) {
      return null;
    }
    Matcher dollars = DOLLARS.matcher(written);
    if (!dollars.matches()) {
      problem(row, column, "is '" + written + "'. Allowed: an amount of US dollars, such as 2.50.");
      return null;
    }
    return Double.valueOf(dollars.group(1));
  }

  /** Requires that a price of one accelerator is such as accelerators have. */
  private void requirePlausible(
      CsvTable.Row row, PriceColumn column, @Nullable Double dollars, int number) {
    if (dollars == null) {
      return;
    }
    Plausible of =
        column == PriceColumn.DOLLARS_PER_HOUR
            ? Plausible.DEVICE_PRICE_PER_HOUR
            : Plausible.DEVICE_PRICE;
    String written = text(row, column) + (number == 1 ? "" : " for " + number);
    of.problem(written, dollars / number).ifPresent(message -> problem(row, column, message));
  }

  private void requireFirst(
      CsvTable.Row row, PriceColumn column, String accelerator, String tariff) {
    Integer first = lines.putIfAbsent(accelerator + "\0" + tariff, row.line());
    if (first != null) {
      String what = tariff.equals("\0") ? "purchase price" : "price in tariff '" + tariff + "'";
      String advice =
          tariff.equals("\0")
              ? ""
              : " Maybe name the tariffs apart, such as '" + tariff + " us-east'.";
      problem(
          row,
          column,
          "is a second "
              + what
              + " of "
              + accelerator
              + " beside that of line "
              + first
              + "."
              + advice);
    }
  }

  private String source(CsvTable.Row row) {
    String stated =
        Stream.of(PriceColumn.SOURCE, PriceColumn.PROVIDER, PriceColumn.REGION, PriceColumn.NOTE)
            .map(column -> text(row, column))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return stated.isEmpty() ? "stated in " + table.source().file() : stated;
  }

  private String text(CsvTable.Row row, PriceColumn column) {
    Integer at = places.get(column);
    return at == null ? "" : row.fields().get(at).strip();
  }

  private void problem(CsvTable.Row row, PriceColumn column, String message) {
    Integer at = places.get(column);
    problem(at == null ? column.title() : table.header().get(at), row.line(), message);
  }

  private void problem(String column, int line, String message) {
    problems.add(new Problem(table.source().file(), column, line, message));
  }
}
